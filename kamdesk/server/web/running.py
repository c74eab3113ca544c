"""Serves an office over HTTP until it is told to stop: one process, bounds on who may hold what."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import threading
from pathlib import Path

import uvicorn

from kamdesk.base.errors import KAMDeskError
from kamdesk.base.words import tr
from kamdesk.server.config import Config
from kamdesk.server.office import Office
from kamdesk.server.web.app import office_app
from kamdesk.server.web.json_log import tell
from kamdesk.server.web.patience import PatientProtocol

CONNECTIONS_MAX = 2_000
"""Laptops that wait for news hold one each; more are told to come back."""
KEPT_ALIVE_S = 310
"""A little longer than a laptop keeps its connection: the laptop closes it, and never meets a closed one."""
ENDS_WITHIN_S = 10


class Serving(uvicorn.Server):
    """The running office; says where, once it answers."""

    def __init__(self, office: Office, *, ready_file: Path | None = None) -> None:
        self._office, self._ready_file = office, ready_file
        self.listening = _listening(office.config)
        super().__init__(_settings(office))

    @property
    def url(self) -> str:
        """Its address."""
        host, port = self.listening.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        return f"{'https' if self._office.config.certificate else 'http'}://{shown}:{port}"

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, then say so."""
        await super().startup(sockets)
        if self.started:
            tell("serving", url=self.url)
            if self._ready_file is not None:
                _write_whole(
                    self._ready_file, {"url": self.url, "port": int(self.url.rsplit(":", 1)[1]), "pid": os.getpid()}
                )

    def serve_until_stopped(self) -> None:
        """Answer until SIGINT or SIGTERM; then whoever called goes on and closes what is open."""
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, _heard)  # uvicorn stops at these signals, and sends them once more at its end
        self.run(sockets=[self.listening])


def _heard(_number: int, _frame: object) -> None:
    """Nothing: the office is already being closed."""


def _settings(office: Office) -> uvicorn.Config:
    config = office.config
    return uvicorn.Config(
        office_app(office),
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        http=PatientProtocol,
        ws="none",
        limit_concurrency=CONNECTIONS_MAX,
        timeout_keep_alive=KEPT_ALIVE_S,
        timeout_graceful_shutdown=ENDS_WITHIN_S,
        proxy_headers=bool(config.trusted_proxies),
        forwarded_allow_ips=list(config.trusted_proxies),
        ssl_certfile=config.certificate or None,
        ssl_keyfile=config.private_key or None,
    )


def _listening(config: Config) -> socket.socket:
    """The socket, bound before anything else starts: a taken port is told at once. Raises: KAMDeskError."""
    if config.certificate:
        _check_certificate(config)
    family = socket.AF_INET6 if ":" in config.address else socket.AF_INET
    # Said in full, or asyncio does not take the sockets it accepts for TCP and leaves Nagle's waiting on: on a kept
    # connection every answer's body would then wait 40 ms for the laptop to acknowledge its headers.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((config.address, config.port))
    except OSError as error:
        listening.close()
        slots = {"address": config.address, "port": config.port, "why": error.strerror}
        raise KAMDeskError(tr("The office cannot listen at {address}, port {port}: {why}", **slots)) from error
    return listening


def _check_certificate(config: Config) -> None:
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(config.certificate, config.private_key)
    except (OSError, ssl.SSLError) as error:
        told = tr("The certificate or its key cannot be used: {file}", file=config.certificate)
        raise KAMDeskError(told) from error


def _write_whole(file: Path, told: dict[str, object]) -> None:
    """Readers see all of it or nothing."""
    making = file.with_name(f"{file.name}.{os.getpid()}")
    making.write_text(json.dumps(told) + "\n", "utf-8")
    making.replace(file)
