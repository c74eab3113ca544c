"""The words by which a table's name and headers speak of a record: its label, its facts' labels and import words."""

from __future__ import annotations

from functools import lru_cache

from kamdesk.base.words import LANGUAGES, speaking, tr
from kamdesk.connectors.mapping import plain_header
from kamdesk.facts.kinds import Kind
from kamdesk.facts.record import Record
from kamdesk.records.every import by_word

_KEY_WORDS = ("id", "key", "no", "number", "code", "编号", "編號", "编码", "代码", "號", "号", "号码", "號碼")
_OFTEN_NAMES = frozenset({"client", "contact", "product", "employee"})
"""Under the bare word stands a name as often as a key."""


@lru_cache(maxsize=64)
def table_names(record: type[Record]) -> frozenset[str]:
    """How a table of such records may be called."""
    words = {record.word, f"{record.word}s", record.table().name, *_in_every_language(record.label)}
    if record.word == "client":
        words |= {"customer", "customers", "客户", "客戶"}
    if record.word == "order_line":
        words |= {"order details", "order items", "lines"}
    return frozenset(map(plain_header, words | {f"{word}s" for word in words}))


@lru_cache(maxsize=64)
def key_headers(word: str) -> frozenset[str]:
    """Headers under which the key of such a record stands: "Customer ID", "客户编号"."""
    nouns = _nouns(word)
    with_word = {noun + plain_header(end) for noun in nouns for end in _KEY_WORDS}
    return frozenset(with_word if word in _OFTEN_NAMES else with_word | nouns)


@lru_cache(maxsize=64)
def fact_words(record: type[Record]) -> dict[str, str]:
    """Fact by header word."""
    words: dict[str, str] = {}
    for name, fact in record.facts().items():
        if fact.kind is Kind.REFERENCES:
            continue
        spoken = {*fact.import_as, *_in_every_language(fact.label), name.removesuffix("_id")}
        if fact.kind is Kind.REFERENCE:
            spoken |= {key for key in key_headers(fact.refers_to) if fact.name.removesuffix("_id") == fact.refers_to}
        for word in spoken:
            words.setdefault(plain_header(word), name)
    return words


def speaks_of(record: type[Record], header: str) -> bool:
    """Whether a header says the record's own noun: "Customer name" does, "Name" does not."""
    plain = plain_header(header)
    return any(noun in plain for noun in _nouns(record.word) if len(noun) > 1)


@lru_cache(maxsize=64)
def _nouns(word: str) -> frozenset[str]:
    names = {word, *_in_every_language(by_word(word).label)}
    if word == "client":
        names |= {"customer", "客户", "客戶", "account"}
    return frozenset(map(plain_header, names))


@lru_cache(maxsize=1)
def currency_words() -> frozenset[str]:
    """Headers under which a currency stands."""
    return frozenset(plain_header(word) for word in ("currency", "currency code", "币种", "幣別", "货币", "貨幣"))


def _in_every_language(label: str) -> set[str]:
    found = set()
    for language in LANGUAGES:
        with speaking(language):
            found.add(tr(label))
    return found
