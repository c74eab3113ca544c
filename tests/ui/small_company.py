"""A few clients with people, orders, money, stock, visits and promises: what a window test needs to be true."""

from datetime import UTC, date, datetime, timedelta

from kamdesk.connectors.batches import batch_of
from kamdesk.operations.imports import import_batches
from kamdesk.records.catalogue import Industry, Product, Warehouse
from kamdesk.records.clients import Client, Site
from kamdesk.records.contacts import Contact, Pairing, ReportingLine
from kamdesk.records.orders import Order, OrderLine
from kamdesk.records.payments import Allocation, Instalment, Invoice, Receipt
from kamdesk.records.stock import ClientStockCount, Inbound, StockLevel
from kamdesk.records.team import Employee
from kamdesk.records.visits import Need, Note, Promise, Request, Visit
from kamdesk.storage.desk import create_desk

TODAY = date(2026, 10, 20)
PASSWORD = "a long password"


def at(day, hour=9, minute=0):
    local = datetime(day.year, day.month, day.day, hour, minute).astimezone()
    return local.astimezone(UTC)


def ago(days):
    return TODAY - timedelta(days=days)


def catalogue():
    yield batch_of(Industry, [
        {"key": "mach", "name": "Machinery", "chinese_name": "机械制造"},
        {"key": "food", "name": "Food", "chinese_name": "食品"},
    ])  # fmt: skip
    yield batch_of(Employee, [
        {"key": "e1", "name": "林悦", "latin_name": "Lin Yue", "post": "Key account manager",
         "department": "Key accounts"},
        {"key": "e2", "name": "王博", "latin_name": "Wang Bo", "post": "Planner", "department": "Planning"},
    ])  # fmt: skip
    yield batch_of(Product, [
        {"key": "HP-63", "name": "HP-63 pump", "lead_time_days": 18, "currency": "CNY", "list_price": 800_000_000},
        {"key": "LG-35", "name": "LG-35 guide", "lead_time_days": 18, "currency": "CNY"},
        {"key": "SD-7", "name": "SD-7 servo", "lead_time_days": 18, "currency": "CNY"},
    ])  # fmt: skip
    yield batch_of(Warehouse, [{"key": "w1", "name": "Suzhou"}])
    yield batch_of(StockLevel, [
        {"key": "s1", "product_id": "HP-63", "warehouse_id": "w1", "on_hand": 490_000, "as_of": at(TODAY, 6, 41)},
        {"key": "s2", "product_id": "LG-35", "warehouse_id": "w1", "on_hand": 1_240_000, "as_of": at(TODAY, 6, 41)},
    ])  # fmt: skip
    yield batch_of(Inbound, [
        {"key": "i1", "product_id": "HP-63", "warehouse_id": "w1", "quantity": 400_000, "due_on": date(2026, 10, 28)}
    ])  # fmt: skip


def clients():
    yield batch_of(Client, [
        {"key": "C-01", "legal_name": "恒泰机械", "other_name": "Hengtai Machinery", "grade": "A", "stage": "4",
         "industry_id": "mach", "owner_id": "e1", "city": "Suzhou", "currency": "CNY", "phone": "0512 6688 0001",
         "supply_lead_days": 18, "otif_aim": 950_000},
        {"key": "C-02", "legal_name": "Muhe Lifting", "other_name": "牧禾起重", "grade": "B", "industry_id": "mach",
         "owner_id": "e1", "city": "Wuxi", "currency": "CNY"},
        {"key": "C-03", "legal_name": "Xilu Foods", "other_name": "溪麓食品", "grade": "C", "industry_id": "food",
         "owner_id": "e2", "city": "Changzhou", "currency": "CNY"},
    ])  # fmt: skip
    yield batch_of(Site, [
        {"key": "p1", "client": "C-01", "name": "Suzhou plant", "city": "Suzhou", "is_primary": True},
        {"key": "p2", "client": "C-01", "name": "Kunshan works", "city": "Kunshan"},
    ])  # fmt: skip


