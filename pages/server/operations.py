"""Answers programs of this machine that watch the server: /ready and /metrics.

Whoever comes by way of a proxy, or from another machine, is told that there is nothing here.
"""

import json
from http import HTTPStatus

from anyio import to_thread
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge
from prometheus_client.exposition import generate_latest
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import get_instance

from etl.vitals import Vitals, vitals
from i18n.dates import today
from pages.access import local_addresses
from pages.access.settings import settings

_NO_STORE = {"cache-control": "no-store"}
_FIGURES = CollectorRegistry()
_RERUNS = Counter("pakthong_reruns", "Runs of a page since the start", registry=_FIGURES)
_SESSIONS = Gauge("pakthong_sessions", "Browsers that are connected", registry=_FIGURES)
_READY = Gauge("pakthong_ready", "1 when an edition serves and is recorded", registry=_FIGURES)
_RECORD = Gauge("pakthong_record_whole", "1 when the record's end is whole", registry=_FIGURES)
_DAMAGED = Gauge(
    "pakthong_edition_damaged",
    "1 when the newest edition is damaged, whether an older one serves in its place or none",
    registry=_FIGURES,
)
_BUILT = Gauge(
    "pakthong_edition_built_timestamp_seconds", "When the edition was built", registry=_FIGURES
)
_AGE = Gauge(
    "pakthong_source_age_days",
    "Days since the newest of a kind",
    ["kind"],
    registry=_FIGURES,
)
_REJECTED = Gauge(
    "pakthong_source_rejected_rows", "Rejected rows of those exports", ["kind"], registry=_FIGURES
)


def count_rerun() -> None:
    """Count that a page is run once more."""
    _RERUNS.inc()


class Operations:
    """A layer outside of sign-in: what it tells is about no person and to this machine only."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the two addresses, and hand on everything else."""
        answers = {"/ready": _ready, "/metrics": _metrics}
        if scope["type"] != "http" or scope["path"] not in answers:
            await self._app(scope, receive, send)
            return
        response = Response(status_code=HTTPStatus.NOT_FOUND)
        if _is_from_here(scope):
            found = await to_thread.run_sync(vitals, settings())
            response = answers[scope["path"]](found)
        await response(scope, receive, send)


def _is_from_here(scope: Scope) -> bool:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    client = scope.get("client")
    return local_addresses.is_local(headers) and bool(
        client and local_addresses.is_address(client[0])
    )


def _ready(found: Vitals) -> Response:
    """Say it in JSON: 200 when people can be shown numbers, 503 when not."""
    told = {
        "ready": found.is_ready,
        "edition": found.edition,
        "damaged_edition": found.damaged,
        "record_whole": found.is_record_whole,
        "age_days": {each.kind: each.age_days(today()) for each in found.sources},
    }
    status = HTTPStatus.OK if found.is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return Response(json.dumps(told), status, _NO_STORE, "application/json")


def _metrics(found: Vitals) -> Response:
    """Say it as Prometheus reads it."""
    _READY.set(found.is_ready)
    _DAMAGED.set(found.damaged is not None)
    _RECORD.set(found.is_record_whole)
    _BUILT.set(found.built_at.timestamp() if found.built_at else 0)
    for gauge in (_AGE, _REJECTED):
        gauge.clear()
    for each in found.sources:
        _AGE.labels(each.kind).set(each.age_days(today()))
        _REJECTED.labels(each.kind).set(each.rejected)
    # Streamlit tells it nowhere else.
    _SESSIONS.set(get_instance()._session_mgr.num_active_sessions())
    return Response(
        generate_latest(_FIGURES), headers=_NO_STORE | {"content-type": CONTENT_TYPE_LATEST}
    )
