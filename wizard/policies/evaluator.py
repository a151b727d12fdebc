"""What service control policies, trust policies and bucket policies decide, for policies like ours.

It knows the elements and operators that such policies use, and says so when it meets another one: an answer is never
a guess. What an identity's own permissions are is not its business; AWS needs those too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from state.observed import canonical
from wizard.policies.conditions import Value, holds, texts, variable
from wizard.policies.matching import CannotTell, action_matches, arn_matches, with_variables
from wizard.policies.policy_text import VERSION, Document

_ELEMENTS = {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"}


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody wants to do something."""

    action: str
    """Such as `s3:DeleteObject`."""
    resource: str
    """An ARN, or `*` for an action on nothing in particular."""
    principal_arn: str
    """As `aws:PrincipalArn` has it: of a session the role's ARN. For a service its principal, `….amazonaws.com`."""
    context: Mapping[str, Value] = field(default_factory=dict)
    """Condition keys beside aws:PrincipalArn and aws:PrincipalAccount, in any case. None means that the request is
    known to lack the key; a key that is left out is unknown."""
    bound: bool = True
    """Whether service control policies bind the caller. They bind neither the management account's principals nor
    service-linked roles (Organizations user guide, orgs_manage_policies_scps)."""

    def look(self, key: str) -> Value:
        """The value of a condition key. Raises CannotTell when nothing is known about it."""
        known: dict[str, Value] = {"aws:principalarn": self.principal_arn, "aws:principalaccount": self.account_id}
        known.update((name.lower(), value) for name, value in self.context.items())
        if key.lower() not in known:
            raise CannotTell(f"it depends on {key}")
        return known[key.lower()]

    @property
    def account_id(self) -> str | None:
        """The caller's account; None for a service."""
        parts = self.principal_arn.split(":")
        return parts[4] if len(parts) > 4 else None


@dataclass(frozen=True, slots=True)
class Decision:
    """What came out, and why."""

    allowed: bool | None
    """None when it cannot be told."""
    because: str
    """A whole sentence."""


Fits = Callable[[Document, Request], bool]
"""Whether a statement is about a request. May raise CannotTell."""


def decide(levels: Sequence[Sequence[Document]], request: Request) -> Decision:
    """What service control policies leave open, from the root's level over each unit's to the account's own.

    Every level has to allow, and none may deny (Organizations user guide, orgs_manage_policies_scps_evaluation). No
    levels at all means that such policies are not in use.
    """
    if not request.bound:
        return Decision(True, "Service control policies bind neither the management account nor service-linked roles.")
    everywhere = _verdict([each for level in levels for each in level], "Deny", request, _fits)
    if everywhere.allowed:
        return Decision(False, f"{everywhere.because} denies it.")
    by_level = [_verdict(level, "Allow", request, _fits) for level in levels]
    if any(each.allowed is False for each in by_level):
        number = next(index for index, each in enumerate(by_level) if each.allowed is False)
        return Decision(False, f"No policy of {_level(number, len(levels))} allows it.")
    unknown = next((each for each in (everywhere, *by_level) if each.allowed is None), None)
    if unknown is not None:
        return Decision(None, f"{unknown.because}.")
    return Decision(True, "No service control policy stands in the way.")


def denies(document: Document, request: Request) -> bool:
    """Whether a service control policy is known to deny it."""
    return _verdict([document], "Deny", request, _fits).allowed is True


def grants(document: Document, request: Request) -> Decision:
    """What a role's trust policy or a bucket policy decides for itself, its principals included."""
    denied = _verdict([document], "Deny", request, _fits_with_principal)
    if denied.allowed:
        return Decision(False, f"{denied.because} denies it.")
    allowed = _verdict([document], "Allow", request, _fits_with_principal)
    if allowed.allowed is False:
        return Decision(False, "No statement allows it.")
    if denied.allowed is None or allowed.allowed is None:
        return Decision(None, f"{(denied if denied.allowed is None else allowed).because}.")
    return Decision(True, f"{allowed.because} allows it.")


