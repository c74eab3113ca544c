"""The laptops' questions: push, pull, verify, and waiting for news (exchange/http_words.py)."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import closing
from datetime import timedelta
from typing import TypeVar

from fastapi import APIRouter
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from kamdesk.base.errors import BadValue
from kamdesk.base.words import LANGUAGES
from kamdesk.exchange import http_words as words
from kamdesk.exchange.frames import opened, squeezed, streamed
from kamdesk.exchange.http_words import Code, Digests, HistoryAsked
from kamdesk.exchange.protocol import Lineage, Pull, Push, Pushed, View
from kamdesk.exchange.pull import answer_pull
from kamdesk.exchange.push import take_push
from kamdesk.server.answering.counting import counted
from kamdesk.server.answering.glance import Glances
from kamdesk.server.answering.pull_view import OfficePull
from kamdesk.server.answering.push_store import OfficePush
from kamdesk.server.answering.record_history import history_of
from kamdesk.server.database.stamping import repeated
from kamdesk.server.office import Office
from kamdesk.server.people.devices import Device, State, rotated_token
from kamdesk.server.people.policies import policy
from kamdesk.server.web.asking import Refusal, asking_device, refuse_other_versions
from kamdesk.server.web.bodies import body_of
from kamdesk.server.web.measures import Measures
from kamdesk.server.web.news import News
from kamdesk.server.web.openapi import DIGEST, MESSAGE, MESSAGE_BACK, REFUSALS

Message = TypeVar("Message", bound=Struct)

SETTLES_S = 0.3
"""News often come in a row; laptops are told once."""


def exchange_routes(office: Office, news: News, measures: Measures) -> APIRouter:
    """The routes under /v1 that carry squeezed messages."""
    routes, glances = APIRouter(responses=REFUSALS), Glances()
    _books(routes, office)

    @routes.post(words.PUSH, response_class=Response, responses=MESSAGE_BACK, openapi_extra=MESSAGE)
    async def push(request: Request) -> Response:
        """Take actions; each is answered."""
        data = await _asked(request)
        return await run_in_threadpool(_pushed, office, measures, request, data)

    @routes.post(words.PULL, response_class=Response, responses=MESSAGE_BACK, openapi_extra=MESSAGE)
    async def pull(request: Request) -> Response:
        """Send what this user may see and this laptop does not have."""
        data = await _asked(request)
        return await run_in_threadpool(_pulled, office, glances, measures, request, data)

    @routes.get(
        words.HINT, response_class=Response, responses={204: {"description": "nothing new"}}, openapi_extra=DIGEST
    )
    async def hint(request: Request) -> Response:
        """Wait until this user's view is another one."""
        refuse_other_versions(request)
        return await _hinted(office, glances, news, request, request.query_params.get("digest", ""))

    return routes


def _books(routes: APIRouter, office: Office) -> None:
    """What is only looked up: the numbers of every part, the history of a record."""

    @routes.post(words.VERIFY, response_class=Response, responses=MESSAGE_BACK, openapi_extra=MESSAGE)
    async def verify(request: Request) -> Response:
        """Count what this user may see, for a laptop to compare."""
        data = await _asked(request)

        def work() -> Response:
            device = asking_device(office, request)
            asked = _message(data, Digests)
            return Response(
                squeezed(counted(office.engine, device.user_id, office.today, asked)), media_type=words.MESSAGES
            )

        return await run_in_threadpool(work)

    @routes.post(words.HISTORY, response_class=Response, responses=MESSAGE_BACK, openapi_extra=MESSAGE)
    async def history(request: Request) -> Response:
        """Say who changed what in one record."""
        data = await _asked(request)

        def work() -> Response:
            device = asking_device(office, request)
            if device.state is State.RETIRED:
                raise Refusal(Code.RETIRED)
            found = history_of(office.engine, device, office.today, _message(data, HistoryAsked))
            return Response(squeezed(found), media_type=words.MESSAGES)

        return await run_in_threadpool(work)


async def _asked(request: Request) -> bytes:
    refuse_other_versions(request)
    return await body_of(request)


def _message(data: bytes, kind: type[Message]) -> Message:
    try:
        return opened(data, kind)
    except BadValue as error:
        raise Refusal(Code.UNREADABLE, error.text) from error


