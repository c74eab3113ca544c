"""Name, people and field notes of one client of the crowd."""

from __future__ import annotations

import random

from kamdesk.base.days import add_days
from kamdesk.connectors.sample_company.book import Book
from kamdesk.connectors.sample_company.scene import Scene, tale

_PEOPLE = 9
_OWNERS = ("E-04", "E-05", "E-06")


def tell_company(scene: Scene, book: Book, key: str, dice: random.Random) -> None:
    """Write down one company, nine of its people, and one visit made and one promised."""
    words, told = tale("people"), tale("company")
    town = dice.choice(words["crowd_towns"])
    name = town + dice.choice(words["crowd_words"]) + dice.choice(words["crowd_words"]) + dice.choice(
        words["crowd_trades"]
    )  # fmt: skip
    owner = dice.choice(_OWNERS)
    book.add(
        "client", key, legal_name=f"{name}有限公司", other_name=f"{key} Co., Ltd.", short_name=name,
        industry_id=dice.choice(told["industries"])[0], grade=dice.choices("ABC", (5, 25, 70))[0],
        stage=str(dice.randint(1, 3)), owner_id=owner, country="CN", city=town, currency=told["currency"],
        phone=f"+86 {dice.randint(510, 599)} {dice.randint(2000, 8999)} {dice.randint(1000, 9999)}",
        payment_term_days=dice.choice((30, 45, 60)), client_since=add_days(scene.today, -dice.randint(1200, 4000)),
    )  # fmt: skip
    people = _tell_people(book, key, dice)
    _tell_field(scene, book, dice, key=key, owner=owner, people=people)


def _tell_people(book: Book, key: str, dice: random.Random) -> list[str]:
    words = tale("people")
    keys = [f"{key}-{number:02d}" for number in range(1, _PEOPLE + 1)]
    for number, (post, department, level, rights, influence, cares, boss) in enumerate(words["posts"][:_PEOPLE]):
        surname, given = dice.choice(words["surnames"]).split(), dice.choice(words["given"]).split()
        book.add(
            "contact", keys[number], key, name=surname[0] + given[0], latin_name=f"{surname[1]} {given[1]}", post=post,
            department=department, level=level, rights=tuple(sorted(filter(None, rights.split("|")))),
            influence=influence, cares_about=cares, language="zh_CN",
            mobile=f"+86 13{dice.randint(0, 9)} {dice.randint(1000, 9999)} {dice.randint(1000, 9999)}",
        )  # fmt: skip
        if boss >= 0:
            book.add("reporting_line", f"{keys[number]}>{keys[boss]}", key, contact_id=keys[number],
                     manager_id=keys[boss])  # fmt: skip
    return keys


def _tell_field(scene: Scene, book: Book, dice: random.Random, *, key: str, owner: str, people: list[str]) -> None:
    words = tale("people")
    met = -dice.randint(1, 200)
    book.add("pairing", f"{owner}+{people[2]}", key, employee_id=owner, contact_id=people[2],
             coverage=dice.randint(1, 3), coverage_aim=3, last_touch_on=add_days(scene.today, met))  # fmt: skip
    book.add("visit", f"V-{key}", key, starts_at=scene.moment(met, "10:00"), ends_at=scene.moment(met, "11:00"),
             status="done", purpose=dice.choice(words["visit_purposes"]), contact_ids=(people[2],),
             employee_ids=(owner,), summary=dice.choice(words["summaries"]))  # fmt: skip
    kept = dice.random() < 0.98
    due = met + dice.randint(5, 25) if kept else dice.randint(-5, 20)
    book.add(
        "promise", f"P-{key}", key, side="ours", what=dice.choice(words["our_promises"]), employee_id=owner,
        contact_id=people[2], made_on=add_days(scene.today, min(met, due)), due_on=add_days(scene.today, due),
        outcome="kept" if kept else "open", closed_on=add_days(scene.today, due) if kept else None,
        evidence=dice.choice(words["evidence"]) if kept else "",
    )  # fmt: skip
