"""The manual knows every command and every option, in each language."""

import argparse

import pytest

from kamdesk.base.paths import resources
from kamdesk.base.words import LANGUAGES
from kamdesk.cli.parser import parser

EVERYWHERE = {"--help", "--profile", "--as-of", "--json", "--language"}


def verbs():
    (group,) = [each for each in parser()._actions if isinstance(each, argparse._SubParsersAction)]
    return group.choices


@pytest.fixture(params=LANGUAGES)
def page(request):
    return (resources() / "manual" / request.param / "command_line.md").read_text("utf-8")


@pytest.mark.parametrize("verb", verbs())
def test_every_command_stands_in_the_manual_with_its_options(page, verb):
    assert f"`{verb}" in page or f"kamdesk {verb}" in page
    options = {option for each in verbs()[verb]._actions for option in each.option_strings if option.startswith("--")}
    assert {option for option in options - EVERYWHERE if option not in page} == set()


def test_the_options_of_all_stand_in_the_manual(page):
    assert all(option in page for option in EVERYWHERE - {"--help"})
