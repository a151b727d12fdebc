"""A boto3 session whose every call is answered in memory, at the seam botocore itself offers: `before-call`."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import boto3
import botocore.session
from botocore import UNSIGNED
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError
from botocore.model import OperationModel

from wizard.simulated.aws import ENDPOINT, SimulatedAws
from wizard.simulated.credentials import credentials_of
from wizard.simulated.operation import Answer, Caller
from wizard.simulated.refusals import Refusal
from wizard.simulated.shapes import check_error, error_shape
from wizard.simulated.wire_codes import status_of, wire_code, without_a_body

BOTOCORE_ATTEMPTS = 3
LONGEST_BACKOFF = 20
"""Both: botocore's standard retry mode."""
_UNCONFIGURED: Any = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
    "ignore_configured_endpoint_urls": (None, None, True, None),
}
"""Variables of a botocore session that looks at nothing on this machine."""
_RETRIED_CODES = frozenset({"TooManyRequestsException", "ThrottlingException", "Throttling", "SlowDown"})


def simulated_session(aws: SimulatedAws, caller: Caller, region: str = "eu-west-1") -> boto3.Session:
    """A boto3 session signed in as `caller`. It reads no configuration, finds no credentials and opens no socket."""
    session = simulated_core(aws)
    session.set_credentials(*credentials_of(caller))
    return boto3.Session(botocore_session=session, region_name=region)


def simulated_core(aws: SimulatedAws) -> botocore.session.Session:
    """A botocore session whose every call ends in `aws`. Nobody's credentials are in it yet."""
    return _Core(aws)


class _Core(botocore.session.Session):
    """Its clients are twins of clients that are made once for the whole process, each with credentials of its own.

    To make one takes as long as thirty calls, and the first call of each of its operations as long as three: that was
    half of what a rehearsal cost.
    """

    def __init__(self, aws: SimulatedAws) -> None:
        super().__init__(session_vars=_UNCONFIGURED, include_builtin_handlers=False)
        self._seam = _Seam(aws)

    def create_client(self, service_name: str, region_name: str | None = None, *_: Any, **settings: Any) -> Any:
        """The twin of this process's client with the same settings."""
        region, config = region_name or self.get_config_variable("region"), settings.get("config")
        model = _model_of(service_name, region, config)
        twin = object.__new__(type(model))
        vars(twin).update(vars(model))
        twin._endpoint = copy(model._endpoint)  # whoever uses the twin may bound it
        unsigned = config is not None and config.signature_version is UNSIGNED
        twin._request_signer = _Signature(None if unsigned else self._credentials_in(settings), self._seam)
        return twin

    def _credentials_in(self, settings: Mapping[str, Any]) -> Credentials | None:
        """Those that the client is given, else the session's own."""
        if settings.get("aws_access_key_id") is None:
            return self.get_credentials()
        names = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
        return Credentials(*(settings[name] for name in names))


@dataclass(frozen=True, slots=True)
class _Signature:
    """Stands where a client has what signs its requests, and says where they end."""

    _credentials: Credentials | None
    seam: _Seam


_MAKING = threading.Lock()  # as in boto3, making clients is not thread-safe


def _model_of(service: str, region: str | None, config: Config | None) -> Any:
    with _MAKING:
        return _made(service, region, config)


@lru_cache(256)
def _made(service: str, region: str | None, config: Config | None) -> Any:
    return _makes_models().create_client(service, region_name=region, config=config)


@cache
def _makes_models() -> botocore.session.Session:
    session = botocore.session.Session(session_vars=_UNCONFIGURED)
    session.set_default_client_config(Config(user_agent="simulated"))  # botocore's own is a tenth of each call's cost
    session.register("provide-client-params", _keep_parameters)
    answer: Any = _answer_by_signature
    session.register("before-call", answer)
    return session


def _answer_by_signature(**event: Any) -> tuple[AWSResponse, Answer]:
    signature: _Signature = event["request_signer"]
    return signature.seam.answer(**event)


def answer_from(session: botocore.session.Session, aws: SimulatedAws) -> None:
    """From now on every call of this session ends in `aws`, whatever its configuration says."""
    session.register("provide-client-params", _keep_parameters, unique_id="simulated-parameters")
    answer: Any = _Seam(aws).answer  # the stubs know no handlers that answer
    session.register("before-call", answer, unique_id="simulated-answer")


def _keep_parameters(**event: Any) -> None:
    """Hand the parameters over in the call's own context, before they are serialized."""
    event["context"]["simulated_parameters"] = event["params"]


class _Seam:
    """Answers in botocore's stead; the context belongs to one call, so threads and clients do not mix."""

    def __init__(self, aws: SimulatedAws) -> None:
        self._aws = aws
        self._requests = itertools.count(1)

    def answer(self, **event: Any) -> tuple[AWSResponse, Answer]:
        """The HTTP response and what botocore would have parsed from it."""
        model, context = event["model"], event["context"]
        own = event["request_signer"]._credentials  # as the signer chooses: the call's own, else the session's
        credentials = context.get("signing", {}).get("request_credentials") or own
        caller = self._aws.caller(*credentials.get_frozen_credentials()[:3]) if credentials else None
        parameters = dict(context["simulated_parameters"])
        status, parsed = self._sent(model, parameters, caller, context)
        parsed["ResponseMetadata"] |= {
            "RequestId": f"{next(self._requests):08d}-0000-4000-8000-000000000000",
            "HTTPStatusCode": status,
            "HTTPHeaders": {},
        }
        return AWSResponse(ENDPOINT, status, HTTPHeaders(), None), parsed

    def _sent(
        self, model: OperationModel, parameters: dict[str, Any], caller: Caller | None, context: dict[str, Any]
    ) -> tuple[int, Answer]:
        """Status and answer, after as many tries as botocore would make: it sends again what was throttled, and
        also what may have been carried out already (measured with botocore 1.44)."""
        most = (context["client_config"].retries or {}).get("total_max_attempts", BOTOCORE_ATTEMPTS)
        for attempt in itertools.count(1):
            status, parsed = 200, {}
            try:
                parsed = self._aws.answer(model, parameters, caller, context.get("client_region") or "")
            except Refusal as refusal:
                status, parsed = _refused(model, refusal)
                if refusal.code not in _RETRIED_CODES or attempt >= most:
                    break
            except (ReadTimeoutError, ConnectionClosedError):
                if attempt >= most:
                    raise
            else:
                break
            self._aws.clock.sleep(min(2 ** (attempt - 1), LONGEST_BACKOFF))
        return status, parsed | {"ResponseMetadata": {"RetryAttempts": attempt - 1}}


def _refused(model: OperationModel, refusal: Refusal) -> tuple[int, Answer]:
    code = wire_code(model, refusal.code)
    check_error(model, code, refusal.reason)
    shape = error_shape(model, code)
    status = shape.metadata.get("error", {}).get("httpStatusCode") if shape else None
    status = status or status_of(code)
    bare = without_a_body(model, status)
    if bare:
        return status, {"Error": {"Code": bare[0], "Message": bare[1]}}
    parsed: Answer = {"Error": {"Code": code, "Message": refusal.message}}
    if shape and _speaks_json(model):
        members = {"Message": refusal.message, "message": refusal.message, "Reason": refusal.reason}
        members["error_description"] = refusal.message
        parsed |= {key: value for key, value in members.items() if key in shape.members and value}
    return status, parsed


def _speaks_json(model: OperationModel) -> bool:
    return model.service_model.metadata["protocol"] in ("json", "rest-json")
