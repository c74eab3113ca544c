"""What came out of last year's annual meeting, the joint plan, and what we know of the clients' markets."""

from __future__ import annotations

from kamdesk.connectors.sample_company.firms import Firm
from kamdesk.connectors.sample_company.scene import Row, Scene, tale


def tell_meetings(scene: Scene, firm: Firm, seated: list[str]) -> None:
    """Write down resolutions, objectives and market facts of one client."""
    _tell_resolutions(scene, firm, seated)
    _tell_objectives(scene, firm, seated)
    _tell_market(scene, firm)


def _tell_resolutions(scene: Scene, firm: Firm, seated: list[str]) -> None:
    dice = scene.dice(f"resolutions {firm.key}")
    default: list[Row] = []
    for topic, asked, answer, employee in dice.sample(tale("people")["resolutions"], 5 if firm.grade != "C" else 3):
        status = dice.choices(("done", "partly", "open", "refused"), (7, 1, 2, 1))[0]
        due = -dice.randint(10, 280)
        done = due + dice.randint(-20, 9) if status == "done" else ""
        default.append([topic, asked, answer, employee, dice.choice(seated), due, done, status,
                        "会议纪要" if status == "done" else ""])  # fmt: skip
    rows = firm.told.get("resolutions", default)
    for number, (topic, asked, answer, ours, theirs, due, done, status, evidence) in enumerate(rows, 1):
        scene.book.add(
            "resolution", f"{firm.key}-R{number:02d}", firm.key, meeting_year=scene.today.year - 1, topic=topic,
            asked=asked, answer=answer, employee_id=ours, contact_id=theirs, due_on=scene.day(due),
            done_on=scene.day(done), status=status, evidence=evidence,
        )  # fmt: skip


def _tell_objectives(scene: Scene, firm: Firm, seated: list[str]) -> None:
    dice = scene.dice(f"objectives {firm.key}")
    default = [
        [what, measure, employee, dice.choice(seated), dice.randint(60, 320), "open"]
        for what, measure, employee in dice.sample(tale("people")["objectives"], 2 if firm.grade == "C" else 4)
    ]
    for number, (what, measure, ours, theirs, due, status) in enumerate(firm.told.get("objectives", default), 1):
        day = scene.day(due)
        scene.book.add(
            "objective", f"{firm.key}-O{number}", firm.key, plan_year=day.year if day else scene.today.year, what=what,
            measure=measure, employee_id=ours, contact_id=theirs, due_on=day, status=status,
        )  # fmt: skip


def _tell_market(scene: Scene, firm: Firm) -> None:
    dice = scene.dice(f"market {firm.key}")
    default = [
        [topic, dice.choice(values), "客户口述", -dice.randint(20, 420)]
        for topic, values in tale("people")["market_facts"]
    ]
    for number, (topic, value, source, known) in enumerate(firm.told.get("market_facts", default), 1):
        scene.book.add("market_fact", f"{firm.key}-F{number}", firm.key, topic=topic, value=value, source=source,
                       known_on=scene.day(known))  # fmt: skip
