"""A client of the service: through the failover name, from Region to Region.

    from regional_app.client import FailoverName, RegionalClient, tls_context

    with RegionalClient(FailoverName("items.example.com"), tls=tls_context()) as client:
        client.put("greeting", "hello")
        print(client.get("greeting").body)

ClientError
  RequestFailedError (has the `result`)
    NoSuchItemError, RefusedError, UnavailableError, OutcomeUnknownError, StaleAnswerError
"""

from .attempts import Limits
from .client import WINDOW_MARGIN, Callbacks, RegionalClient
from .connections import tls_context
from .resolution import HONOUR_TTL, FailoverName, Keeping
from .results import (
    AcknowledgedWrite,
    ClientError,
    FailedAttempt,
    NoSuchItemError,
    Outcome,
    OutcomeUnknownError,
    RefusedError,
    Replay,
    ReplayOutcome,
    RequestFailedError,
    Result,
    StaleAnswerError,
    UnavailableError,
)
from .retries import Backoff

__all__ = [
    "HONOUR_TTL",
    "WINDOW_MARGIN",
    "AcknowledgedWrite",
    "Backoff",
    "Callbacks",
    "ClientError",
    "FailedAttempt",
    "FailoverName",
    "Keeping",
    "Limits",
    "NoSuchItemError",
    "Outcome",
    "OutcomeUnknownError",
    "RefusedError",
    "RegionalClient",
    "Replay",
    "ReplayOutcome",
    "RequestFailedError",
    "Result",
    "StaleAnswerError",
    "UnavailableError",
    "tls_context",
]
