"""Where an office is: what people type, made into one exact address or refused in words."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit, urlunsplit

from kamdesk.base.words import tr
from kamdesk.sync.office_errors import WrongAddress


def office_address(text: str) -> str:
    """The address, with its scheme and without an end slash. Raises: WrongAddress.

    Plain HTTP is for an office on this very machine only: passwords and client data never cross a network in clear.
    """
    typed = text.strip()
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _no_address(typed) from error
    if parts.scheme not in ("http", "https") or not host or any(mark.isspace() for mark in parts.netloc):
        raise _no_address(typed)
    if parts.username or parts.password or parts.query or parts.fragment:
        raise WrongAddress(tr("Write the office's address alone, without name, password or further signs."))
    if parts.scheme == "http" and not is_this_machine(host):
        raise WrongAddress(tr("The office's address begins with https:// — without it everybody could read along."))
    shown = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, shown if port is None else f"{shown}:{port}", parts.path.rstrip("/"), "", ""))


def is_this_machine(host: str) -> bool:
    """Whether a host can only be this machine: the loopback addresses and their name."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(address: str) -> str:
    """The host with its port, for sentences."""
    return urlsplit(address).netloc


def _no_address(typed: str) -> WrongAddress:
    return WrongAddress(tr('"{text}" is no address of an office; write https://office.example.com', text=typed[:200]))
