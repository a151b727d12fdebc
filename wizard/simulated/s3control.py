"""The block on public access to all of an account's buckets, as the simulated AWS answers for it."""

from __future__ import annotations

from wizard.simulated.declarations import declared_public_access
from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.refusals import Refusal
from wizard.simulated.s3_protection import public_access_block_answer, public_access_block_of
from wizard.simulated.settings import PublicAccessBlock


@answers("s3control", "GetPublicAccessBlock")
def get_public_access_block(call: Call) -> Answer:
    """API: s3control.GetPublicAccessBlock: what a policy of the organization says, where one does."""
    _require_own(call)
    if declared := declared_public_access(call):
        return public_access_block_answer(PublicAccessBlock(*(4 * [declared == "all"])))
    return public_access_block_answer(call.account.public_access_block)


@answers("s3control", "PutPublicAccessBlock", writes=True)
def put_public_access_block(call: Call) -> Answer:
    """API: s3control.PutPublicAccessBlock."""
    _require_own(call)
    _require_no_policy(call)
    call.account.public_access_block = public_access_block_of(call.parameters["PublicAccessBlockConfiguration"])
    return {}


@answers("s3control", "DeletePublicAccessBlock", writes=True)
def delete_public_access_block(call: Call) -> Answer:
    """API: s3control.DeletePublicAccessBlock, whether there is one or not."""
    _require_own(call)
    _require_no_policy(call)
    call.account.public_access_block = None
    return {}


def _require_no_policy(call: Call) -> None:
    """The account's own block cannot be set while a policy of the organization says how it is."""
    if declared_public_access(call):
        raise Refusal("AccessDenied", "Access Denied: the account is managed by organization-level policies.")


def _require_own(call: Call) -> None:
    if call.parameters["AccountId"] != call.caller.account_id:
        raise Refusal("AccessDenied", "Access Denied")
