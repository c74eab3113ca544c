"""The office on the web: one application, its doors and what stands on every answer."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from sqlalchemy import func, select, text
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kamdesk.base.version import VERSION
from kamdesk.exchange import http_words as words
from kamdesk.exchange.http_words import Code
from kamdesk.exchange.protocol import SPOKEN
from kamdesk.server.database.tables import devices, items, raw_actions
from kamdesk.server.database.troubles import NotReached
from kamdesk.server.office import Office
from kamdesk.server.web.asking import Refusal
from kamdesk.server.web.exchange import exchange_routes
from kamdesk.server.web.joining import joining_routes
from kamdesk.server.web.json_log import tell
from kamdesk.server.web.measures import Measures
from kamdesk.server.web.news import News

METRICS = "/metrics"
BUSY_S = 5


def office_app(office: Office) -> FastAPI:
    """The application of an open office."""
    measures, news = Measures(), News(office.engine)

    @asynccontextmanager
    async def alive(_: FastAPI) -> AsyncIterator[None]:
        news.start()
        yield
        await news.end()

    app = FastAPI(title="KAMDesk office", version=VERSION, lifespan=alive, docs_url=None, redoc_url=None)
    app.include_router(joining_routes(office))
    app.include_router(exchange_routes(office, news, measures))
    _open_doors(app, office, news, measures)
    app.add_exception_handler(Refusal, _refused)
    for error in (DBAPIError, PoolTimeout, NotReached):
        app.add_exception_handler(error, _busy)
    app.add_exception_handler(DataError, _unreadable)
    app.add_middleware(Stamped, office=office, measures=measures)
    return app


def _open_doors(app: FastAPI, office: Office, news: News, measures: Measures) -> None:
    @app.get(words.HEALTH)
    async def health() -> dict[str, str]:
        """The office runs."""
        return {"status": "ok", "version": VERSION}

    @app.get(words.READY, responses={503: {"description": "its database does not answer"}})
    async def ready() -> dict[str, str]:
        """The office and its database work."""
        await run_in_threadpool(_ask_database, office)
        return {"status": "ok"}

    @app.get(METRICS, response_class=PlainTextResponse)
    async def metrics() -> str:
        """Numbers for Prometheus."""
        gauges = await run_in_threadpool(_gauges, office)
        return measures.text(gauges | {"laptops_waiting_for_news": news.waiting})


def _ask_database(office: Office) -> None:
    with office.engine.connect() as connection:
        connection.execute(text("SELECT 1"))


def _gauges(office: Office) -> dict[str, float]:
    with office.engine.connect() as connection:
        by_state = connection.execute(select(devices.c.state, func.count()).group_by(devices.c.state)).all()
        waiting = connection.execute(select(func.coalesce(func.sum(devices.c.waiting), 0))).scalar_one()
        in_tray = connection.execute(select(func.count()).where(items.c.state == "open")).scalar_one()
        raw = connection.execute(select(func.count()).select_from(raw_actions)).scalar_one()
    found = {f"laptops_{state}": float(number) for state, number in by_state}
    return found | {"actions_waiting_on_laptops": float(waiting), "tray_items_open": in_tray, "actions_held_raw": raw}


def _refused(_: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    return refusal.response


def _busy(request: Request, error: Exception) -> Response:
    tell("database_trouble", route=request.url.path, error=type(error).__qualname__)
    return Refusal(Code.BUSY, wait_s=BUSY_S).response


def _unreadable(_: Request, __: Exception) -> Response:
    """A number or text that no database takes."""
    return Refusal(Code.UNREADABLE).response


class Stamped:
    """Puts the office's id and version on every answer, counts it, and logs it without a word of anybody's."""

    def __init__(self, app: ASGIApp, office: Office, measures: Measures) -> None:
        self._app, self._measures = app, measures
        self._stamps = [
            (words.OFFICE_HEADER.lower().encode(), office.office_id.hex().encode()),
            (words.PROTOCOL_HEADER.lower().encode(), str(SPOKEN[0]).encode()),
            (b"x-content-type-options", b"nosniff"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, told = time.perf_counter(), {"status": 500, "bytes": 0}

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                told["status"] = message["status"]
                message["headers"] = [*message["headers"], *self._stamps]
            else:
                told["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, stamped)
        finally:
            self._note(scope, time.perf_counter() - started, told)

    def _note(self, scope: Scope, seconds: float, told: dict[str, Any]) -> None:
        route = getattr(scope.get("route"), "path", "other")
        self._measures.count("requests_total", route=route, status=str(told["status"]))
        self._measures.took(route, seconds)
        if route not in {words.HEALTH, words.READY, METRICS}:
            tell("request", route=route, method=scope["method"], ms=round(seconds * 1000, 1), **told)
