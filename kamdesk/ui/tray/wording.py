"""What a card is called in the list, what its buttons say, and what is said once it is answered."""

from __future__ import annotations

from dataclasses import dataclass

from kamdesk.base.words import N_, ntr, tr
from kamdesk.exchange.verdicts import ItemKind
from kamdesk.operations.tray_cards import Card
from kamdesk.records.clients import Client

HEADINGS: tuple[tuple[frozenset[ItemKind], str], ...] = (
    (frozenset({ItemKind.CLASH, ItemKind.PROPOSAL, ItemKind.GONE}), ""),
    (frozenset({ItemKind.HELD}), N_("Held, the client is no longer the author's")),
    (frozenset({ItemKind.REFUSED}), N_("Refused by the office, what was typed is kept")),
    (frozenset({ItemKind.TWIN}), N_("Possibly there twice")),
)
"""The parts of the list, worst first; inside a part the oldest comes first."""

MARKS = {
    ItemKind.CLASH: "wait", ItemKind.PROPOSAL: "wait", ItemKind.GONE: "risk", ItemKind.HELD: "wait",
    ItemKind.REFUSED: "late", ItemKind.TWIN: "risk",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The words of the two answers to a kind of card, and what is said once one was given."""

    keep: str
    take: str
    kept: str
    taken: str


_ANSWERS = {
    ItemKind.CLASH: Answers(
        keep=N_("Keep theirs"), take=N_("Take mine"), kept=N_("Kept theirs: {what}"), taken=N_("Took yours: {what}")
    ),
    ItemKind.PROPOSAL: Answers(
        keep=N_("Leave it as it is"), take=N_("Take the proposal"), kept=N_("Left as it is: {what}"),
        taken=N_("Proposal taken: {what}"),
    ),
    ItemKind.GONE: Answers(
        keep=N_("Leave it to the office"), take=N_("Do mine all the same"), kept=N_("Left to the office: {what}"),
        taken=N_("Done all the same: {what}"),
    ),
    ItemKind.HELD: Answers(
        keep=N_("Leave it"), take=N_("Do it"), kept=N_("Left undone: {what}"), taken=N_("Done: {what}")
    ),
    ItemKind.REFUSED: Answers(
        keep=N_("Throw away"), take=N_("Send again"), kept=N_("Thrown away: {what}"), taken=N_("Sent again: {what}")
    ),
    ItemKind.TWIN: Answers(keep=N_("Keep both"), take="", kept=N_("Both kept: {what}"), taken=""),
}  # fmt: skip


BRING_BACK = Answers(
    keep=N_("Leave it removed"), take=N_("Bring it back"), kept=N_("Left removed: {what}"),
    taken=N_("Brought back: {what}"),
)  # fmt: skip


TWINS = Answers(
    keep=N_("Keep the first"), take=N_("Keep the second"), kept=N_("Merged: {what}"), taken=N_("Merged: {what}")
)


def answers(card: Card) -> Answers:
    """The words for this card."""
    if card.twins is not None:
        return TWINS
    return BRING_BACK if card.brings_back else _ANSWERS[card.item.kind]


def title(card: Card) -> str:
    """Liu Min, mobile number."""
    name = card.name or card.record
    if card.twins is not None:
        return name
    if len(card.lines) == 1 and card.item.kind in (ItemKind.CLASH, ItemKind.PROPOSAL, ItemKind.GONE):
        return tr("{name}, {fact}", name=name, fact=card.lines[0].label)
    return tr("{name}, {n} facts", name=name, n=len(card.lines)) if len(card.lines) > 1 else name


def second_line(card: Card) -> str:
    """Whose it is, and why it lies here."""
    why = card.sentence if card.item.kind is ItemKind.REFUSED else _why(card)
    whose = card.client if card.client != card.name else card.record
    return tr("{client}; {why}", client=whose, why=why) if whose else why


def _why(card: Card) -> str:
    if card.brings_back:
        return tr("removed meanwhile")
    author = card.item.author
    return {
        ItemKind.CLASH: tr("changed by two people"),
        ItemKind.PROPOSAL: tr("{author} proposes another value", author=author),
        ItemKind.GONE: tr("gone or changed meanwhile"),
        ItemKind.HELD: tr("written by {author}", author=author),
        ItemKind.TWIN: tr("like another one"),
    }[card.item.kind]


def explanation(card: Card) -> str:
    """What the office did, in one sentence below the one that says what happened."""
    if card.twins is not None and card.twins.record is Client:
        return tr("One stays with the values chosen here; the other's orders, people and visits are shown with it.")
    if card.twins is not None:
        return tr("One stays with the values chosen here; whatever names the other names it from then on.")
    if card.brings_back:
        return tr("It is still removed; brought back, it is as it was, with what you wrote.")
    return {
        ItemKind.CLASH: tr("The office kept its value; yours waits here. No clock decided."),
        ItemKind.PROPOSAL: tr("The fact is yours to decide; until then the office's value stands."),
        ItemKind.GONE: tr("The record stays as the office has it; what was wished waits here."),
        ItemKind.HELD: tr("It was not written and is not lost: whoever serves the client now decides."),
        ItemKind.REFUSED: tr("Nothing of it was written; change it and send it again, or throw it away."),
        ItemKind.TWIN: tr("Both are kept until somebody says otherwise."),
    }[card.item.kind]


def badge(card: Card) -> str:
    """1 fact clashes, 2 merged."""
    merged = sum(line.fate in ("mine", "both") for line in card.others)
    n = len(card.lines)
    if card.twins is not None:
        return ntr("{n} fact differs", "{n} facts differ", n) if n else ""
    if card.item.kind is not ItemKind.CLASH:
        return tr("{n} facts wait", n=n) if n > 1 else ""
    clashes = tr("1 fact clashes") if n == 1 else tr("{n} facts clash", n=n)
    return tr("{clashes}, {n} merged", clashes=clashes, n=merged) if merged else clashes


def answered_words(card: Card, *, kept_theirs: bool) -> str:
    """What the notice says."""
    words = answers(card)
    return tr(words.kept if kept_theirs else words.taken, what=title(card))


def typed_text(card: Card) -> str:
    """Everything that was typed, to be copied somewhere else."""
    lines = [f"{line.label}: {line.mine}" for line in (*card.lines, *card.others) if line.mine]
    return "\n".join([f"{card.name} ({card.client})" if card.client else card.name, *lines])
