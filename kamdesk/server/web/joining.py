"""A laptop's first contact, and the way back to a file whose password was forgotten (SYNC 6)."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from fastapi import APIRouter
from msgspec import Struct
from sqlalchemy import select, update
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kamdesk.base.errors import BadValue
from kamdesk.exchange import http_words as words
from kamdesk.exchange.http_words import Code, HandBack, HandedBack, Join, Joined, NewPassword, SealedKey
from kamdesk.exchange.recovery import opened_key, public_half
from kamdesk.server.database.tables import devices
from kamdesk.server.office import Office
from kamdesk.server.people.devices import State, register
from kamdesk.server.people.policies import for_laptops
from kamdesk.server.people.sign_in import SignInRefused, TooManyTries, sign_in
from kamdesk.server.people.users import User, journaled, set_password
from kamdesk.server.web.asking import Refusal, address_of, asking_device, refuse_other_versions
from kamdesk.server.web.bodies import JSON_BYTES_MAX, body_of
from kamdesk.server.web.openapi import REFUSALS, body, json_back, object_of

_JOIN = object_of(
    {"user": "string", "password": "string", "laptop": "string"},
    {"protocol": "integer", "language": "string", "before": "string"},
)
_HAND_BACK = object_of({"user": "string", "password": "string", "device_id": "string"})
_JOINED = object_of(
    dict.fromkeys(("device_id", "token", "user_id", "user", "role", "office_id", "office", "currency"), "string"),
    {"policy": "object", "recovery_key": "string"},
)
_HANDED_BACK = object_of({"key": "string"})
_NEW_PASSWORD = object_of({"user": "string", "password": "string", "new_password": "string"})
_KEY_BYTES_MAX = 4_096

Wish = TypeVar("Wish", bound=Struct)


def joining_routes(office: Office) -> APIRouter:
    """The routes that carry JSON."""
    routes = APIRouter(responses=REFUSALS)

    @routes.post(words.JOIN, response_class=Response, responses=json_back(_JOINED), openapi_extra=body(_JOIN))
    async def join(request: Request) -> Response:
        """Sign in on a laptop; it gets an id and a token, told once."""
        refuse_other_versions(request)
        wish = _read(await body_of(request, JSON_BYTES_MAX), Join)
        return _json(await run_in_threadpool(_joined, office, wish, address_of(request)))

    _password_routes(routes, office)
    return routes


def _password_routes(routes: APIRouter, office: Office) -> None:
    """What a password is good for beside joining."""

    @routes.put(
        words.KEY, status_code=204, response_class=Response, openapi_extra=body(object_of({"sealed": "string"}))
    )
    async def keep_key(request: Request) -> Response:
        """Keep the key of a laptop's file, sealed for the office."""
        refuse_other_versions(request)
        sealed = _read(await body_of(request, JSON_BYTES_MAX), SealedKey).sealed
        if len(sealed) > _KEY_BYTES_MAX:
            raise Refusal(Code.TOO_LARGE)
        await run_in_threadpool(_keep_key, office, request, sealed)
        return Response(status_code=204)

    @routes.post(
        words.HAND_BACK, response_class=Response, responses=json_back(_HANDED_BACK), openapi_extra=body(_HAND_BACK)
    )
    async def hand_back(request: Request) -> Response:
        """Give a file's key back to its user, who signs in anew."""
        refuse_other_versions(request)
        wish = _read(await body_of(request, JSON_BYTES_MAX), HandBack)
        return _json(await run_in_threadpool(_handed_back, office, wish, address_of(request)))

    @routes.post(words.PASSWORD, status_code=204, response_class=Response, openapi_extra=body(_NEW_PASSWORD))
    async def new_password(request: Request) -> Response:
        """Give a person another password, who signs in with the one before."""
        refuse_other_versions(request)
        wish = _read(await body_of(request, JSON_BYTES_MAX), NewPassword)
        await run_in_threadpool(_change_password, office, wish, address_of(request))
        return Response(status_code=204)


def _read(data: bytes, kind: type[Wish]) -> Wish:
    try:
        wish = msgspec.json.decode(data, type=kind)
        if any("\0" in value for value in msgspec.structs.astuple(wish) if isinstance(value, str)):
            raise Refusal(Code.UNREADABLE)  # PostgreSQL keeps no such text
        return wish
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Refusal(Code.UNREADABLE) from error


def _json(answer: Struct) -> Response:
    return Response(msgspec.json.encode(answer), media_type="application/json", headers={"Cache-Control": "no-store"})


def _signed_in(office: Office, name: str, password: str, address: str) -> User:
    try:
        return sign_in(office.engine, name, password, address=address, now=office.clock())
    except SignInRefused as error:
        raise Refusal(Code.PASSWORD, error.text) from error
    except TooManyTries as error:
        raise Refusal(Code.SLOWER, error.text, wait_s=error.wait_s) from error


def _joined(office: Office, wish: Join, address: str) -> Joined:
    user = _signed_in(office, wish.user, wish.password, address)
    with office.writing() as connection:
        device_id, token = register(connection, user, wish.laptop, now=office.clock(), before=wish.before)
        policy = for_laptops(connection)
    return Joined(
        device_id=device_id,
        token=token,
        user_id=user.user_id,
        user=user.name,
        role=user.role.value,
        employee_id=user.employee_id,
        office_id=office.office_id,
        office=office.company,
        currency=office.currency,
        policy={name: str(int(value)) for name, value in policy.items()},
        recovery_key=public_half(office.recovery_key) if policy["recovery_key"] else b"",
    )


def _change_password(office: Office, wish: NewPassword, address: str) -> None:
    user = _signed_in(office, wish.user, wish.password, address)
    try:
        with (
            office.writing() as connection,
            journaled(connection, office.journal, user.name, office_id=office.office_id, now=office.clock()),
        ):
            set_password(connection, user.user_id, wish.new_password)
    except BadValue as error:
        raise Refusal(Code.UNREADABLE, error.text) from error


def _keep_key(office: Office, request: Request, sealed: bytes) -> None:
    device = asking_device(office, request)
    with office.writing() as connection:
        is_it = devices.c.device_id == device.device_id
        connection.execute(update(devices).where(is_it).values(wrapped_key=sealed))


def _handed_back(office: Office, wish: HandBack, address: str) -> HandedBack:
    """The key of this user's own laptop; of another's or an unknown one the same refusal."""
    user = _signed_in(office, wish.user, wish.password, address)
    query = select(devices.c.wrapped_key, devices.c.state).where(
        devices.c.device_id == wish.device_id, devices.c.user_id == user.user_id
    )
    with office.writing() as connection:
        found = connection.execute(query).first()
    if found is not None and found.state == State.LOST:
        raise Refusal(Code.LOST)
    if found is None or found.wrapped_key is None:
        raise Refusal(Code.SHUT_OUT)
    try:
        return HandedBack(key=opened_key(bytes(found.wrapped_key), office.recovery_key, wish.device_id))
    except BadValue as error:
        raise Refusal(Code.SHUT_OUT, error.text) from error
