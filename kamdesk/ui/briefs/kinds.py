"""The briefs there are and who reads them, by the labels under which the room offers them."""

from __future__ import annotations

from kamdesk.base.words import N_

VISIT, ANNUAL = "visit", "annual"
US, CLIENT = "us", "client"

KINDS: dict[str, str] = {VISIT: N_("Visit brief"), ANNUAL: N_("Annual meeting")}
"""Kind → its label. A new brief joins here."""
