"""Writes the pages of the manual that follow from the program: who may read and write what, in every language."""

from kamdesk.base.paths import resources
from kamdesk.base.words import LANGUAGES, speaking
from kamdesk.server.people.rights_page import rights_page

PAGE = "rights.md"


def main() -> None:
    """Write the pages anew."""
    for language in LANGUAGES:
        with speaking(language):
            (resources() / "manual" / language / PAGE).write_text(rights_page(), "utf-8")


if __name__ == "__main__":
    main()
