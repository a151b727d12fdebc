"""botocore's descriptions of AWS's services: the same for every session of a process, and longer in the reading than
anything else that a client is made of."""

from __future__ import annotations

from functools import lru_cache

import botocore.session
from botocore.loaders import Loader, create_loader


def with_shared_models(core: botocore.session.Session) -> botocore.session.Session:
    """The same session, which has the descriptions of AWS's services from where the others have them."""
    core.lazy_register_component("data_loader", lambda: _models(core.get_config_variable("data_path")))
    return core


@lru_cache(8)
def _models(data_path: str | None) -> Loader:
    return _Models(create_loader(data_path).search_paths, include_default_search_paths=False)


class _Models(Loader):
    @property
    def search_paths(self) -> list[str]:
        """A copy: each boto3 session adds the place of its resources, which nobody here uses."""
        return list(super().search_paths)
