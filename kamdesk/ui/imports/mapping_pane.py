"""Which column becomes which fact: guessed from the headers, changed by hand, with examples beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kamdesk.base.words import N_, commas, tr
from kamdesk.connectors.calendar_days import NAMED_STYLES
from kamdesk.connectors.header_words import joined_key
from kamdesk.connectors.mapping_text import HandTable
from kamdesk.connectors.numbers import NumberStyle
from kamdesk.facts.kinds import Kind
from kamdesk.facts.policies import NOBODY_BY_HAND, Owner, Scope
from kamdesk.facts.record import Record
from kamdesk.records.every import RECORDS, by_word
from kamdesk.ui.imports.found import FoundTable
from kamdesk.ui.kit.choice_box import ChoiceBox
from kamdesk.ui.kit.words_block import Paragraph, Words

KEY, CLIENT, CURRENCY = "*key", "*client", "*currency"
EXAMPLES = 3
DATE_WORDS = {
    "auto": N_("days: any clear form"),
    "day-first": N_("days: day before month"),
    "month-first": N_("days: month before day"),
    "excel-1900": N_("days: Excel numbers, 1900"),
    "excel-1904": N_("days: Excel numbers, 1904"),
    "minguo": N_("days: Minguo years"),
}
NUMBER_WORDS = {
    "auto": N_("numbers: any clear form"),
    "1,234.56": "1,234.56",
    "1.234,56": "1.234,56",
}


class MappingPane(QWidget):
    """The mapping of one table.

    Signals:
        changed: another mapping (HandTable) for the table shown.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: FoundTable | None = None
        self._hand = HandTable(name="", record="")
        self.record, self.dates, self.numbers = _Box(), _Box(), _Box()
        self.record.addItem(tr("nothing: leave it out"), "")
        for each in RECORDS:
            self.record.addItem(tr(each.label), each.word)
        for style in NAMED_STYLES:
            self.dates.addItem(tr(DATE_WORDS[style]), style)
        for number in NumberStyle:
            self.numbers.addItem(tr(NUMBER_WORDS[number.value]), number.value)
        self.note = Paragraph("", role="small")
        self._columns: list[tuple[str, ChoiceBox]] = []
        self._arrange()
        for box in (self.record, self.dates, self.numbers):
            box.activated.connect(self._on_shape)

    def show_table(self, table: FoundTable | None) -> None:
        """Show a table's mapping; what a mapping file reads is only described."""
        self._table = table
        editable = table is not None and table.by_hand is not None
        self._hand = table.by_hand if table is not None and table.by_hand is not None else self._hand
        self._heads.setVisible(editable)
        self._area.setVisible(editable)
        self.note.setVisible(not editable)
        if table is None:
            self.note.set_text(tr("Choose a table to see how its columns are understood."))
        elif not editable:
            said = tr("{n} kinds of record are read from this table by the mapping chosen above.", n=len(table.records))
            self.note.set_text(table.fault or said)
        else:
            self._fill(table)
            self._say_beside()

    def hand(self) -> HandTable:
        """The mapping as it stands."""
        return self._hand

    def set_column(self, column: str, becomes: str) -> None:
        """Let a column become a fact, the key, the client, the currency, or nothing."""
        for name, box in self._columns:
            if name == column:
                box.choose(becomes)
        self._on_columns()

    def set_record(self, word: str) -> None:
        """Choose what a row of the table is."""
        self.record.choose(word)
        self._on_shape()

    def _arrange(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        self._heads = QWidget()
        heads = QHBoxLayout(self._heads)
        heads.setContentsMargins(0, 0, 0, 0)
        heads.setSpacing(8)
        heads.addWidget(Words(tr("Each row is"), role="small", ink="text2"))
        heads.addWidget(self.record, 2)
        heads.addWidget(self.dates, 2)
        heads.addWidget(self.numbers, 2)
        lines.addWidget(self._heads)
        lines.addWidget(self.note)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        lines.addWidget(self._area, 1)

    def _fill(self, table: FoundTable) -> None:
        hand = self._hand
        self.record.choose(hand.record)
        self.dates.choose(hand.dates)
        self.numbers.choose(hand.numbers)
        becomes = _becomes(hand)
        page = QWidget()
        page.setObjectName("page")
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setVerticalSpacing(4)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 3)
        for at, words in enumerate((tr("Column"), tr("Examples"), tr("Becomes"))):
            grid.addWidget(Words(words, role="small", ink="text3"), 0, at)
        self._columns = []
        for at, column in enumerate(table.header):
            if not column:
                continue
            box = _Box()
            _offer(box, hand.record)
            box.choose(becomes.get(column, ""))
            box.activated.connect(self._on_columns)
            examples = commas(dict.fromkeys(row[at] for row in table.rows if at < len(row) and row[at]).keys())
            grid.addWidget(Words(column, role="body_bold" if becomes.get(column) else "body"), at + 1, 0)
            grid.addWidget(Words(_few(examples), role="small", ink="text2"), at + 1, 1)
            grid.addWidget(box, at + 1, 2)
            self._columns.append((column, box))
        grid.setRowStretch(len(table.header) + 1, 1)
        self._area.setWidget(page)

    def _on_shape(self) -> None:
        """Another kind of record has other facts; what both know stays."""
        if self._table is None:
            return
        word = self.record.currentData()
        known = set(by_word(word).facts()) if word else set()
        facts = {fact: column for fact, column in self._hand.facts.items() if fact in known}
        self._hand = replace(
            self._hand,
            record=word,
            facts=facts,
            joined_key=_joined_key(word, self._hand.key, facts),
            beside=self._hand.beside if word == self._hand.record else (),
            client=self._hand.client if word and by_word(word).scope is Scope.CLIENT else "",
            dates=self.dates.currentData(),
            numbers=self.numbers.currentData(),
        )
        self._fill(self._table)
        self._say_beside()
        self.changed.emit(self._hand)

    def _say_beside(self) -> None:
        """What the headers tell of each row beside its record."""
        also = commas(tr(each.record.label) for each in self._hand.beside)
        self.note.setVisible(bool(also))
        self.note.set_text(tr("Each row also tells of: {records}", records=also) if also else "")

    def _on_columns(self) -> None:
        chosen = {box.currentData(): column for column, box in self._columns if box.currentData()}
        currency, key, client = (chosen.pop(each, "") for each in (CURRENCY, KEY, CLIENT))
        before = self._hand
        named = {before.key, before.client} & {key, client} - {""}  # a name may be the key, and the name all the same
        facts = {fact: column for fact, column in before.facts.items() if column in named} | chosen
        self._hand = replace(
            before,
            key=key,
            joined_key=_joined_key(before.record, key, facts),
            client=client,
            currency=currency or ("" if before.currency_is_column else before.currency),
            currency_is_column=bool(currency),
            facts=facts,
        )
        self.changed.emit(self._hand)


