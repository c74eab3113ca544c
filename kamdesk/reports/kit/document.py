"""A brief as a document: heads, feet with page x of y, and a promise about how many pages it has."""

from __future__ import annotations

from dataclasses import dataclass, field

from kamdesk.base.log import logger
from kamdesk.base.tokens import PAPER
from kamdesk.base.words import language, tr
from kamdesk.reports.kit.blocks import Block, Column, Rigid, fit
from kamdesk.reports.kit.paper import BOTTOM, FOOT, LEFT, MM, PAGE_HEIGHT, RULE_HEAD, TOP, WIDTH, Paper
from kamdesk.reports.kit.rich import FOOT as FOOT_STYLE
from kamdesk.reports.kit.rich import SIDE, Style, strong
from kamdesk.reports.kit.writing_room import WritingRoom

GAP, GAP_MOST = 4.6 * MM, 7.2 * MM
"""Between sections: a full page has the least, a page with room stretches to the most."""

_LOOSER = (1.1 * MM, 0.8 * MM, 0.5 * MM, 0.25 * MM)
"""What rows may get above and below, the most first."""

_log = logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What stands on every page and in the file's properties."""

    title: str
    author: str
    subject: str
    foot: str
    number: str
    pages: int


@dataclass
class Document:
    """Pages in order; each call of `page` sets one."""

    imprint: Imprint
    _page: int = 0
    _paper: Paper = field(init=False)

    def __post_init__(self) -> None:
        """Open the sheet in the language in force."""
        about = self.imprint
        self._paper = Paper(title=about.title, author=about.author, subject=about.subject, language=language())

    def page(
        self, head: Block, sections: list[Block], *, grows: WritingRoom | None = None, tail: Block | None = None
    ) -> None:
        """One page: head, sections with even gaps, foot. What is too long is cut, `grows` takes what is left.

        `tail` stands at the end only where the page has room for it without cutting anything.
        """
        self._page += 1
        head.draw(self._paper, LEFT, TOP, WIDTH)
        top = TOP + head.height(WIDTH) + GAP
        room = PAGE_HEIGHT - BOTTOM - top
        body = Column(sections, GAP)
        if not fit(body, WIDTH, room):
            _log.warning("page %d of a brief is fuller than its sheet", self._page)
        _loosen(body, room)
        if tail and body.height(WIDTH) + GAP + tail.height(WIDTH) <= room:
            body.blocks = [*sections, tail]
        elif tail:
            grows = None
        if grows:
            grows.take(lambda: room - body.height(WIDTH))
        slack = room - body.height(WIDTH)
        body.gap = min(GAP_MOST, GAP + max(0.0, slack) / max(1, len(body.blocks)))
        body.draw(self._paper, LEFT, top + body.gap - GAP, WIDTH)
        self._foot()
        self._paper.next_page()

    def finished(self) -> bytes:
        """The bytes; every promised page is there."""
        assert self._page == self.imprint.pages, f"{self._page} pages instead of {self.imprint.pages}"
        return self._paper.finished()

    def _foot(self) -> None:
        y = PAGE_HEIGHT - FOOT - FOOT_STYLE.leading
        self._paper.rule(LEFT, y - 1.2 * MM, WIDTH)
        count = tr("{page}/{pages}", page=self._page, pages=self.imprint.pages)
        number = f"{self.imprint.number}\u3000{count}"
        used = self._paper.text(number, LEFT + WIDTH / 2, y, FOOT_STYLE, room=WIDTH / 2, align="right")
        self._paper.text(self.imprint.foot, LEFT, y, FOOT_STYLE, room=WIDTH - used - 4 * MM)


def _loosen(body: Block, room: float) -> None:
    """On a page with room the rows stand further apart, as far as they like to."""
    for points in _LOOSER:
        body.loosen(points)
        if body.height(WIDTH) <= room:
            return
        body.loosen(-points)


@dataclass
class RunningHead(Rigid):
    """The head of every page but a title page: two sides of one line over a strong rule."""

    left: str
    right: str

    _STYLE = Style(SIDE.size, SIDE.leading, PAPER.ink2)

    def height(self, width: float) -> float:  # noqa: ARG002  (a block's shape)
        """One line and its rule."""
        return self._STYLE.leading + 1 * MM

    def draw(self, paper: Paper, x: float, y: float, width: float) -> None:
        """Left in bold, right in the second ink."""
        right = paper.text(self.right, x + width / 2, y, self._STYLE, room=width / 2, align="right")
        paper.text(strong(self.left), x, y, self._STYLE, room=width - right - 4 * MM)
        paper.rule(x, y + self.height(width), width, colour=PAPER.ink, weight=RULE_HEAD)
