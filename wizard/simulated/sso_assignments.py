"""Who may do what where, in the simulated AWS: asked for now, done some time later, and told only to who asks again."""

from __future__ import annotations

from datetime import timedelta

from wizard.simulated.identity_center import Center, CenterRequest
from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.refusals import Refusal
from wizard.simulated.sso_admin import permission_set_called, permission_sets_of

MOST_OUTSTANDING = 15
"""User guide, limits."""
NO_ROLE_YET = "An unexpected internal service exception was encountered. Please try again later."
"""What is told of an account that Identity Center has no role of its own in yet."""
KINDS = {"create": "AccountAssignmentCreation", "delete": "AccountAssignmentDeletion"}


@answers("sso-admin", "CreateAccountAssignment", writes=True)
def create_account_assignment(call: Call) -> Answer:
    """API: sso-admin.CreateAccountAssignment. A repeat is not refused: it is another request with the same end."""
    center = permission_sets_of(call)
    permission_set_called(call, center)
    _require_principal(call, center)
    return _status("create", _begun(call, center, "create"))


@answers("sso-admin", "DeleteAccountAssignment", writes=True)
def delete_account_assignment(call: Call) -> Answer:
    """API: sso-admin.DeleteAccountAssignment."""
    center = permission_sets_of(call)
    permission_set_called(call, center)
    return _status("delete", _begun(call, center, "delete"))


@answers("sso-admin", "ProvisionPermissionSet", writes=True)
def provision_permission_set(call: Call) -> Answer:
    """API: sso-admin.ProvisionPermissionSet, in every account where the permission set is in use."""
    center = permission_sets_of(call)
    permission_set_called(call, center)
    if call.parameters["TargetType"] != "ALL_PROVISIONED_ACCOUNTS":
        raise Refusal("ValidationException", "The simulated AWS provisions everywhere only.")
    return _provisioning(_begun(call, center, "provision"))


def _begun(call: Call, center: Center, kind: str) -> CenterRequest:
    given = call.parameters
    target = given.get("TargetId", "")
    outstanding = [each for each in center.requests.values() if not each.settled]
    if len(outstanding) >= MOST_OUTSTANDING or any(each.target_id == target for each in outstanding):
        raise Refusal("ConflictException", "There is a conflicting operation in process on the account. Try again.")
    if kind != "provision" and target not in call.world.accounts:
        raise Refusal("ResourceNotFoundException", "The account is not a member of the organization.")
    seconds = call.world.climate.assignment_seconds
    request = CenterRequest(
        call.world.unique_id(),
        kind,
        call.now,
        call.now + timedelta(seconds=seconds),
        given["PermissionSetArn"],
        target,
        given.get("PrincipalType", ""),
        given.get("PrincipalId", ""),
        call.failure_reason or _why_not_yet(call, target),
    )
    center.requests[request.request_id] = request
    return request


def _why_not_yet(call: Call, target: str) -> str:
    """Identity Center has to have made its own role in a new account before it can make others there."""
    account = call.world.accounts.get(target)
    if account is None or account.joined_at is None:
        return ""
    ready = account.joined_at + timedelta(seconds=call.world.climate.center_knows_account_after_seconds)
    return "" if call.now >= ready else NO_ROLE_YET


def _require_principal(call: Call, center: Center) -> None:
    """A person or group that was made a moment ago is unknown for a while."""
    kind, principal_id = call.parameters["PrincipalType"], call.parameters["PrincipalId"]
    found = center.users.get(principal_id) if kind == "USER" else center.groups.get(principal_id)
    known_after = timedelta(seconds=call.world.climate.principal_known_after_seconds)
    if found is None or (found.created_at is not None and call.now < found.created_at + known_after):
        raise Refusal("ResourceNotFoundException", f"{kind} not found.")


def _request_called(call: Call, center: Center, parameter: str, kind: str) -> CenterRequest:
    request = center.requests.get(call.parameters[parameter])
    if request is None or request.kind != kind:
        raise Refusal("ResourceNotFoundException", "Request not found.")
    return request


