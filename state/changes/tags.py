"""The write that adds tags to an account."""

from __future__ import annotations

import json
from dataclasses import dataclass

from state.changes.request import Request
from state.changes.settings import OneSetting
from state.observed import Observed
from state.observed.draft import Draft
from state.observed.settings import as_value
from state.page_key import PageKey


@dataclass(frozen=True, slots=True)
class TagAccount(OneSetting):
    """API: organizations.TagResource. The value has the tags that are added or changed; the others stay."""

    name = "tags"
    undo = "UntagResource removes them."
    needs = ("organizations:TagResource",)
    page = PageKey.ACCOUNTS

    @property
    def title(self) -> str:
        return f"Tag the account with {', '.join(json.loads(self.value))}"

    @property
    def detail(self) -> str:
        return f"account {self.place.account_title}"

    def request(self, observed: Observed) -> Request:
        tags = [{"Key": key, "Value": value} for key, value in json.loads(self.value).items()]
        return Request("organizations", "TagResource", {"ResourceId": self.account_id(observed), "Tags": tags})

    def predict(self, draft: Draft) -> None:
        before = draft.setting(self.place.account, self.setting)
        tags = {**((before.content or {}) if before else {}), **json.loads(self.value)}
        draft.put_setting(self.place.account, self.setting, as_value(tags))
