"""IAM Identity Center's sign-in by device code and its access portal, as the simulated AWS answers for them.

Nobody signs these calls; a client secret, a device code or an access token stands for the person instead.
"""

from __future__ import annotations

from datetime import timedelta

from wizard.simulated.credentials import credentials_of
from wizard.simulated.identity_center import PREFIX, role_path, trust_in_portal
from wizard.simulated.operation import Answer, Call, Caller, answers
from wizard.simulated.passing_time import ADMINISTRATOR_ACCESS
from wizard.simulated.refusals import Refusal
from wizard.simulated.signing_in import DeviceGrant
from wizard.simulated.world import LOWER, PARTITION, UPPER, Account, Role

CLIENT_SECRET = "simulated-client"  # noqa: S105 - opens nothing
TOKEN = "simulated-token-"  # noqa: S105 - the same
TOKEN_SECONDS = 8 * 3600
ROLE_SECONDS = 3600


@answers("sso-oidc", "RegisterClient", signed=False)
def register_client(call: Call) -> Answer:
    """API: sso-oidc.RegisterClient."""
    return {
        "clientId": "simulated-client-id",
        "clientSecret": CLIENT_SECRET,
        "clientIdIssuedAt": int(call.now.timestamp()),
        "clientSecretExpiresAt": int((call.now + timedelta(days=90)).timestamp()),
    }


@answers("sso-oidc", "StartDeviceAuthorization", writes=True, signed=False)
def start_device_authorization(call: Call) -> Answer:
    """API: sso-oidc.StartDeviceAuthorization, in the Identity Center's own Region only."""
    portal = call.world.portal
    _require_client(call)
    portals = {(portal.start_url, portal.region), *((each.start_url, each.region) for each in call.world.centers)}
    if (call.parameters["startUrl"].rstrip("/"), call.region or portal.region) not in portals:
        raise Refusal("InvalidRequestException", "Invalid start URL.")
    climate = call.world.climate
    grant = DeviceGrant(
        call.world.new_id(LOWER, 32), call.now, call.now + timedelta(seconds=climate.device_code_seconds)
    )
    call.world.grants[grant.device_code] = grant
    letters = call.world.new_id(UPPER, 8)
    user_code = f"{letters[:4]}-{letters[4:]}"
    address = f"{portal.start_url}/#/device"
    return {
        "deviceCode": grant.device_code,
        "userCode": user_code,
        "verificationUri": address,
        "verificationUriComplete": f"{address}?user_code={user_code}",
        "expiresIn": int(climate.device_code_seconds),
        "interval": climate.device_interval,
    }


@answers("sso-oidc", "CreateToken", writes=True, signed=False)
def create_token(call: Call) -> Answer:
    """API: sso-oidc.CreateToken, for device codes. Who asks sooner than the interval is told to slow down."""
    _require_client(call)
    grant = call.world.grants.get(call.parameters.get("deviceCode", ""))
    if grant is None or grant.used:
        raise Refusal("InvalidGrantException", "Invalid grant provided.")
    if call.now >= grant.expires_at:
        raise Refusal("ExpiredTokenException", "Device code expired.")
    climate, before = call.world.climate, grant.asked_at
    grant.asked_at = call.now
    if before is not None and (call.now - before).total_seconds() < climate.device_interval:
        raise Refusal("SlowDownException", "Polling too frequently.")
    answered = (call.now - grant.begun_at).total_seconds() >= climate.device_answer_seconds
    if not answered or not climate.device_answer:
        raise Refusal("AuthorizationPendingException", "Authorization is still pending.")
    if climate.device_answer != "APPROVED":
        raise Refusal("AccessDeniedException", "The person denied the request.")
    grant.used = True
    token = TOKEN + call.world.new_id(LOWER, 32)
    call.world.tokens[token] = call.now + timedelta(seconds=TOKEN_SECONDS)
    return {"accessToken": token, "tokenType": "Bearer", "expiresIn": TOKEN_SECONDS}