PEOPLE = [
    ("k1", "顾明远", "General manager", "Management", "senior", ("decides",), 5, None),
    ("k2", "刘敏", "Finance manager", "Finance", "middle", ("pays",), 4, 95),
    ("k3", "陈伟", "Purchasing director", "Purchasing", "middle", ("decides", "orders"), 5, 12),
    ("k4", "何志强", "Production supervisor", "Production", "middle", ("technical",), 3, 20),
    ("k5", "周芳", "Buyer", "Purchasing", "front", ("orders",), 2, 12),
    ("k6", "吴涛", "Stock keeper", "Stores", "front", ("uses",), 1, 1),
]


def people():
    yield batch_of(Contact, [
        {"key": key, "client": "C-01", "name": name, "post": post, "department": department, "level": level,
         "rights": rights, "influence": influence, "mobile": f"139 0000 41{at:02d}", "email": f"{key}@hengtai.example"}
        for at, (key, name, post, department, level, rights, influence, _days) in enumerate(PEOPLE)
    ])  # fmt: skip
    yield batch_of(Pairing, [
        {"key": f"pair-{key}", "client": "C-01", "employee_id": "e1", "contact_id": key, "coverage": 2,
         "coverage_aim": 3, "last_touch_on": ago(days)}
        for key, *_rest, days in PEOPLE if days is not None
    ])  # fmt: skip
    yield batch_of(ReportingLine, [
        {"key": f"line-{key}", "client": "C-01", "contact_id": key, "manager_id": manager}
        for key, manager in (("k2", "k1"), ("k3", "k1"), ("k4", "k1"), ("k5", "k3"), ("k6", "k4"))
    ])  # fmt: skip


def orders():
    months = [(2025, month) for month in range(7, 13)] + [(2026, month) for month in range(1, 11)]
    done = [
        {"key": f"SO-{900 + n}", "client": "C-01", "ordered_on": date(y, m, 3), "required_on": date(y, m, 20),
         "shipped_on": date(y, m, 18 if n % 5 else 24), "status": "shipped", "currency": "CNY"}
        for n, (y, m) in enumerate(months)
    ]  # fmt: skip
    still = [
        ("SO-1187", 4, 3, "HP-63", 200), ("SO-1192", 1, 1, "LG-35", 300), ("SO-1203", -7, -7, "HP-63", 60),
        ("SO-1209", -14, -14, "SD-7", 20),
    ]  # fmt: skip
    waiting = [
        {"key": key, "client": "C-01", "ordered_on": ago(30), "required_on": ago(late), "promised_on": ago(late),
         "expected_on": ago(-3), "status": "accepted", "currency": "CNY"}
        for key, late, _now, _product, _n in still
    ]  # fmt: skip
    yield batch_of(Order, done + waiting)
    lines = [
        {"key": f"SO-{900 + n}/1", "order_id": f"SO-{900 + n}", "product_id": "HP-63",
         "quantity": (400 + 30 * n) * 1000,
         "unit_price": 1_000_000_000, "currency": "CNY", "required_on": date(y, m, 20), "position": 1}
        for n, (y, m) in enumerate(months)
    ]  # fmt: skip
    lines += [
        {"key": f"{key}/1", "order_id": key, "product_id": product, "quantity": n * 1000, "unit_price": 800_000_000,
         "currency": "CNY", "required_on": ago(late), "promised_on": ago(late), "expected_on": ago(-3), "position": 1}
        for key, late, _now, product, n in still
    ]  # fmt: skip
    yield batch_of(OrderLine, lines)


