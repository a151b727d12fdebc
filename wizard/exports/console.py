"""Addresses in AWS's console, each in the world that the organization is in."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from state.inventory import Inventory

_DOMAINS = {
    "aws": "aws.amazon.com",
    "aws-cn": "amazonaws.cn",
    "aws-us-gov": "amazonaws-us-gov.com",
    "aws-eusc": "amazonaws-eusc.eu",
}
"""What comes after `signin.` and `console.`, by partition."""


def sign_in_address(partition: str, owner: str) -> str:
    """Where users of the management account sign in (IAM user guide, id_users_sign-in). Empty where nobody knows."""
    domain = _DOMAINS.get(partition, "")
    return f"https://{owner}.signin.{domain}/console" if domain and owner else ""


def switch_role_address(partition: str, account_id: str, account_name: str, role_name: str) -> str:
    """Where one changes into a role in another account (IAM user guide, id_roles_use_switch-role-console)."""
    domain = _DOMAINS.get(partition, "")
    given = {"account": account_id, "roleName": role_name, "displayName": account_name[:64]}
    return f"https://signin.{domain}/switchrole?{urlencode(given, quote_via=quote, errors='replace')}" if domain else ""


def access_portal_address(start_url: str, account_id: str, permission_set: str) -> str:
    """Straight into an account with a permission set (IAM Identity Center user guide, createshortcutlink)."""
    given = {"account_id": account_id, "role_name": permission_set}
    return f"{start_url.rstrip('/')}/#/console?{urlencode(given, quote_via=quote, errors='replace')}"


def console_address(inventory: Inventory, service: str) -> str:
    """A service's page in the console."""
    domain = _DOMAINS.get(inventory.partition, "")
    return f"https://console.{domain}/{service}" if domain else ""
