"""A mapping written wrongly is refused with its place, whatever stands where something else belongs."""

from contextlib import suppress

import pytest

from kamdesk.connectors.mapping import BadMapping
from kamdesk.connectors.mapping_file import parse_mapping

WHOLE = """
[[table]]
files = ["x"]
{table}

[[table.record]]
record = "order"
key = "O"
client = "C"
{record}
"""
WORDS_OF_A_TABLE = (
    "files", "headers", "header_row", "skip", "heading", "fill_down", "dates", "numbers", "currency", "fold_case",
)  # fmt: skip
WORDS_OF_A_RECORD = ("only", "if_missing", "ordered_on", "freight")
WORDS_OF_A_SOURCE = (
    "column", "join", "with", "sum", "constant", "values", "otherwise", "matches", "extract", "dates", "numbers",
    "factor", "negative_when", "empty",
)  # fmt: skip
ANYTHING = ("3", "-1", "1.5", "true", '"x"', "[]", "[1, 2]", '["A"]', "[{}]", "{}", "{ column = 'A' }", "2026-01-01")


def read_or_refused(text):
    with suppress(BadMapping):
        parse_mapping(text)


@pytest.mark.parametrize("word", WORDS_OF_A_TABLE)
@pytest.mark.parametrize("value", ANYTHING)
def test_a_table_word_with_anything_in_it_is_read_or_refused(word, value):
    text = WHOLE.format(table=f"{word} = {value}", record="")
    read_or_refused(text if word != "files" else text.replace('files = ["x"]', ""))


@pytest.mark.parametrize("word", WORDS_OF_A_RECORD)
@pytest.mark.parametrize("value", ANYTHING)
def test_a_record_word_with_anything_in_it_is_read_or_refused(word, value):
    read_or_refused(WHOLE.format(table="", record=f"{word} = {value}"))


@pytest.mark.parametrize("word", WORDS_OF_A_SOURCE)
@pytest.mark.parametrize("value", ANYTHING)
def test_a_source_with_anything_in_it_is_read_or_refused(word, value):
    beside = "" if word in {"column", "join", "sum", "constant"} else "column = 'A', "
    read_or_refused(WHOLE.format(table="", record=f"freight = {{ {beside}{word} = {value} }}"))


@pytest.mark.parametrize("word", ["record", "key", "client"])
@pytest.mark.parametrize("value", ANYTHING)
def test_a_records_name_and_keys_with_anything_in_them_are_read_or_refused(word, value):
    words = {"record": '"order"', "key": '"O"', "client": '"C"', word: value}
    lines = "\n".join(f"{name} = {each}" for name, each in words.items())
    read_or_refused(f'[[table]]\nfiles = ["x"]\n[[table.record]]\n{lines}\n')


@pytest.mark.parametrize("text", ["set = 3", "table = 3", "[table]\nfiles = 'x'", "name = 3", "encoding = []", "x ="])
def test_a_document_of_another_shape_is_refused(text):
    with pytest.raises(BadMapping):
        parse_mapping(text)


def test_a_currency_for_the_whole_table_may_be_a_column():
    text = WHOLE.format(table="currency = { column = 'Cur' }", record="")
    assert parse_mapping(text).tables[0].currency.columns == ("Cur",)
