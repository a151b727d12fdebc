"""The organization for Terraform and OpenTofu: import blocks beside resources, and lifecycles that keep accounts alive.

Facts of the provider (hashicorp/aws, its documentation of each resource): a changed address, name or parent replaces an
account or unit, so `prevent_destroy` stands wherever that would close something. What the provider cannot read back
stands under `ignore_changes`. A service principal that is left out loses its access: the list is exactly what is live.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from state.inventory import AccountEntry, Inventory, PolicyEntry, RoleEntry, UnitEntry, Unseen
from state.observed import ENABLED
from state.text.printable import as_json
from wizard.exports.format import Files, Format, Proof, Taken, comment, first_lines
from wizard.exports.terraform_buckets import bucket_blocks
from wizard.exports.texts import Block, Expression, distinct, label

ALIVE = "ACTIVE"
"""Of accounts in any other state the provider reads nothing, and an import of one fails."""
ROOT = Expression("local.root_id")
Blocks = Iterator[Block | str]


def files(taken: Taken) -> Files:
    """One directory, to be a root module by itself or part of one."""
    module = _Module(taken.inventory)
    told = {
        "versions.tf": ("versions and the provider", module.versions()),
        "organization.tf": ("the organization", module.organization()),
        "units.tf": ("organizational units", module.units()),
        "accounts.tf": ("accounts", module.accounts()),
        "policies.tf": ("policies and where they are attached", module.policies()),
        "roles.tf": ("roles of the management account that lead into the others", module.roles()),
        "audit.tf": ("trail, root access, delegated administrators", module.audit()),
        "data_bunker.tf": ("the data bunker's buckets", bucket_blocks(taken.inventory, module.keep)),
    }
    written = {name: _text(taken, what, list(blocks)) for name, (what, blocks) in told.items()}
    written |= module.documents
    proof = _proof_of(written)
    written["README.md"] = (
        f"<!-- {' '.join(first_lines(taken, 'the organization for Terraform and OpenTofu'))} -->\n\n"
        f"    terraform init\n    {proof.command}\n\n{proof.expected}\n"
    )
    return {f"{taken.name}-terraform/{name}": text for name, text in written.items()}


def _text(taken: Taken, what: str, blocks: list[Block | str]) -> str:
    parts = [block if isinstance(block, str) else block.text() for block in blocks]
    return comment(first_lines(taken, what)) + "".join(f"\n{part}" for part in parts)


class _Module:
    """The labels of everything, so that resources can name each other."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory
        self.documents: dict[str, str] = {}
        """Policies as files of JSON: what is in them is never evaluated."""
        self.unit_labels = distinct({unit.id: label(unit.path, "unit") for unit in inventory.units}, "_")
        self.account_labels = distinct({each.id: label(each.name, "account") for each in inventory.accounts}, "_")
        policies = inventory.policies if isinstance(inventory.policies, list) else []
        self.own_policies = [policy for policy in policies if not policy.aws_managed]
        self.policy_labels = distinct({each.id: label(each.name, "policy") for each in self.own_policies}, "_")

    def versions(self) -> Blocks:
        source = {"source": "hashicorp/aws", "version": ">= 5.82"}
        providers = Block("required_providers").set("aws", Expression(_object(source)))
        yield Block("terraform").set("required_version", ">= 1.5").put(providers)
        provider = Block("provider", "aws").set("region", self.inventory.home_region)
        if self.inventory.management_account_id:
            provider.set("allowed_account_ids", [self.inventory.management_account_id])
        yield provider

    def organization(self) -> Blocks:
        organization = self.inventory.organization
        if organization is None:
            yield comment(["There is no organization yet."])
            return
        yield _imported("aws_organizations_organization.this", organization.id)
        block = Block("resource", "aws_organizations_organization", "this")
        block.set("feature_set", organization.feature_set)
        hidden = []
        trusted = self.inventory.trusted_access
        if isinstance(trusted, list) and trusted:
            block.set("aws_service_access_principals", trusted)
        elif isinstance(trusted, Unseen):
            hidden.append("aws_service_access_principals")
        enabled = sorted(kind for kind, status in organization.policy_types.items() if status == ENABLED)
        if enabled:
            block.set("enabled_policy_types", enabled)
        yield block.put(_kept(hidden))
        yield Block("locals").set("root_id", self.inventory.root_id)

    def units(self) -> Blocks:
        for unit in self.inventory.units:
            yield from self._unit(unit)

    def _unit(self, unit: UnitEntry) -> Blocks:
        name = self.unit_labels[unit.id]
        yield _imported(f"aws_organizations_organizational_unit.{name}", unit.id)
        block = Block("resource", "aws_organizations_organizational_unit", name)
        block.set("name", unit.name).set("parent_id", self._place(unit.parent_id))
        yield block.put(_kept(_tagged(block, unit.tags)))

    def accounts(self) -> Blocks:
        for account in self.inventory.accounts:
            if account.state == ALIVE:
                yield from self._account(account)
            else:
                yield comment([f"Account {account.id} ({account.name}) is {account.state}, so it is not in here."])

    def _account(self, account: AccountEntry) -> Blocks:
        name = self.account_labels[account.id]
        yield _imported(f"aws_organizations_account.{name}", account.id)
        block = Block("resource", "aws_organizations_account", name)
        block.set("name", account.name).set("email", account.email)
        block.set("parent_id", self._place(account.parent_id))
        hidden = _tagged(block, account.tags)
        yield block.put(_kept(["role_name", "iam_user_access_to_billing", *hidden]))

    def policies(self) -> Blocks:
        if isinstance(self.inventory.policies, Unseen):
            yield comment([f"Policies are not in here. {self.inventory.policies.unknown}"])
        for policy in self.own_policies:
            if isinstance(policy.document, dict):
                yield from self._policy(policy, policy.document)
            else:
                yield comment([f"Policy {policy.id} is not in here: its text could not be read."])

    def _policy(self, policy: PolicyEntry, document: dict[str, Any]) -> Blocks:
        name = self.policy_labels[policy.id]
        yield _imported(f"aws_organizations_policy.{name}", policy.id)
        block = Block("resource", "aws_organizations_policy", name)
        block.set("name", policy.name).set("description", policy.description).set("type", policy.type)
        block.set("content", self.keep(f"policies/{name}.json", document))
        yield block.put(_kept(["tags", "tags_all"]))
        if isinstance(policy.targets, Unseen):
            yield comment([f"Where it is attached is not in here. {policy.targets.unknown}"])
            return
        for target in policy.targets:
            attached = f"{name}_on_{self._target_label(target)}"
            yield _imported(f"aws_organizations_policy_attachment.{attached}", f"{target}:{policy.id}")
            block = Block("resource", "aws_organizations_policy_attachment", attached)
            block.set("policy_id", Expression(f"aws_organizations_policy.{name}.id"))
            yield block.set("target_id", self._place(target))

    def roles(self) -> Blocks:
        roles = [role for role in self.inventory.roles if role.kind == "management"]
        names = distinct({role.arn: label(role.name, "role") for role in roles}, "_")
        for role in roles:
            yield from self._role(role, names[role.arn])

    def _role(self, role: RoleEntry, name: str) -> Blocks:
        yield _imported(f"aws_iam_role.{name}", role.name)
        block = Block("resource", "aws_iam_role", name).set("name", role.name)
        block.set("assume_role_policy", self.keep(f"roles/{name}-trust.json", role.trust_policy))
        if isinstance(role.session_seconds, int):
            block.set("max_session_duration", role.session_seconds)
        unread = ["description", "path", "permissions_boundary", "force_detach_policies", "tags", "tags_all"]
        yield block.put(_kept(unread))
        policies = role.inline_policies if isinstance(role.inline_policies, dict) else {}
        labels = distinct({policy: f"{name}_{label(policy, 'policy')}" for policy in policies}, "_")
        for policy, document in policies.items():
            inline = labels[policy]
            yield _imported(f"aws_iam_role_policy.{inline}", f"{role.name}:{policy}")
            block = Block("resource", "aws_iam_role_policy", inline).set("name", policy)
            block.set("role", Expression(f"aws_iam_role.{name}.name"))
            yield block.set("policy", self.keep(f"roles/{inline}.json", document))

    def audit(self) -> Blocks:
        inventory = self.inventory
        parts = (("Trails", inventory.trails), ("Root access", inventory.root_features))
        for what, part in (*parts, ("Delegated administrators", inventory.delegated_administrators)):
            if isinstance(part, Unseen):
                yield comment([f"{what}: not in here. {part.unknown}"])
        if isinstance(inventory.root_features, list) and inventory.root_features and inventory.organization:
            yield _imported("aws_iam_organizations_features.this", inventory.organization.id)
            features = Block("resource", "aws_iam_organizations_features", "this")
            yield features.set("enabled_features", inventory.root_features)
        yield from self._trails()
        yield from self._delegated()

    def _trails(self) -> Blocks:
        """Of those that are at home in this Region: the provider reads its own Region only."""
        trails = self.inventory.trails if isinstance(self.inventory.trails, list) else []
        names = distinct({trail.arn: label(trail.name, "trail") for trail in trails}, "_")
        for trail in trails:
            if trail.home_region != self.inventory.home_region:
                yield comment([f"Trail {trail.name} is at home in {trail.home_region}, so it is not in here."])
                continue
            yield _imported(f"aws_cloudtrail.{names[trail.arn]}", trail.arn)
            block = Block("resource", "aws_cloudtrail", names[trail.arn])
            block.set("name", trail.name).set("s3_bucket_name", trail.bucket)
            for argument, value in (("s3_key_prefix", trail.key_prefix), ("kms_key_id", trail.kms_key_id)):
                if value:
                    block.set(argument, value)
            block.set("is_organization_trail", True).set("is_multi_region_trail", trail.multi_region)
            block.set("enable_log_file_validation", trail.validated)
            selectors = ["event_selector", "advanced_event_selector", "insight_selector"]
            delivery = ["cloud_watch_logs_group_arn", "cloud_watch_logs_role_arn", "sns_topic_name"]
            rest = ["enable_logging", "include_global_service_events", "tags", "tags_all"]
            yield block.put(_kept([*selectors, *delivery, *rest]))

    def _delegated(self) -> Blocks:
        found = self.inventory.delegated_administrators
        for each in found if isinstance(found, list) else ():
            if isinstance(each.services, Unseen):
                yield comment([f"What account {each.account} acts for is not in here. {each.services.unknown}"])
                continue
            for service in each.services or ():
                name = f"{self.account_labels.get(each.account, 'account')}_{label(service, 'service')}"
                where = f"aws_organizations_delegated_administrator.{name}"
                yield _imported(where, f"{each.account}/{service}")
                block = Block("resource", "aws_organizations_delegated_administrator", name)
                yield block.set("account_id", self._place(each.account)).set("service_principal", service)

    def _place(self, place: str) -> Expression | str:
        """A root, unit or account: by reference where it is in here."""
        if place == self.inventory.root_id:
            return ROOT
        if place in self.unit_labels:
            return Expression(f"aws_organizations_organizational_unit.{self.unit_labels[place]}.id")
        account = self.inventory.account(place)
        if account is not None and account.state == ALIVE:
            return Expression(f"aws_organizations_account.{self.account_labels[place]}.id")
        return place

    def _target_label(self, target: str) -> str:
        if target == self.inventory.root_id:
            return "root"
        return self.unit_labels.get(target) or self.account_labels.get(target) or label(target, "target")

    def keep(self, name: str, document: dict[str, Any]) -> Expression:
        """Put a document into a file of its own, where nothing in it is evaluated."""
        self.documents[name] = as_json(document, indent=2) + "\n"
        return Expression(f'file("${{path.module}}/{name}")')


