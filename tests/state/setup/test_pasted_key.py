"""A key is found in whatever somebody copied it from, and its parts come out whole."""

from __future__ import annotations

from time import monotonic

import pytest

from state.setup.access_key import AccessKey
from state.setup.pasted_key import access_key_in

ID, SECRET = "ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TOKEN = "FwoGZXIvYXdzEJr//////////wEaDNe1b2/abc+def" * 3 + "=="
WRAPPED = f"{TOKEN[:60]}\n{TOKEN[60:100]}\n  {TOKEN[100:]}"

WHOLE = {
    "a portal's lines for a Unix shell": f'\n\nexport AWS_ACCESS_KEY_ID="{ID}"\n'
    f'export AWS_SECRET_ACCESS_KEY="{SECRET}"\nexport AWS_SESSION_TOKEN="{TOKEN}"\n',
    "the same, broken by the terminal": f'export AWS_ACCESS_KEY_ID="{ID}"\n'
    f'export AWS_SECRET_ACCESS_KEY="{SECRET[:22]}\n{SECRET[22:]}"\nexport AWS_SESSION_TOKEN="{WRAPPED}"\n',
    "PowerShell": f"$Env:AWS_ACCESS_KEY_ID=\"{ID}\"\r\n$env:AWS_SECRET_ACCESS_KEY = '{SECRET}'\r\n"
    f'$Env:AWS_SESSION_TOKEN="{TOKEN}"',
    "the Windows command line": f"SET AWS_ACCESS_KEY_ID={ID}\r\nSET AWS_SECRET_ACCESS_KEY={SECRET}\r\n"
    f"SET AWS_SESSION_TOKEN={TOKEN}\r\nSET AWS_REGION=eu-west-1\r\n",
    "fish": f"set -gx AWS_ACCESS_KEY_ID {ID}; set -gx AWS_SECRET_ACCESS_KEY {SECRET};"
    f" set -gx AWS_SESSION_TOKEN {TOKEN}",
    "a credentials file": f"[999988887777_Admin]\naws_access_key_id = {ID}\naws_secret_access_key={SECRET}\n"
    f"aws_session_token = {WRAPPED}\nregion=eu-west-1\n",
    "JSON of an operation": f'{{"Credentials": {{"AccessKeyId": "{ID}", "SecretAccessKey": "{SECRET}",'
    f' "SessionToken": "{TOKEN}", "Expiration": "2026-01-01T00:00:00Z"}}}}',
    "in any order": f"AWS_SESSION_TOKEN={TOKEN}\nAWS_SECRET_ACCESS_KEY={SECRET}\nAWS_ACCESS_KEY_ID={ID}\n",
}


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_each_part_comes_out_whole(text: str) -> None:
    assert access_key_in(text) == AccessKey(ID, SECRET, TOKEN)


@pytest.mark.parametrize(
    "text",
    [
        f"Access key ID,Secret access key\r\n{ID},{SECRET}\r\n",
        f"Access key ID\n{ID}\nSecret access key\n{SECRET}\n",
        f"Access key ID: {ID}\nSecret access key: {SECRET}",
        f"{ID} {SECRET}",
    ],
)
def test_what_the_console_shows_is_known_too(text: str) -> None:
    assert access_key_in(text) == AccessKey(ID, SECRET)


def test_a_part_alone_is_a_part() -> None:
    assert access_key_in(f"export AWS_SESSION_TOKEN={TOKEN}") == AccessKey("", "", TOKEN)


@pytest.mark.parametrize("text", ["", "hello", SECRET, TOKEN, WRAPPED, "export AWS_ACCESS_KEY_ID=\nexport PATH=/bin"])
def test_any_other_text_names_no_key(text: str) -> None:
    assert access_key_in(text) is None


def test_a_large_text_takes_no_time() -> None:
    begun = monotonic()

    for text in ("AWS_SESSION_TOKEN=" * 20_000, "export AWS_SESSION_TOKEN=" + "a\n" * 100_000, "ASIA " * 100_000):
        access_key_in(text)

    assert monotonic() - begun < 5