def _verdict(documents: Iterable[Document], effect: str, request: Request, fits: Fits) -> Decision:
    """Whether a statement of that effect is about the request; `because` names it, or what is not known of one."""
    unknown = ""
    for document in documents:
        for number, statement in enumerate(_statements(document), 1):
            name = f"Statement {statement.get('Sid') or number}"
            try:
                if _effect(statement) == effect and _readable(document) and fits(statement, request):
                    return Decision(True, name)
            except CannotTell as problem:
                unknown = unknown or f"{name} cannot be judged here: {problem.why}"
    return Decision(None, unknown) if unknown else Decision(False, "")


def _effect(statement: Document) -> str:
    effect = str(statement.get("Effect"))
    if effect not in ("Allow", "Deny"):
        raise CannotTell(f"its effect is {effect}")
    return effect


def _readable(document: Document) -> bool:
    """Before this version a variable was plain text (IAM user guide, reference_policies_elements_version)."""
    if document.get("Version") != VERSION and "${" in canonical(document):
        raise CannotTell(f"it uses variables, and the policy is not of version {VERSION}")
    return True


def _fits(statement: Document, request: Request) -> bool:
    """The four parts one by one: a part that does not fit settles it even where another cannot be judged."""
    unknown: CannotTell | None = None
    for part in (_elements_are_known, _action_fits, _resource_fits, _condition_fits):
        try:
            if not part(statement, request):
                return False
        except CannotTell as problem:
            unknown = unknown or problem
    if unknown is not None:
        raise unknown
    return True


def _fits_with_principal(statement: Document, request: Request) -> bool:
    if not _principal_fits(statement, request):
        return False
    rest = {name: element for name, element in statement.items() if name != "Principal"}
    return _fits({"Resource": "*", **rest} if "NotResource" not in rest else rest, request)


def _elements_are_known(statement: Document, _request: Request) -> bool:
    strange = sorted(set(statement) - _ELEMENTS)
    if strange:
        raise CannotTell(f"it has the element {strange[0]}")
    return True


def _action_fits(statement: Document, request: Request) -> bool:
    if "NotAction" in statement:
        return not any(action_matches(each, request.action) for each in texts(statement["NotAction"]))
    if "Action" not in statement:
        raise CannotTell("it names no action")
    return any(action_matches(each, request.action) for each in texts(statement["Action"]))


def _resource_fits(statement: Document, request: Request) -> bool:
    name = "NotResource" if "NotResource" in statement else "Resource"
    if name not in statement:
        raise CannotTell("it names no resource")
    patterns = [with_variables(each, variable(request.look)) for each in texts(statement[name])]
    fits = any(each is not None and arn_matches(each, request.resource) for each in patterns)
    return fits is (name == "Resource")


def _condition_fits(statement: Document, request: Request) -> bool:
    return holds(statement.get("Condition", {}), request.look)


def _principal_fits(statement: Document, request: Request) -> bool:
    """An account's root stands for everybody in it (IAM user guide, reference_policies_elements_principal)."""
    if "Principal" not in statement:
        raise CannotTell("it names no principal")
    principal = statement["Principal"]
    named = {"AWS": principal} if isinstance(principal, str) else principal
    account = request.account_id
    if account is None:
        return request.principal_arn in texts(named.get("Service", [])) or principal == "*"
    partition = request.principal_arn.split(":")[1]
    everybody = {"*", account, f"arn:{partition}:iam::{account}:root", request.principal_arn}
    return bool(everybody & set(texts(named.get("AWS", []))))


def _statements(document: Document) -> list[Document]:
    statements = document.get("Statement", [])
    return statements if isinstance(statements, list) else [statements]


def _level(number: int, count: int) -> str:
    if number == 0:
        return "the root"
    return "the account itself" if number == count - 1 else f"the unit at depth {number}"
