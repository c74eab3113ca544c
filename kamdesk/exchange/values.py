"""One value against its declaration; the same check on the laptop before writing and at the office before taking."""

from __future__ import annotations

from typing import Any

from kamdesk.base.errors import BadValue
from kamdesk.base.words import tr
from kamdesk.facts.fact import Fact
from kamdesk.facts.kinds import Kind, canonical


def checked_value(fact: Fact, value: object) -> Any:  # noqa: ANN401  (values of any kind)
    """The canonical value of a fact, its default in place of nothing. Raises: BadValue naming the fact."""
    try:
        found = canonical(fact.kind, value)
    except BadValue as error:
        raise BadValue(f"{tr(fact.label)}: {error.text}", fact=fact.name) from error
    if found is None:
        return fact.default
    if fact.kind is Kind.CHOICE and found and fact.choices and found not in fact.choices:
        known = ", ".join(tr(label) for label in fact.choices.values())
        raise BadValue(
            tr('{fact}: "{value}" is none of: {known}', fact=tr(fact.label), value=found, known=known), fact=fact.name
        )
    return found
