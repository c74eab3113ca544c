"""`kamdesk tray` and `kamdesk solve`: what waits for a person, and their decision (the contract of DESIGN 8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kamdesk.base.errors import BadValue, NotFound
from kamdesk.base.exit_codes import DONE, WrongUsage
from kamdesk.base.ids import id_from_text, id_text
from kamdesk.base.text_table import text_table
from kamdesk.base.words import tr
from kamdesk.cli.asked import Asked
from kamdesk.exchange.verdicts import Contested, ItemKind
from kamdesk.facts.plain import plain_of, value_of
from kamdesk.operations.tray import BOTH, FIRST, SECOND, answer_twins, keep_theirs, take_mine, tray
from kamdesk.operations.tray_cards import Card
from kamdesk.reads.called import key_of_client, key_or_id
from kamdesk.reads.named import record_named
from kamdesk.records.every import by_word
from kamdesk.storage.desk import Desk
from kamdesk.storage.settings import CURRENCY
from kamdesk.sync.office_of_desk import refuse_without_office

_KINDS = {ItemKind.PROPOSAL: "clash", ItemKind.GONE: "clash"}
"""The contract knows four kinds; these two are clashes with a special cause, which the sentence tells."""


def run(asked: Asked) -> int:
    """List or decide."""
    with asked.desk() as desk:
        refuse_without_office(desk)
        if asked.own.verb == "tray":
            rows = [row for card in tray(desk, today=asked.as_of) for row in _rows(desk, card)]
            asked.say(rows, text_table(rows) or tr("Nothing waits for you."))
        else:
            _solve(asked, desk)
    return DONE


def _solve(asked: Asked, desk: Desk) -> None:
    card = _card(asked, desk)
    item_id, author = card.item.item_id, desk.author
    answer, values = asked.own.answer, dict(asked.own.value)
    if card.twins is not None:
        _solve_twins(asked, desk, card)
        return
    if answer is None and not values:
        raise WrongUsage(tr("Say theirs, mine or a value, or --value fact=value for each fact."))
    if answer not in (None, "theirs", "mine"):
        values = {_only_fact(card): answer, **values}
    if values:
        others = {each.fact: each.theirs for each in card.item.facts} if answer == "theirs" else {}
        changes = take_mine(desk, author, item_id, instead=others | _instead(desk, card, values))
    elif answer == "theirs":
        changes = keep_theirs(desk, author, item_id)
    else:
        changes = take_mine(desk, author, item_id)
    said = {"id": id_text(item_id), "action": id_text(changes.action_id)}
    asked.say(said, tr("Decided; the next sync tells the office."))


def _card(asked: Asked, desk: Desk) -> Card:
    try:
        wanted = id_from_text(asked.own.id)
    except ValueError as error:
        raise NotFound(tr('"{text}" is no id of the tray.', text=asked.own.id)) from error
    for card in tray(desk, today=asked.as_of):
        if card.item.item_id == wanted:
            return card
    raise NotFound(tr("This is no longer in the tray: somebody settled it."))


def _solve_twins(asked: Asked, desk: Desk, card: Card) -> None:
    """Keep the first (theirs), the second (mine), or both. Raises: WrongUsage for anything else."""
    answer = {"theirs": FIRST, "mine": SECOND, "both": BOTH}.get(asked.own.answer or "")
    if answer is None:
        raise WrongUsage(tr("Of two that look alike say which one stays: theirs, mine or both."))
    chosen = {
        each.fact: each.mine if each.theirs in (None, "", ()) else each.theirs
        for each in card.item.facts
    }  # fmt: skip
    values = {} if answer == BOTH else chosen | _instead(desk, card, dict(asked.own.value))
    changes = answer_twins(desk, desk.author, card, answer, values=values)
    said = {"id": id_text(card.item.item_id), "action": id_text(changes.action_id)}
    asked.say(said, tr("Decided; the next sync tells the office."))


def _only_fact(card: Card) -> str:
    """The one contested fact. Raises: BadValue where there are several or none."""
    if len(card.item.facts) != 1:
        raise BadValue(tr("Several facts wait together: answer theirs or mine, or --value fact=value for each."))
    return card.item.facts[0].fact


def _instead(desk: Desk, card: Card, values: Mapping[str, str]) -> dict[str, Any]:
    """Other values for contested facts. Raises: BadValue for a fact that does not wait here."""
    facts = {each.fact: by_word(card.item.word).fact(each.fact) for each in card.item.facts}

    def find(word: str, name: str) -> bytes:
        with desk.reading() as connection:
            return record_named(connection, by_word(word), name, scope_id=None)

    for name in values:
        if name not in facts:
            known = ", ".join(facts)
            raise BadValue(tr('"{name}" does not wait here; what waits: {known}', name=name, known=known), fact=name)
    currency = _currency(desk, card)
    return {name: value_of(facts[name], text, currency=currency, find=find) for name, text in values.items()}


def _rows(desk: Desk, card: Card) -> list[dict[str, Any]]:
    """A row for each contested fact; one without values where there is none."""
    item = card.item
    with desk.reading() as connection:
        client = key_of_client(connection, item.scope_id)
    whole = {
        "id": id_text(item.item_id),
        "kind": _KINDS.get(item.kind, item.kind.value),
        "client": client,
        "record": item.word,
    }
    about = {"author": item.author, "at": item.made_at, "by": item.theirs_by, "by_at": item.theirs_at}
    nothing = {"fact": None, "seen": None, "mine": None, "theirs": None}
    values = [_values(desk, card, each) for each in item.facts] or [nothing]
    return [{**whole, **each, **about, "sentence": card.sentence} for each in values]


def _values(desk: Desk, card: Card, each: Contested) -> dict[str, Any]:
    fact, currency = by_word(card.item.word).fact(each.fact), _currency(desk, card)

    def key_of(word: str, row_id: bytes) -> str:
        with desk.reading() as connection:
            return key_or_id(connection, by_word(word), row_id)

    sides = {"seen": each.seen, "mine": each.mine, "theirs": each.theirs}
    plain = {side: plain_of(fact, value, currency=currency, key_of=key_of) for side, value in sides.items()}
    return {"fact": each.fact, **plain}


def _currency(desk: Desk, card: Card) -> str:
    return card.around.currency or desk.settings.get(CURRENCY)
