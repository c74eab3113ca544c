"""The way out of a company's network: the system's proxy, or the one that IT set, signed in where it asks."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx2

from kamdesk.base.preset import preset
from kamdesk.storage import settings
from kamdesk.storage.desk import Desk

USER_VARIABLE, PASSWORD_VARIABLE = "KAMDESK_PROXY_USER", "KAMDESK_PROXY_PASSWORD"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxySignIn:
    """Who one is for the proxy; in nobody's log."""

    user: str
    password: str

    def __repr__(self) -> str:
        return "ProxySignIn(…)"


def typed_sign_in(typed: tuple[str, str]) -> ProxySignIn | None:
    """What a form holds; None where nothing was typed."""
    user, password = typed
    return ProxySignIn(user=user, password=password) if user else None


def sign_in_of(desk: Desk) -> ProxySignIn | None:
    """What was typed on this desk; it lies in the encrypted file."""
    kept = desk.settings.all()
    user = kept.get(settings.PROXY_USER, "")
    return ProxySignIn(user=user, password=kept.get(settings.PROXY_PASSWORD, "")) if user else None


def proxy_for(address: str, sign_in: ProxySignIn | None) -> httpx2.Proxy | None:
    """The proxy where somebody said more than the system knows; None where the system's own settings are enough."""
    sign_in = sign_in or _of_environment()
    parts = urlsplit(address)
    url = preset().proxy
    if not url and sign_in is not None and not proxy_bypass(parts.hostname or ""):
        proxies = getproxies()
        url = proxies.get(parts.scheme) or proxies.get("all", "")
    if not url:
        return None
    url = url if "://" in url else f"http://{url}"
    return httpx2.Proxy(url, auth=(sign_in.user, sign_in.password) if sign_in else None)


def _of_environment() -> ProxySignIn | None:
    user = os.environ.get(USER_VARIABLE, "")
    return ProxySignIn(user=user, password=os.environ.get(PASSWORD_VARIABLE, "")) if user else None