def _imported(where: str, identifier: str) -> Block:
    return Block("import").set("to", Expression(where)).set("id", identifier)


def _kept(ignored: list[str]) -> Block:
    """What is never taken away in passing."""
    block = Block("lifecycle").set("prevent_destroy", True)
    return block.set("ignore_changes", [Expression(each) for each in ignored]) if ignored else block


def _tagged(block: Block, tags: dict[str, str] | Unseen | None) -> list[str]:
    """Set the tags where they are known; else what is to be ignored."""
    if isinstance(tags, Unseen):
        return ["tags", "tags_all"]
    if tags:
        block.set("tags", tags)
    return []


def _object(pairs: dict[str, str]) -> str:
    width = max(map(len, pairs))
    return "{\n" + "".join(f'  {key:<{width}} = "{value}"\n' for key, value in pairs.items()) + "}"


def _proof_of(written: Files) -> Proof:
    imports = sum(text.count("\nimport {\n") for name, text in written.items() if name.endswith(".tf"))
    return Proof(
        "terraform plan -detailed-exitcode",
        f"It says: {imports} to import, 0 to add, 0 to change, 0 to destroy, and ends with status 2 for the imports. "
        "After `terraform apply` it says: No changes, and ends with status 0. `tofu` says the same.",
    )


def _proof(taken: Taken) -> Proof:
    return _proof_of(files(taken))


FORMAT = Format(
    "terraform",
    "The organization for Terraform and OpenTofu, with import blocks that change nothing",
    True,
    files,
    _proof,
    "python-hcl2; Terraform itself with the AWS provider, on moto",
)