def _pushed(office: Office, measures: Measures, request: Request, data: bytes) -> Response:
    device = asking_device(office, request)
    push = _message(data, Push)
    if push.language not in LANGUAGES:
        push = replace(push, language=LANGUAGES[0])
    store = OfficePush(office.engine, device, office.today, waiting=_waiting(request))
    pushed: Pushed = repeated(lambda: take_push(store, push))
    for answer in pushed.answers:
        measures.count("answers_total", verdict=answer.verdict.value)
    headers = {} if pushed.lineage is Lineage.CLONED else _next_token(office, device)
    return Response(squeezed(pushed), headers=headers, media_type=words.MESSAGES)


def _waiting(request: Request) -> int | None:
    said = request.headers.get(words.WAITING_HEADER, "")
    return int(said[:9]) if said.isascii() and said.isdecimal() else None


def _next_token(office: Office, device: Device) -> dict[str, str]:
    """A new token where the days of the old one are over; a day at least, which needs no looking up."""
    now = office.clock()
    if now - device.token_made_at < timedelta(days=1):
        return {}
    with office.writing() as connection:
        token = rotated_token(connection, device, days=policy(connection, "token_days"), now=now)
    return {words.NEXT_TOKEN_HEADER: token} if token else {}


def _pulled(office: Office, glances: Glances, measures: Measures, request: Request, data: bytes) -> Response:
    device = asking_device(office, request)
    if device.state is State.RETIRED:
        raise Refusal(Code.RETIRED)
    pull = _message(data, Pull)
    if pull.cursors is None:
        view = _news(office, glances, device.user_id, pull.digest)
        return Response(b"".join(streamed([view])), media_type=words.MESSAGES)
    messages = _answers(OfficePull(office.engine, device.user_id, office.today), pull)
    head = next(messages)  # what cannot be answered at all is refused before the first byte
    return _Stream(_counting(head, messages, measures))


def _news(office: Office, glances: Glances, user_id: bytes, digest: bytes) -> View:
    """The user's view, or that it is the one of this digest: nearly always, and then at a glance."""
    today = office.today
    if glances.is_same(office.engine, user_id, today, digest):
        return View(is_same=True)
    store = OfficePull(office.engine, user_id, today, is_asked_for_news=True)
    (view,) = answer_pull(store, Pull(digest=digest))
    assert isinstance(view, View)
    if view.is_same:
        glances.note(user_id, today, store.fingerprint, digest)
    return view


def _answers(store: OfficePull, pull: Pull) -> Generator[Struct]:
    yield from answer_pull(store, pull)


class _Stream(StreamingResponse):
    """A stream that gives its snapshot back at once when the laptop goes away in the middle."""

    def __init__(self, messages: Generator[Struct]) -> None:
        super().__init__(streamed(messages), media_type=words.MESSAGES)
        self._messages = messages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._messages.close()


def _counting(head: Struct, messages: Generator[Struct], measures: Measures) -> Generator[Struct]:
    """The messages; a snapshot that took too long ends the stream early, and the laptop goes on next time."""
    with closing(messages):
        yield head
        try:
            for message in messages:
                measures.count("rows_sent_total", len(getattr(message, "rows", ())))
                yield message
        except DBAPIError:
            measures.count("pulls_cut_total")


async def _hinted(office: Office, glances: Glances, news: News, request: Request, digest: str) -> Response:
    try:
        held = bytes.fromhex(digest)
    except ValueError as error:
        raise Refusal(Code.UNREADABLE) from error
    device = await run_in_threadpool(asking_device, office, request)
    if device.state is State.RETIRED:
        raise Refusal(Code.RETIRED)
    store = OfficePull(office.engine, device.user_id, office.today)
    deadline = asyncio.get_running_loop().time() + words.HINT_S
    while True:
        scopes = await run_in_threadpool(store.scopes)
        with news.about(scopes) as event:
            if not (await run_in_threadpool(_news, office, glances, device.user_id, held)).is_same:
                return Response(status_code=200)
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0 or not await _told(event, left, request):
                return Response(status_code=204)
        await asyncio.sleep(SETTLES_S)


async def _told(event: asyncio.Event, seconds: float, request: Request) -> bool:
    """Whether something was told in this time; a laptop that went away waits no longer."""
    try:
        async with asyncio.timeout(seconds):
            while not event.is_set():
                with_patience = asyncio.wait_for(event.wait(), timeout=5)
                try:
                    await with_patience
                except TimeoutError:
                    if await request.is_disconnected():
                        return False
    except TimeoutError:
        return False
    return True
