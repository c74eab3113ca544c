"""Whose tray an item of the office of dictionaries lies in."""

from kamdesk.exchange.items import places_of
from kamdesk.exchange.verdicts import Item
from kamdesk.records.every import by_word


def looks_at(state, kept, user_id: bytes) -> bool:
    """Whether an item is this user's to look at: the author's while they may read there, else the nearest person's."""
    item, mine = kept.item, kept.author_id == user_id
    if not _may_read(state, item, user_id):
        was_made = any(scope_id == item.scope_id for scope_id, _ in state.heads)
        return mine and item.kind != "held" and not was_made
    if mine:
        return True
    if item.kind == "proposal":
        facts = by_word(item.word).facts()
        if all(state.users[user_id].role in (facts[each.fact].edited_by or ()) for each in item.facts):
            return True
    if _may_read(state, item, kept.author_id):
        return False
    nearest = (each for each in state.users if _may_read(state, item, each))
    return next(nearest, None) == user_id


def _may_read(state, item: Item, user_id: bytes) -> bool:
    """As the office asks it: of a client that is not there (any more) nobody reads anything."""
    grants = state.grants(user_id)
    return all(place in grants for place in places_of(item))
