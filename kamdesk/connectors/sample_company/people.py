"""The clients' people: posts, lines, who of us knows whom, trainings, days to remember."""

from __future__ import annotations

from kamdesk.connectors.sample_company.firms import Firm
from kamdesk.connectors.sample_company.scene import Row, Scene, tale

_PEOPLE = {"A": 12, "B": 9, "C": 6}
_AIMS = {"senior": 3, "middle": 3, "front": 2}
_NEVER_MET = 5
"""One in so many of the people nothing is told of was never met."""


def tell_people(scene: Scene, firm: Firm) -> list[str]:
    """Write down everyone at one client; the keys of those who can be met, most important first."""
    people = _everyone(scene, firm)
    for row in people:
        _tell_person(scene, firm, row)
    _tell_lines(scene, firm, [row[0] for row in people])
    for our, their, coverage, aim, touched, note in firm.told.get("more_pairings", []):
        _pair(scene, firm, (our, their), coverage=coverage, coverage_aim=aim,
              last_touch_on=scene.day(touched), note=note)  # fmt: skip
    seated = [row[0] for row in people if row[1]]
    _tell_trainings(scene, firm, seated)
    _tell_key_dates(scene, firm, seated)
    _tell_namesakes(scene, firm, people)
    return seated


def _tell_namesakes(scene: Scene, firm: Firm, people: list[Row]) -> None:
    """Two of one family name were asked about once: they are two."""
    known: dict[str, str] = {}
    for key, name, *_ in people:
        other = known.setdefault(name[:1], key)
        if name and other != key:
            scene.book.add("namesake", f"{key}={other}", firm.key, contact_id=key, other_contact_id=other)


def _everyone(scene: Scene, firm: Firm) -> list[Row]:
    """The told people, then enough others; a vacant seat has no name."""
    told: list[Row] = firm.told.get("people", [])
    if firm.key == "HENGTAI":
        return told
    dice, words = scene.dice(f"people {firm.key}"), tale("people")
    wanted = 2 if firm.told.get("few_people") else _PEOPLE[firm.grade]
    others: list[Row] = []
    for number, (post, department, level, rights, influence, cares, _) in enumerate(words["posts"][:wanted]):
        if number < len(told):
            others.append(told[number])
            continue
        surname, given = dice.choice(words["surnames"]).split(), dice.choice(words["given"]).split()
        vacant = number == wanted - 1 and firm.grade == "B"
        met = dice.randrange(_NEVER_MET) > 0
        touched = -dice.choice((3, 9, 15, 22, 31, 44, 58, 75, 97, 130)) if met else ""
        others.append(
            [f"{firm.key}-{number + 1:02d}", "" if vacant else surname[0] + given[0],
             "" if vacant else f"{surname[1]} {given[1]}", post, department, level, rights, influence,
             dice.choice(("supports", "neutral", "neutral", "unknown", "opposes")) if met else "unknown", cares,
             "" if vacant else touched, dice.randint(1, 4) if met and not vacant else 0, firm.owner, f"{firm.key}-S1"]
        )  # fmt: skip
    return others


def _tell_person(scene: Scene, firm: Firm, row: Row) -> None:
    key, name, latin, post, department, level, rights, influence, support, cares, touched, coverage, ours, site = row
    dice = scene.dice(f"person {key}")
    reachable = bool(name)
    since = firm.told.get("vacant_since", {}).get(key) or firm.told.get("new_here", {}).get(key)
    scene.book.add(
        "contact", key, firm.key, name=name, latin_name=latin, post=post, department=department, level=level,
        rights=tuple(sorted(filter(None, rights.split("|")))), influence=influence, support=support,
        support_since=scene.day(touched) if support != "unknown" else None, cares_about=cares,
        phone="", mobile=f"+86 13{dice.randint(0, 9)} {dice.randint(1000, 9999)} {dice.randint(1000, 9999)}"
        if reachable else "",
        email=f"{latin.lower().replace(' ', '.')}@{firm.key.lower()}.example" if reachable and latin.isascii() else "",
        language="zh_TW" if firm.country == "TW" else "zh_CN", site_id=site or firm.home,
        is_vacant=not reachable, starts_on=scene.day(since or -dice.randint(300, 3000)),
    )  # fmt: skip
    if ours and reachable:
        _pair(scene, firm, (ours, key), coverage=coverage, coverage_aim=max(coverage, _AIMS[level]),
              last_touch_on=scene.day(touched))  # fmt: skip


def _pair(scene: Scene, firm: Firm, two: tuple[str, str], **values: object) -> None:
    ours, theirs = two
    scene.book.add("pairing", f"{ours}+{theirs}", firm.key, employee_id=ours, contact_id=theirs, **values)


def _tell_lines(scene: Scene, firm: Firm, keys: list[str]) -> None:
    posts = tale("people")["posts"]
    default = [
        [key, keys[boss], "assistant" if post.endswith("助理") else "line"]
        for key, (post, *_, boss) in zip(keys, posts, strict=False)
        if boss >= 0 and boss < len(keys)
    ]
    if len(keys) > 7:  # whoever checks incoming goods answers to buying, too
        default.append([keys[6], keys[2], "matrix"])
    for person, boss, kind in firm.told.get("lines", default):
        scene.book.add("reporting_line", f"{person}>{boss}", firm.key, contact_id=person, manager_id=boss, line=kind)
    for number, (whose, whom, note) in enumerate(firm.told.get("influence", []), 1):
        scene.book.add("influence_line", f"{firm.key}-I{number}", firm.key,
                       from_contact_id=whose, to_contact_id=whom, note=note)  # fmt: skip


def _tell_trainings(scene: Scene, firm: Firm, seated: list[str]) -> None:
    dice = scene.dice(f"training {firm.key}")
    product = tale("company")["baskets"][firm.industry][0]
    default = [] if len(seated) < 4 else [
        [seated[-1], product, f"{product} 使用", dice.randint(5, 40), "", ""],
        [seated[-2], product, f"{product} 保养", -90, -dice.randint(80, 100), "合格"],
    ]  # fmt: skip
    for number, (person, about, topic, due, done, result) in enumerate(firm.told.get("trainings", default), 1):
        scene.book.add(
            "training", f"{firm.key}-TR{number}", firm.key, contact_id=person, product_id=about or None, topic=topic,
            due_on=scene.day(due), done_on=scene.day(done), result=result,
        )  # fmt: skip


def _tell_key_dates(scene: Scene, firm: Firm, seated: list[str]) -> None:
    dice, words = scene.dice(f"dates {firm.key}"), tale("people")["key_dates"]
    default = [
        [seated[0], words[0], dice.randint(5, 120), True, dice.random() < 0.4, False, "手写贺卡"],
        ["", dice.choice(words[1:]), dice.randint(8, 80), False, False, True, "花篮，工程师到场"],
    ]
    for number, (person, occasion, day, yearly, lunar, event, plan) in enumerate(
        firm.told.get("key_dates", default), 1
    ):
        scene.book.add(
            "key_date", f"{firm.key}-KD{number}", firm.key, contact_id=person or None, occasion=occasion,
            day=scene.day(day), is_yearly=yearly, is_lunar=lunar, is_client_event=event, plan=plan,
        )  # fmt: skip
