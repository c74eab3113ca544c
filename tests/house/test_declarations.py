"""Every declaration, checked: a fact without label, translation, known kind, policy or rights fails here."""

import pytest
from babel.messages.pofile import read_po

from kamdesk.base.paths import resources
from kamdesk.facts.columns import column_type
from kamdesk.facts.fact import Fact
from kamdesk.facts.kinds import Kind, canonical
from kamdesk.facts.policies import Compartment, Merge, Owner, Role, Scope
from kamdesk.facts.record import Record
from kamdesk.records.every import RECORDS, by_word

FACTS = [(record, fact) for record in RECORDS for fact in record.facts().values()]
NAMES = [f"{record.word}.{fact.name}" for record, fact in FACTS]
each_fact = pytest.mark.parametrize(("record", "fact"), FACTS, ids=NAMES)
each_record = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.word)


def _every_mapped_class(base: type[Record]) -> set[type[Record]]:
    return {found for child in base.__subclasses__() for found in {child, *_every_mapped_class(child)}}


@pytest.fixture(scope="module", params=["zh_CN", "zh_TW"])
def translations(request):
    with (resources() / "words" / f"{request.param}.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def test_every_record_class_stands_in_the_list():
    assert _every_mapped_class(Record) == set(RECORDS)
    assert len({record.word for record in RECORDS}) == len(RECORDS)


@each_record
def test_a_record_says_where_its_truth_comes_from(record):
    assert record.__doc__
    assert any(line in record.__doc__ for line in ("Source:", "each with its source")), record.word


@each_record
def test_a_record_says_scope_compartment_and_owner(record):
    assert isinstance(record.scope, Scope)
    assert isinstance(record.compartment, Compartment)
    assert isinstance(record.owner, Owner)
    stock = {Compartment.STOCK, Compartment.COST}
    assert (record.compartment in stock) <= (record.scope is Scope.CATALOGUE)


@each_record
def test_someone_may_write_a_record_unless_the_ledger_owns_it(record):
    assert bool(record.written_by) == (record.owner is not Owner.LEDGER)
    assert record.written_by <= set(Role)


@each_fact
def test_a_fact_has_a_label_a_policy_and_rights(record, fact):
    assert fact.label.strip()
    assert fact.label[0].isupper()
    assert isinstance(fact.merge, Merge)
    rights = record.written_by if fact.edited_by is None else fact.edited_by
    assert rights <= set(Role)
    assert (Role.OWNER in rights) or record.owner is Owner.LEDGER, "on an owner-run desk one person may do it all"


@each_fact
def test_a_new_fact_has_a_default_or_may_be_empty(record, fact):
    column = record.table().c[fact.name]
    assert column.nullable == (fact.default is None)
    assert (column.server_default is None) == (fact.default is None)
    if fact.default is not None:
        assert canonical(fact.kind, fact.default) == fact.default


@each_fact
def test_a_reference_names_a_record_and_only_a_reference_does(record, fact):
    is_reference = fact.kind in {Kind.REFERENCE, Kind.REFERENCES}
    assert is_reference == bool(fact.refers_to)
    assert is_reference == fact.name.endswith(("_id", "_ids"))
    if fact.refers_to:
        assert by_word(fact.refers_to) in RECORDS


@each_fact
def test_a_choice_has_choices_that_its_default_is_one_of(record, fact):
    is_choice = fact.kind in {Kind.CHOICE, Kind.CHOICES}
    assert is_choice == bool(fact.choices)
    if fact.kind is Kind.CHOICE and fact.default:
        assert fact.default in fact.choices


@each_record
def test_amounts_stand_beside_a_currency(record):
    kinds = {fact.kind for fact in record.facts().values()}
    if kinds & {Kind.AMOUNT, Kind.PRICE}:
        assert "currency" in record.facts()


@each_record
def test_names_say_what_a_value_is(record):
    for fact in record.facts().values():
        if fact.kind is Kind.DAY:
            assert fact.name.endswith(("_on", "_since", "since", "from", "day")), fact.name
        if fact.kind is Kind.MOMENT:
            assert fact.name.endswith(("_at", "as_of")), fact.name
        if fact.kind is Kind.BOOLEAN:
            assert fact.name.startswith("is_"), fact.name
        if fact.unit == "days":
            assert fact.name.endswith("_days"), fact.name


def _words_of(fact: Fact) -> list[str]:
    return [fact.label, *fact.choices.values(), *([fact.hint] if fact.hint else [])]


def test_every_label_choice_and_hint_is_translated(translations):
    plain = {"A", "B", "C"}
    words = {word for _, fact in FACTS for word in _words_of(fact)} | {record.label for record in RECORDS}
    assert sorted(word for word in words - plain if not translations.get(word)) == []


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_value_has_a_column_and_a_canonical_form(kind):
    assert column_type(kind) is not None
    assert canonical(kind, None) is None
