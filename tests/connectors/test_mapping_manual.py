"""The manual's chapter on mappings: its examples are mappings, its facts exist, its whole example does what it says."""

import re
from datetime import date

import pytest

from kamdesk.base.paths import resources
from kamdesk.base.words import LANGUAGES
from kamdesk.connectors.cells import Table
from kamdesk.connectors.folded_tables import fold
from kamdesk.connectors.mapping import BadMapping
from kamdesk.connectors.mapping_file import parse_mapping
from kamdesk.records.every import by_word

CHAPTERS = {name: (resources() / "manual" / name / "mapping.md").read_text("utf-8") for name in LANGUAGES}
MANUAL = CHAPTERS["en"]
ROW = re.compile(r"^\| `(\w+)` \| [^|]+ \| (.*) \|$", re.MULTILINE)


def examples(chapter):
    return re.findall(r"```toml\n(.*?)```", chapter, re.DOTALL)


def facts_named(chapter):
    return [(record, fact) for record, facts in ROW.findall(chapter) for fact in re.findall(r"`(\w+)`", facts)]


EXAMPLES = examples(MANUAL)
FACTS = facts_named(MANUAL)


@pytest.mark.parametrize("name", ["zh_CN", "zh_TW"])
def test_every_language_has_the_same_examples_and_facts(name):
    assert (examples(CHAPTERS[name]), facts_named(CHAPTERS[name])) == (EXAMPLES, FACTS)


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_is_a_mapping(text):
    assert parse_mapping(text, {"client": "HO"}).tables


@pytest.mark.parametrize(("record", "fact"), FACTS)
def test_every_fact_of_the_manual_exists(record, fact):
    assert {fact, f"{fact}_id", f"{fact}_micro"} & set(by_word(record).facts())


def test_the_whole_example_reads_its_file_as_the_manual_says():
    sample = MANUAL.partition("## A whole example")[2]
    lines = [line[4:].split(";") for line in sample.splitlines() if line.startswith("    ")]
    mapping = parse_mapping(EXAMPLES[-1])
    folded = fold(Table(file="list.csv", name="list", rows=lines.__iter__), mapping.tables[0], currency="CNY")
    read = {batch.record.word: batch for batch in folded.batches}
    assert folded.refused == []
    assert read["client"].keys == ["4711"]
    assert dict(zip(read["client"].facts, read["client"].columns, strict=True))["legal_name"] == ["Müller GmbH"]
    invoices = dict(zip(read["invoice"].facts, read["invoice"].columns, strict=True))
    assert invoices["amount"] == [123_456, -23_456]
    assert invoices["issued_on"] == [date(2026, 4, 3).isoformat(), date(2026, 4, 10).isoformat()]
    assert invoices["currency"] == ["EUR", "EUR"]
    assert read["receipt"].keys == ["R-1"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[table]]\n[[table.record]]\nrecord = 'clent'", 'no kind of record called "clent"'),
        ("[[table]]\n[[table.record]]\nrecord = 'client'\nnme = 'A'", 'no fact "nme"; there are: legal_name'),
        (
            "[[table]]\n[[table.record]]\nrecord = 'client'\nkey = { colum = 'A' }",
            'knows no word "colum"|names no column',
        ),
        ("[[table]]\ndates = 'dayfirst'\n[[table.record]]\nrecord = 'client'", "dates.*day-first"),
        ("[[table]]\nnumbers = '1.2'\n[[table.record]]\nrecord = 'client'", "numbers.*1,234.56"),
        ("[[table]]\nskip = [{ column = 'A' }]\n[[table.record]]\nrecord = 'client'", "tests nothing"),
        ("[[table]]\nheading = [{ matches = '^K' }]\n[[table.record]]\nrecord = 'client'", "must name"),
        ("[[table]]\n[[table.record]]\nrecord = 'client'\nkey = '{who}'", "--set who="),
        ("[[table]]", r"no \[\[table.record\]\]"),
        ("x = [", "Invalid value"),
    ],
)
def test_a_mistake_in_a_mapping_is_refused_with_its_place(text, says):
    with pytest.raises(BadMapping, match=says):
        parse_mapping(text)