class _Box(ChoiceBox):
    def __init__(self) -> None:
        super().__init__()
        self.setMaxVisibleItems(24)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)


def _becomes(hand: HandTable) -> dict[str, str]:
    """Column → what it becomes."""
    found = {column: fact for fact, column in hand.facts.items()}
    if hand.currency and hand.currency_is_column:
        found.setdefault(hand.currency, CURRENCY)
    if hand.client:
        found[hand.client] = CLIENT
    if hand.key:
        found[hand.key] = KEY
    return found


def _joined_key(word: str, key: str, facts: Mapping[str, str]) -> tuple[str, ...]:
    """The columns that make the key together, where none is the key alone."""
    return joined_key(by_word(word), facts) if word and not key else ()


def _offer(box: ChoiceBox, word: str) -> None:
    """What a column of such a record may become."""
    box.addItem(tr("nothing"), "")
    if not word:
        return
    record = by_word(word)
    box.addItem(tr("its key"), KEY)
    if record.scope is Scope.CLIENT:
        box.addItem(tr("the client"), CLIENT)
    for name, fact in record.facts().items():
        if fact.kind is not Kind.REFERENCES and _importable(record, name):
            box.addItem(tr(fact.label), name)
    box.addItem(tr("the currency of the row"), CURRENCY)


def _importable(record: type[Record], name: str) -> bool:
    fact = record.fact(name)
    return fact.edited_by != NOBODY_BY_HAND or record.owner is Owner.LEDGER


def _few(examples: str) -> str:
    parts = examples.split(", ")
    return commas(parts[:EXAMPLES])
