"""Words of the declarations: whoever sits at a desk is called something, in every language."""

import pytest

from kamdesk.base.words import LANGUAGES, speaking, tr
from kamdesk.facts.policies import ROLE_NAMES, Role


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_role_is_shown_by_its_name_and_never_by_its_code(language):
    with speaking(language):
        said = {role: tr(ROLE_NAMES[role]) for role in Role}
    assert said[Role.REP] != "rep"
    if language != "en":
        assert all(name != ROLE_NAMES[role] for role, name in said.items())
