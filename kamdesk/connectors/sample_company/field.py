"""What happened in the field: visits, promises both ways, needs, notes, sore spots, requests, counts."""

from __future__ import annotations

from datetime import timedelta

from kamdesk.base.money import THOUSANDTH
from kamdesk.connectors.sample_company.firms import Firm
from kamdesk.connectors.sample_company.scene import Row, Scene, tale

_HOURS = ("09:00", "10:30", "14:00", "15:30")
_TOLD_IN_FULL = 8
_FORGOTTEN = 0.04
"""Share of open promises whose day has passed; the day's list is to be read, not to shame."""
_RHYTHM = {"A": 30, "B": 45, "C": 75}
"""Days between visits by grade."""


def tell_field(scene: Scene, firm: Firm, seated: list[str]) -> None:
    """Write down everything our people did and heard at one client."""
    for row in _and_before(firm.told.get("visits", []), _visits(scene, firm, seated), day=0):
        _tell_visit(scene, firm, row)
    for row in _and_before(firm.told.get("promises", []), _promises(scene, firm, seated), day=4):
        _tell_promise(scene, firm, row)
    _tell_needs(scene, firm, seated)
    _tell_notes(scene, firm, seated)
    _tell_requests(scene, firm, seated)
    _tell_counts(scene, firm)


def _and_before(told: list[Row], others: list[Row], *, day: int) -> list[Row]:
    """What is told, and of the rest what happened before it; a client told in full needs no more."""
    if len(told) > _TOLD_IN_FULL:
        return told
    first = min((row[day] for row in told), default=None)
    return told + [row for row in others if first is None or row[day] < first - 10]


def _visits(scene: Scene, firm: Firm, seated: list[str]) -> list[Row]:
    dice, words = scene.dice(f"visits {firm.key}"), tale("people")
    next_day = dice.randint(1, 30)
    rows: list[Row] = [
        [next_day, dice.choice(_HOURS), 60, "planned", dice.choice(words["visit_purposes"]),
         "\n".join(dice.sample(words["asks"], 3)), f"{firm.key}-S1", "会议室", seated[0], firm.owner, "visit", "", ""]
    ]  # fmt: skip
    day = -dice.randint(3, _RHYTHM[firm.grade])
    while day > -400:
        with_whom = "|".join(sorted(dice.sample(seated, min(2, len(seated)))))
        rows.append(
            [day, dice.choice(_HOURS), 60, "done", dice.choice(words["visit_purposes"]), "", f"{firm.key}-S1",
             "会议室", with_whom, firm.owner, dice.choice(("visit", "visit", "visit", "phone")),
             dice.choice(words["summaries"]), ""]
        )  # fmt: skip
        day -= dice.randint(_RHYTHM[firm.grade] - 10, _RHYTHM[firm.grade] + 20)
    return rows


def _tell_visit(scene: Scene, firm: Firm, row: Row) -> None:
    day, hours, minutes, status, purpose, asks, site, place, theirs, ours, channel, summary, next_step = row
    starts_at = scene.moment(day, hours)
    scene.book.add(
        "visit", f"V-{scene.book.number('visit'):05d}", firm.key, starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes), status=status, purpose=purpose, asks=asks,
        site_id=site or firm.home, place=place, contact_ids=tuple(theirs.split("|")),
        employee_ids=tuple(ours.split("|")), channel=channel, summary=summary, next_step=next_step,
    )  # fmt: skip


def _promises(scene: Scene, firm: Firm, seated: list[str]) -> list[Row]:
    dice, words = scene.dice(f"promises {firm.key}"), tale("people")
    rows: list[Row] = []
    for side, texts in (("ours", words["our_promises"]), ("theirs", words["their_promises"])):
        for made in (-300, -220, -150, -90, -50):
            due = made + dice.randint(7, 25)
            outcome = dice.choices(("kept", "kept_late", "broken"), (8, 2, 1))[0]
            closed = due + {"kept": 0, "kept_late": dice.randint(2, 12), "broken": 3}[outcome]
            proof = dice.choice(words["evidence"]) if outcome != "broken" else ""
            rows.append([side, dice.choice(texts), firm.owner, dice.choice(seated), made + dice.randint(-20, 0), due,
                         outcome, closed, proof, "", ""])  # fmt: skip
        due = -3 if dice.random() < _FORGOTTEN else dice.choice((3, 5, 9, 14, 20, 26))
        rows.append([side, dice.choice(texts), firm.owner, dice.choice(seated), -dice.randint(8, 20), due, "open",
                     "", "", "", ""])  # fmt: skip
    return rows