@answers("sso", "ListAccounts", signed=False)
def list_accounts(call: Call) -> Answer:
    """API: sso.ListAccounts. As elsewhere, pages are small and the first is empty."""
    _require_token(call)
    accounts = {account_id: call.world.accounts[account_id] for account_id, _ in _assigned(call)}
    return _page(call, "accountList", [_shown(account) for account in accounts.values()])


@answers("sso", "ListAccountRoles", signed=False)
def list_account_roles(call: Call) -> Answer:
    """API: sso.ListAccountRoles."""
    _require_token(call)
    wanted = call.parameters["accountId"]
    roles = [name for account_id, name in _assigned(call) if account_id == wanted]
    return _page(call, "roleList", [{"roleName": name, "accountId": wanted} for name in roles])


@answers("sso", "GetRoleCredentials", writes=True, signed=False)
def get_role_credentials(call: Call) -> Answer:
    """API: sso.GetRoleCredentials. The role is in the account from then on."""
    _require_token(call)
    account_id, name = call.parameters["accountId"], call.parameters["roleName"]
    if (account_id, name) not in _assigned(call):
        raise Refusal("ResourceNotFoundException", "No access.")
    role = _reserved_role(call, account_id, name)
    caller = Caller(f"arn:{PARTITION}:sts::{account_id}:assumed-role/{role.role_name}/{call.world.portal.person}")
    access_key_id, secret, token = credentials_of(caller)
    ends = min(call.now + timedelta(seconds=ROLE_SECONDS), call.world.tokens[call.parameters["accessToken"]])
    return {
        "roleCredentials": {
            "accessKeyId": access_key_id,
            "secretAccessKey": secret,
            "sessionToken": token,
            "expiration": int(ends.timestamp() * 1000),
        }
    }


def _require_client(call: Call) -> None:
    if call.parameters["clientSecret"] != CLIENT_SECRET:
        raise Refusal("InvalidClientException", "Invalid client.")


def _require_token(call: Call) -> None:
    ends = call.world.tokens.get(call.parameters["accessToken"])
    if ends is None or call.now >= ends:
        raise Refusal("UnauthorizedException", "Session token not found or invalid.")


def _assigned(call: Call) -> list[tuple[str, str]]:
    """(account id, role name) of what the person may enter: by the scenario, and by the organization's own."""
    world, person = call.world, call.world.portal.person
    active = [each.account_id for each in world.accounts.values() if each.state == "ACTIVE"]
    by_scenario = [(each, name) for each in active for name in world.portal.roles.get(each, ())]
    given = [one for center in world.centers for one in center.given_to(person)]
    if any(each.user_name == person for center in world.centers for each in center.users.values()):
        by_scenario = []
    return list(dict.fromkeys([*by_scenario, *(one for one in given if one[0] in active)]))


def _shown(account: Account) -> Answer:
    return {"accountId": account.account_id, "accountName": account.account_name, "emailAddress": account.email}


def _page(call: Call, key: str, items: list[Answer]) -> Answer:
    start = int(call.parameters.get("nextToken", "-1"))
    if start < 0 and call.world.climate.empty_first_pages and items:
        return {key: [], "nextToken": "0"}
    start, size = max(start, 0), call.world.climate.page_size
    more = {"nextToken": str(start + size)} if start + size < len(items) else {}
    return {key: items[start : start + size], **more}


def _reserved_role(call: Call, account_id: str, name: str) -> Role:
    """Identity Center's role in the account: there since it was assigned, or made now for what the scenario gives."""
    account = call.world.accounts[account_id]
    for center in call.world.centers:
        for one in center.permission_sets.values():
            if one.name == name and account_id in one.role_names:
                return account.roles[one.role_names[account_id].lower()]
    role_name = f"{PREFIX}{name}_0123456789abcdef"
    if role_name.lower() not in account.roles:
        role = Role(role_name, "AROASIMULATEDCENTER00", trust_in_portal(account_id), call.now)
        role.path = role_path(call.world.portal.region)
        role.attached_policies["AdministratorAccess"] = ADMINISTRATOR_ACCESS
        account.roles[role_name.lower()] = role
    return account.roles[role_name.lower()]
