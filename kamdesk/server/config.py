"""How an office is set up: defaults, then office.toml in its folder, then the environment, then the command."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

from kamdesk.base.errors import BadValue
from kamdesk.base.words import tr

FILE = "office.toml"
PORT = 8470
_SYSTEM_FOLDER = Path("/var/lib/kamdesk")

VARIABLES = {
    "KAMDESK_DATABASE_URL": "database_url",
    "KAMDESK_OWNER_URL": "owner_url",
    "KAMDESK_ADDRESS": "address",
    "KAMDESK_PORT": "port",
    "KAMDESK_CERTIFICATE": "certificate",
    "KAMDESK_PRIVATE_KEY": "private_key",
    "KAMDESK_TRUSTED_PROXIES": "trusted_proxies",
}
"""The environment's names of settings; addresses of databases may hold a password and are never shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of one office."""

    folder: Path
    database_url: str = ""
    """empty: a PostgreSQL of its own, in the folder"""
    owner_url: str = ""
    """for `init` only: who owns the tables, where the office's own user does not"""
    address: str = "127.0.0.1"
    port: int = PORT
    certificate: str = ""
    private_key: str = ""
    trusted_proxies: tuple[str, ...] = ()
    """addresses of reverse proxies whose word is taken for who asks"""

    @property
    def is_embedded(self) -> bool:
        """Whether the office brings its own PostgreSQL."""
        return not self.database_url

    def __repr__(self) -> str:
        return f"Config({self.folder})"


def default_folder() -> Path:
    """Where an office lies when nobody says: /var/lib/kamdesk for the system, else in the person's own data."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return _SYSTEM_FOLDER
    return Path(platformdirs.user_data_dir("KAMDesk", appauthor=False, roaming=False)) / "office"


def read_config(folder: Path, environment: Mapping[str, str] | None = None) -> Config:
    """The settings of the office in a folder. Raises: BadValue naming the setting."""
    given = os.environ if environment is None else environment
    file = folder / FILE
    values: dict[str, Any] = {}
    if file.exists():
        try:
            values = tomllib.loads(file.read_text("utf-8-sig"))
        except (OSError, ValueError) as error:
            raise BadValue(tr("{file} cannot be read: {why}", file=file, why=error)) from error
    values |= {name: given[variable] for variable, name in VARIABLES.items() if given.get(variable)}
    known = {field.name for field in fields(Config)} - {"folder"}
    if unknown := sorted(set(values) - known):
        slots = {"file": file, "names": ", ".join(unknown), "known": ", ".join(sorted(known))}
        raise BadValue(tr("{file} has settings that no office knows: {names}. Known are: {known}", **slots))
    config = Config(folder=folder)
    for name, value in values.items():
        config = replace(config, **{name: _checked(name, value)})
    if bool(config.certificate) != bool(config.private_key):
        raise BadValue(tr("An own certificate needs both: certificate and private_key."))
    return config


def _checked(name: str, value: object) -> Any:  # noqa: ANN401  (text, number or tuple, as the setting is)
    if name == "trusted_proxies":
        parts = value.split(",") if isinstance(value, str) else value
        if isinstance(parts, list) and all(isinstance(each, str) for each in parts):
            return tuple(each.strip() for each in parts if each.strip())
    elif name == "port":
        if str(value).isdecimal() and int(str(value)) < 65_536:
            return int(str(value))
    elif isinstance(value, str):
        return value
    raise BadValue(tr('The setting {name} cannot be "{value}".', name=name, value=value))


TEMPLATE = """# The office's settings. The environment wins over this file: {variables}.
# A password belongs into the environment (PGPASSWORD), into ~/.pgpass, or nowhere, never into a command.

# database_url = "postgresql://kamdesk@/kamdesk"
# Without it the office keeps a PostgreSQL of its own in this folder: right for some dozen people.

# address = "127.0.0.1"    # "0.0.0.0" with an own certificate
# port = {port}

# Alone, with its own certificate:
# certificate = "/etc/kamdesk/office.pem"
# private_key = "/etc/kamdesk/office.key"

# Behind a reverse proxy: whose word is taken for the address of who asks.
# trusted_proxies = ["127.0.0.1"]
"""


def write_template(folder: Path) -> None:
    """Leave a file to be filled in, where none is."""
    file = folder / FILE
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(TEMPLATE.format(variables=", ".join(VARIABLES), port=PORT), "utf-8")
