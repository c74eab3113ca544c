"""The manual's pages about the office: fresh rights, every verb in each language, a unit that starts the program."""

import argparse
import configparser
import shlex

import pytest

from kamdesk.base.paths import resources
from kamdesk.base.words import LANGUAGES, speaking
from kamdesk.exchange.readers import CLIENT_COMPARTMENTS
from kamdesk.exchange.rights import may
from kamdesk.facts.policies import Owner, Scope
from kamdesk.records.clients import Client
from kamdesk.records.every import RECORDS
from kamdesk.server.people.rights_page import NONE, changes, reads, rights_page, writes
from kamdesk.server.people.users import ROLES
from kamdesk.server.verbs.parser import parser

EVERYWHERE = {"--help", "--profile", "--as-of", "--json", "--language"}


def verbs():
    (group,) = [each for each in parser()._actions if isinstance(each, argparse._SubParsersAction)]
    return group.choices


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


def test_the_page_of_rights_is_as_the_declarations_are(language):
    """Where it is not: run build/manual_pages.py."""
    with speaking(language):
        assert (resources() / "manual" / language / "rights.md").read_text("utf-8") == rights_page()


def test_the_page_says_what_the_office_does():
    for role in ROLES:
        for record in RECORDS:
            if record.scope is not Scope.CATALOGUE:
                assert reads(role, record) == (record.compartment in CLIENT_COMPARTMENTS[role])
            if writes(role, record) != NONE:
                assert may(role, record)
                assert record.owner is not Owner.LEDGER
    assert [role.value for role in ROLES if changes(role, Client, "payment_term_days")] == ["finance"]
    assert [role.value for role in ROLES if changes(role, Client, "grade")] == ["manager"]


@pytest.mark.parametrize("verb", verbs())
def test_every_verb_stands_in_the_manual_with_its_options(language, verb):
    page = (resources() / "manual" / language / "office_setup.md").read_text("utf-8")
    assert f"kamdesk-server {verb}" in page
    options = {option for each in verbs()[verb]._actions for option in each.option_strings if option.startswith("--")}
    assert {option for option in options - EVERYWHERE if option not in page} == set()


def test_the_unit_for_systemd_starts_the_program_with_words_it_knows():
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read_string((resources() / "office" / "kamdesk-server.service").read_text("utf-8"))
    program, *words = shlex.split(unit["Service"]["ExecStart"])
    assert program.endswith("/kamdesk-server")
    assert parser().parse_args(words).verb == "run"
    assert unit["Service"]["User"] == "kamdesk"