def _tell_promise(scene: Scene, firm: Firm, row: Row) -> None:
    side, what, ours, theirs, made, due, outcome, closed, evidence, order, invoice = row
    scene.book.add(
        "promise", f"P-{scene.book.number('promise'):05d}", firm.key, side=side, what=what, employee_id=ours,
        contact_id=theirs, made_on=scene.day(made), due_on=scene.day(due), outcome=outcome,
        closed_on=scene.day(closed), evidence=evidence, order_id=order or None, invoice_id=invoice or None,
    )  # fmt: skip


def _tell_needs(scene: Scene, firm: Firm, seated: list[str]) -> None:
    dice = scene.dice(f"needs {firm.key}")
    default = [
        [topic, value, -days, -days, dice.choice(seated), done if days < 200 else ""]
        for topic, values, done in tale("people")["needs"]
        for days, value in zip((380, dice.randint(20, 190)), dice.sample(values, 2), strict=True)
    ]
    for number, (topic, value, valid, said, person, done) in enumerate(firm.told.get("needs", default), 1):
        scene.book.add(
            "need", f"{firm.key}-N{number}", firm.key, topic=topic, value=value, valid_from=scene.day(valid),
            said_on=scene.day(said), contact_id=person, fulfilment=done,
        )  # fmt: skip


def _tell_notes(scene: Scene, firm: Firm, seated: list[str]) -> None:
    dice, words = scene.dice(f"notes {firm.key}"), tale("people")
    names = {row[0]: row[1] for row in tale("company")["employees"]}
    notes = [[dice.choice(words["notes"]), -dice.randint(2, 90), names[firm.owner], dice.choice(seated)]]
    for number, (text, day, author, person) in enumerate(firm.told.get("notes", notes), 1):
        scene.book.add("note", f"{firm.key}-M{number}", firm.key, text=text, written_at=scene.moment(day, "18:00"),
                       author=author, contact_id=person)  # fmt: skip
    spots = [[dice.choice(words["sore_spots"]), -dice.randint(60, 500), None]] if firm.grade != "C" else []
    for number, (text, since, person) in enumerate(firm.told.get("sore_spots", spots), 1):
        scene.book.add("sore_spot", f"{firm.key}-X{number}", firm.key, text=text, since=scene.day(since),
                       contact_id=person)  # fmt: skip


def _tell_requests(scene: Scene, firm: Firm, seated: list[str]) -> None:
    dice = scene.dice(f"requests {firm.key}")
    default: list[Row] = []
    for age in (-dice.randint(1, 12), -dice.randint(20, 90), -dice.randint(91, 300)):
        kind, summary, department, employee, answer = dice.choice(tale("people")["requests"])
        is_open = age > -13
        default.append(
            [f"R-{scene.today.year}-{dice.randint(500, 999)}-{firm.key}", kind, summary,
             dice.choice(("phone", "email", "web", "visit")), dice.choice(seated), employee, department,
             dice.choice(("open", "with_us", "with_client")) if is_open else "closed", age, age + 7,
             "" if is_open else age + dice.randint(1, 11), "" if is_open else answer]
        )  # fmt: skip
    for row in firm.told.get("requests", default):
        number, kind, summary, channel, person, employee, department, status, opened, due, closed, answer = row
        scene.book.add(
            "request", f"{firm.key}:{number}:{opened}", firm.key, number=number, kind=kind, summary=summary,
            channel=channel, contact_id=person, employee_id=employee, department=department, status=status,
            opened_at=scene.moment(opened, "10:00"), due_at=scene.moment(due, "18:00"),
            closed_at=scene.moment(closed, "16:00") if closed != "" else None, answer=answer,
        )  # fmt: skip


def _tell_counts(scene: Scene, firm: Firm) -> None:
    dice = scene.dice(f"counts {firm.key}")
    basket = tale("company")["baskets"][firm.industry][:3]
    default = [] if firm.grade == "C" else [
        [product, age, need * cover, need, "库管员"]
        for age in (dice.randint(2, 20), dice.randint(40, 60))
        for product in basket
        for need, cover in [(dice.randint(2, 12), dice.randint(9, 45))]
    ]  # fmt: skip
    for product, age, quantity, need, counter in firm.told.get("counts", default):
        scene.book.add(
            "client_stock_count", f"{firm.key}:{product}:{age}", firm.key, product_id=product,
            counted_on=scene.day(-age), quantity=quantity * THOUSANDTH, daily_need=need * THOUSANDTH,
            counted_by=counter,
        )  # fmt: skip
