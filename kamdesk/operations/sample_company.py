"""Fills a desk with the sample company, as the demo, the welcome page, the bench and the tests do."""

from __future__ import annotations

from datetime import UTC, date, tzinfo

from kamdesk.connectors.intake.files import Progress
from kamdesk.connectors.intake.report import ImportReport
from kamdesk.connectors.sample_company.company import DEMO_TODAY
from kamdesk.connectors.sample_company.scene import tale
from kamdesk.connectors.sample_company.source import sample_batches
from kamdesk.operations.imports import import_batches
from kamdesk.records.team import Employee
from kamdesk.storage.bulk import existing
from kamdesk.storage.desk import Desk
from kamdesk.storage.settings import COMPANY, CURRENCY, EMPLOYEE, PERSON

WHO_SITS_HERE = "E-04"
"""The key account manager whose day the sample company tells."""


def take_sample_company(
    desk: Desk,
    today: date = DEMO_TODAY,
    *,
    scale: int = 1,
    zone: tzinfo | None = UTC,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring the whole company in as of a day, its hours told in `zone`; its key account manager sits at the desk."""
    company = tale("company")
    batches = sample_batches(today, scale=scale, zone=zone)
    report = import_batches(desk, batches, source=company["other_name"], progress=progress)
    with desk.reading() as connection:
        ((_, employee_id, _, latin_name),) = existing(connection, Employee, ("latin_name",), [WHO_SITS_HERE])
    desk.settings.set(COMPANY, company["name"])
    desk.settings.set(CURRENCY, company["currency"])
    desk.settings.set(PERSON, latin_name)
    desk.settings.set(EMPLOYEE, employee_id.hex())
    return report
