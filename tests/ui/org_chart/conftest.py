"""An organisation chart room over a real desk with Hengtai Machinery's people."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from kamdesk.base.ids import CATALOGUE, new_id
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact, InfluenceLine, Pairing, ReportingLine
from kamdesk.records.team import Employee
from kamdesk.storage.desk import create_desk
from kamdesk.storage.rows import insert_row
from kamdesk.ui.kit.bus import Bus
from kamdesk.ui.kit.context import Context
from kamdesk.ui.kit.jobs import Jobs
from kamdesk.ui.kit.preferences import Preferences
from kamdesk.ui.org_chart.room import OrgChartRoom

TODAY = date(2026, 10, 20)
PEOPLE = (
    ("gu", "", "顾明远", "Gu Mingyuan", "senior", "Management", ("decides",)),
    ("zheng", "gu", "郑雅琴", "Zheng Yaqin", "senior", "Finance", ("decides", "pays")),
    ("liu", "zheng", "刘敏", "Liu Min", "middle", "Finance", ("pays",)),
    ("wang", "liu", "王丽", "Wang Li", "front", "Finance", ("pays",)),
    ("fang", "liu", "方圆", "Fang Yuan", "front", "Finance", ()),
    ("chen", "gu", "陈伟", "Chen Wei", "middle", "Buying", ("orders",)),
)


def elsewhere(job):
    """Do something with the file off the UI thread, as the program does."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(job).result()


def filled(folder):
    """A desk with one client; returns the desk, the client's id and the people's ids by a short word."""
    desk = create_desk(folder, password="correct horse", company="Yunjin", currency="CNY")
    client, lin = new_id(), new_id()
    ids = {word: new_id() for word, *_rest in PEOPLE}
    with desk.writing() as connection:
        insert_row(connection, Client, client, client, {"legal_name": "Hengtai Machinery"})
        insert_row(connection, Employee, lin, CATALOGUE, {"name": "Lin Yue", "post": "Key account manager"})
        for word, manager, name, latin, level, department, rights in PEOPLE:
            values = {"name": name, "latin_name": latin, "level": level, "department": department, "rights": rights}
            insert_row(connection, Contact, ids[word], client, {**values, "support": "neutral", "mobile": "138 0013"})
            if manager:
                line = {"contact_id": ids[word], "manager_id": ids[manager], "starts_on": date(2025, 1, 1)}
                insert_row(connection, ReportingLine, new_id(), client, line)
        pair = {"employee_id": lin, "contact_id": ids["liu"], "coverage": 1, "last_touch_on": date(2026, 7, 17)}
        insert_row(connection, Pairing, new_id(), client, pair)
        influence = {"from_contact_id": ids["wang"], "to_contact_id": ids["chen"], "note": "schoolmates"}
        insert_row(connection, InfluenceLine, new_id(), client, influence)
    desk.settings.all()
    return desk, client, ids


class Stage:
    """The room, its context, and a way to wait for what it asked for."""

    def __init__(self, qtbot, desk, client, ids):
        self.desk, self.client, self.ids = desk, client, ids
        self.jobs = Jobs(desk)
        self.bus = Bus()
        self.news = []
        self.bus.notice_asked.connect(lambda words, action_id: self.news.append((words, action_id)))
        self.context = Context(
            jobs=self.jobs, desk=desk, bus=self.bus, settings=Preferences({}, lambda _n, _v: None), today=TODAY
        )
        self.room = OrgChartRoom(self.context)
        self.room.resize(1198, 611)
        self.qtbot = qtbot
        qtbot.addWidget(self.room)
        self.room.show()
        self.room.open(client)
        self.settle()

    def settle(self):
        self.qtbot.waitUntil(lambda: not self.jobs.is_busy, timeout=10_000)

    def name_of(self, key):
        return next((word for word, each in self.ids.items() if each == key), None)


@pytest.fixture
def stage(theme, qtbot, tmp_path, no_sql_here):
    desk, client, ids = elsewhere(lambda: filled(tmp_path / "desk"))
    stage = Stage(qtbot, desk, client, ids)
    yield stage
    stage.settle()
    stage.jobs.close()
    elsewhere(desk.close)
