"""The root user's own credentials, as the simulated AWS shows and deletes them: IAM calls that name no user.

Ids follow from the account's, so that a root user has at most one of each. The root user's name is the account's id.
"""

from __future__ import annotations

from wizard.simulated.iam import page
from wizard.simulated.iam_users import keys_of_user, password_of_user, somebody_may_have_made_it
from wizard.simulated.mfa import devices_of_user
from wizard.simulated.operation import Answer, Call, answers
from wizard.simulated.refusals import Refusal
from wizard.simulated.sts import unique_id
from wizard.simulated.world import PARTITION


@answers("iam", "GetLoginProfile")
def get_login_profile(call: Call) -> Answer:
    """API: iam.GetLoginProfile. NoSuchEntity: there is no password."""
    if not is_about_root(call):
        return password_of_user(call)
    _require_root(call)
    _require(call.account.root_password, "Login Profile for the root user cannot be found.")
    return {"LoginProfile": {"UserName": call.caller.account_id, "CreateDate": call.account.created_at}}


@answers("iam", "DeleteLoginProfile", writes=True)
def delete_login_profile(call: Call) -> Answer:
    """API: iam.DeleteLoginProfile."""
    _require_root(call)
    _require(call.account.root_password, "Login Profile for the root user cannot be found.")
    call.account.root_password = False
    return {}


@answers("iam", "ListAccessKeys")
def list_access_keys(call: Call) -> Answer:
    """API: iam.ListAccessKeys."""
    if not is_about_root(call):
        return keys_of_user(call)
    _require_root(call)
    key = {
        "UserName": call.caller.account_id,
        "AccessKeyId": _access_key_id(call),
        "Status": "Active",
        "CreateDate": call.account.created_at,
    }
    return page(call, "AccessKeyMetadata", [key] if call.account.root_access_keys else [])


@answers("iam", "DeleteAccessKey", writes=True)
def delete_access_key(call: Call) -> Answer:
    """API: iam.DeleteAccessKey."""
    _require_root(call)
    wanted = call.parameters["AccessKeyId"]
    there = call.account.root_access_keys and wanted == _access_key_id(call)
    _require(there, f"The Access Key with id {wanted} cannot be found.")
    call.account.root_access_keys = False
    return {}


@answers("iam", "ListMFADevices")
def list_mfa_devices(call: Call) -> Answer:
    """API: iam.ListMFADevices."""
    if not is_about_root(call):
        somebody_may_have_made_it(call)
        return devices_of_user(call)
    _require_root(call)
    device = {
        "UserName": call.caller.account_id,
        "SerialNumber": _serial_number(call),
        "EnableDate": call.account.created_at,
    }
    return page(call, "MFADevices", [device] if call.account.root_mfa else [])


@answers("iam", "DeactivateMFADevice", writes=True)
def deactivate_mfa_device(call: Call) -> Answer:
    """API: iam.DeactivateMFADevice."""
    _require_root(call)
    wanted = call.parameters["SerialNumber"]
    there = call.account.root_mfa and wanted == _serial_number(call)
    _require(there, f"MFA Device with serial number {wanted} cannot be found.")
    call.account.root_mfa = False
    return {}


@answers("iam", "ListSigningCertificates")
def list_signing_certificates(call: Call) -> Answer:
    """API: iam.ListSigningCertificates."""
    _require_root(call)
    certificate = {
        "UserName": call.caller.account_id,
        "CertificateId": _certificate_id(call),
        "CertificateBody": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        "Status": "Active",
        "UploadDate": call.account.created_at,
    }
    return page(call, "Certificates", [certificate] if call.account.root_certificates else [])


@answers("iam", "DeleteSigningCertificate", writes=True)
def delete_signing_certificate(call: Call) -> Answer:
    """API: iam.DeleteSigningCertificate."""
    _require_root(call)
    wanted = call.parameters["CertificateId"]
    there = call.account.root_certificates and wanted == _certificate_id(call)
    _require(there, f"The Certificate with id {wanted} cannot be found.")
    call.account.root_certificates = False
    return {}


def is_about_root(call: Call) -> bool:
    """Whether the call is the root user's, or a root session's, and names nobody else."""
    return call.caller.principal == "root" and "UserName" not in call.parameters


def _require_root(call: Call) -> None:
    """Nobody else's credentials are kept here."""
    name = call.parameters.get("UserName") or call.caller.principal.rpartition("/")[2]
    _require(is_about_root(call), f"The user with name {name} cannot be found.")


def _require(there: bool, message: str) -> None:
    if not there:
        raise Refusal("NoSuchEntity", message)


def _access_key_id(call: Call) -> str:
    return unique_id("AKIA", call.caller.arn)


def _certificate_id(call: Call) -> str:
    return unique_id("CERTIFICATE", call.caller.arn)


def _serial_number(call: Call) -> str:
    return f"arn:{PARTITION}:iam::{call.caller.account_id}:mfa/root-account-mfa-device"