def _progress(request: CenterRequest) -> Answer:
    state = "IN_PROGRESS" if not request.settled else "FAILED" if request.failure_reason else "SUCCEEDED"
    why = {"FailureReason": request.failure_reason} if state == "FAILED" else {}
    return {"Status": state, "RequestId": request.request_id, "CreatedDate": request.created_at, **why}


def _status(kind: str, request: CenterRequest) -> Answer:
    about = {
        "TargetId": request.target_id,
        "TargetType": "AWS_ACCOUNT",
        "PermissionSetArn": request.permission_set_arn,
        "PrincipalType": request.principal_type,
        "PrincipalId": request.principal_id,
    }
    return {f"{KINDS[kind]}Status": _progress(request) | about}


def _provisioning(request: CenterRequest) -> Answer:
    return {"PermissionSetProvisioningStatus": _progress(request) | {"PermissionSetArn": request.permission_set_arn}}


@answers("sso-admin", "DescribeAccountAssignmentCreationStatus")
def describe_account_assignment_creation_status(call: Call) -> Answer:
    """API: sso-admin.DescribeAccountAssignmentCreationStatus."""
    center = permission_sets_of(call)
    return _status("create", _request_called(call, center, "AccountAssignmentCreationRequestId", "create"))


@answers("sso-admin", "DescribeAccountAssignmentDeletionStatus")
def describe_account_assignment_deletion_status(call: Call) -> Answer:
    """API: sso-admin.DescribeAccountAssignmentDeletionStatus."""
    center = permission_sets_of(call)
    return _status("delete", _request_called(call, center, "AccountAssignmentDeletionRequestId", "delete"))


@answers("sso-admin", "ListAccountAssignmentCreationStatus")
def list_account_assignment_creation_status(call: Call) -> Answer:
    """API: sso-admin.ListAccountAssignmentCreationStatus: no more than ids and how each stands."""
    return call.page("AccountAssignmentsCreationStatus", _listed(call, "create"), _progress_listed)


@answers("sso-admin", "ListAccountAssignmentDeletionStatus")
def list_account_assignment_deletion_status(call: Call) -> Answer:
    """API: sso-admin.ListAccountAssignmentDeletionStatus."""
    return call.page("AccountAssignmentsDeletionStatus", _listed(call, "delete"), _progress_listed)


@answers("sso-admin", "ListPermissionSetProvisioningStatus")
def list_permission_set_provisioning_status(call: Call) -> Answer:
    """API: sso-admin.ListPermissionSetProvisioningStatus."""
    return call.page("PermissionSetsProvisioningStatus", _listed(call, "provision"), _progress_listed)


def _listed(call: Call, kind: str) -> list[CenterRequest]:
    wanted = call.parameters.get("Filter", {}).get("Status", "")
    requests = [each for each in permission_sets_of(call).requests.values() if each.kind == kind]
    return [each for each in requests if wanted in ("", _progress(each)["Status"])]


def _progress_listed(request: CenterRequest) -> Answer:
    return {key: value for key, value in _progress(request).items() if key != "FailureReason"}


@answers("sso-admin", "DescribePermissionSetProvisioningStatus")
def describe_permission_set_provisioning_status(call: Call) -> Answer:
    """API: sso-admin.DescribePermissionSetProvisioningStatus."""
    center = permission_sets_of(call)
    return _provisioning(_request_called(call, center, "ProvisionPermissionSetRequestId", "provision"))


@answers("sso-admin", "ListAccountAssignmentsForPrincipal")
def list_account_assignments_for_principal(call: Call) -> Answer:
    """API: sso-admin.ListAccountAssignmentsForPrincipal. A user's list has what comes by groups too."""
    center, principal_id = permission_sets_of(call), call.parameters["PrincipalId"]
    kind = call.parameters["PrincipalType"]
    principals = center.principals_of(principal_id) if kind == "USER" else {principal_id}
    found = [each for each in center.assignments if each[3] in principals]

    def shown(one: tuple[str, str, str, str]) -> Answer:
        keys = ("AccountId", "PermissionSetArn", "PrincipalType", "PrincipalId")
        return dict(zip(keys, one, strict=True))

    return call.page("AccountAssignments", found, shown)
