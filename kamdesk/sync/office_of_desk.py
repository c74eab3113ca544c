"""Which office a desk belongs to, and who the desk is there; how both come into the desk's settings."""

from __future__ import annotations

from collections.abc import Mapping

from kamdesk.base.errors import Refused
from kamdesk.base.words import tr
from kamdesk.exchange.http_words import Joined
from kamdesk.storage import settings
from kamdesk.storage.desk import Desk
from kamdesk.sync.office_client import OfficeClient
from kamdesk.sync.proxy import ProxySignIn, sign_in_of


def refuse_without_office(desk: Desk) -> None:
    """Refuse a desk that has joined no office. Raises: Refused."""
    if not desk.has_office:
        raise Refused(tr("This desk has no office: nothing is sent, nothing waits to be decided."))


def client_of(desk: Desk) -> OfficeClient:
    """The connection to this desk's office, with this laptop's token; a new token is kept before it is used."""
    return OfficeClient(
        desk.settings.get(settings.OFFICE),
        token=desk.settings.get(settings.TOKEN),
        office_id=desk.settings.get(settings.OFFICE_ID),
        new_token=lambda token: desk.settings.set(settings.TOKEN, token),
        proxy=sign_in_of(desk),
    )


def settings_of(
    joined: Joined, *, address: str, laptop: str, proxy: ProxySignIn | None = None
) -> dict[str, str]:  # fmt: skip
    """What a desk keeps of having joined."""
    kept = {
        settings.OFFICE: address,
        settings.OFFICE_ID: joined.office_id.hex(),
        settings.OFFICE_USER: joined.user,
        settings.OFFICE_USER_ID: joined.user_id.hex(),
        settings.DEVICE: joined.device_id.hex(),
        settings.LAPTOP: laptop,
        settings.TOKEN: joined.token,
        settings.PERSON: joined.user,
        settings.ROLE: joined.role,
        settings.EMPLOYEE: joined.employee_id.hex() if joined.employee_id else "",
        settings.RECOVERY: joined.recovery_key.hex(),
        settings.NONCE: "",
    }
    if proxy is not None:
        kept |= {settings.PROXY_USER: proxy.user, settings.PROXY_PASSWORD: proxy.password}
    return kept | {settings.POLICY + name: value for name, value in joined.policy.items()}


def refuse_somebody_else(kept: Mapping[str, str], joined: Joined) -> None:
    """A desk belongs to one person for ever. Raises: Refused."""
    if joined.user_id.hex() != kept.get(settings.OFFICE_USER_ID):
        raise Refused(tr("This desk belongs to somebody else; join with a profile of your own."))