def money():
    owed = [("INV-0811", 39, 14_200_000), ("INV-0820", 11, 12_000_000), ("INV-0826", -7, 19_800_000)]
    yield batch_of(Invoice, [
        {"key": key, "client": "C-01", "issued_on": ago(late + 45), "currency": "CNY", "amount": amount}
        for key, late, amount in owed
    ] + [{"key": "INV-0700", "client": "C-01", "issued_on": ago(120), "currency": "CNY",
     "amount": 5_000_000}])  # fmt: skip
    yield batch_of(Instalment, [
        {"key": f"{key}/1", "invoice_id": key, "due_on": ago(late), "currency": "CNY", "amount": amount}
        for key, late, amount in owed
    ] + [{"key": "INV-0700/1", "invoice_id": "INV-0700", "due_on": ago(75), "currency": "CNY",
     "amount": 5_000_000}])  # fmt: skip
    yield batch_of(Receipt, [
        {"key": "R-1", "client": "C-01", "received_on": ago(61), "currency": "CNY", "amount": 5_000_000}
    ])  # fmt: skip
    yield batch_of(Allocation, [
        {"key": "A-1", "receipt_id": "R-1", "instalment_id": "INV-0700/1", "invoice_id": "INV-0700", "currency": "CNY",
         "amount": 5_000_000}
    ])  # fmt: skip


def field():
    yield batch_of(Visit, [
        {"key": "v1", "client": "C-01", "starts_at": at(ago(12), 9), "ends_at": at(ago(12), 10), "status": "done",
         "purpose": "Autumn plan", "summary": "They want smaller batches", "place": "Suzhou plant"},
        {"key": "v2", "client": "C-01", "starts_at": at(TODAY, 8, 30), "ends_at": at(TODAY, 10, 30),
         "status": "planned",
         "purpose": "Autumn stock", "place": "Suzhou plant, gate 2",
         "asks": "600 HP-63 before 2 Nov\nTie the order to INV-0811\nA date with 顾明远"},
        {"key": "v3", "client": "C-02", "starts_at": at(ago(-1), 9), "status": "planned", "purpose": "Agree a split"},
    ])  # fmt: skip
    yield batch_of(Promise, [
        {"key": "q1", "client": "C-01", "side": "ours", "what": "New date for SO-1187", "employee_id": "e2",
         "made_on": ago(8), "due_on": ago(1)},
        {"key": "q2", "client": "C-01", "side": "theirs", "what": "Pay INV-0811", "contact_id": "k2", "due_on": ago(4)},
        {"key": "q3", "client": "C-01", "side": "theirs", "what": "First-quarter forecast", "contact_id": "k3",
         "due_on": TODAY},
        {"key": "q4", "client": "C-02", "side": "ours", "what": "Price list", "employee_id": "e1", "due_on": ago(-10)},
    ])  # fmt: skip
    yield batch_of(Need, [{"key": "n1", "client": "C-01", "topic": "Batch size", "value": "200", "said_on": ago(20)}])
    yield batch_of(Note, [{"key": "t1", "client": "C-01", "text": "Keep off football", "written_at": at(ago(40))}])
    yield batch_of(Request, [
        {"key": "r1", "client": "C-01", "number": "R-0412", "summary": "Seal leak on line 2", "kind": "complaint",
         "opened_at": at(ago(6)), "due_at": at(ago(1)), "status": "open"}
    ])  # fmt: skip
    yield batch_of(ClientStockCount, [
        {"key": "c1", "client": "C-01", "product_id": "HP-63", "counted_on": ago(1), "quantity": 264_000,
         "daily_need": 24_000, "counted_by": "吴涛"},
        {"key": "c2", "client": "C-01", "product_id": "LG-35", "counted_on": ago(1), "quantity": 612_000,
         "daily_need": 34_000, "counted_by": "吴涛"},
    ])  # fmt: skip


def small_company(folder):
    """A desk with all of this, made in the thread that calls."""
    desk = create_desk(folder, password=PASSWORD, company="Our works", currency="CNY")
    for part in (catalogue, clients, people, orders, money, field):
        import_batches(desk, part(), source=part.__name__)
    desk.settings.all()
    return desk
