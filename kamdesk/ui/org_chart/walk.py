"""Where an arrow key leads in the chart: to the manager, the first report, or the next box of the row."""

from __future__ import annotations

from PySide6.QtCore import Qt

from kamdesk.ui.org_chart.board import Board


def neighbour(board: Board, here: bytes | None, key: int) -> bytes | None:
    """The post an arrow key goes to; without a choice the first of the chart. None where the key is no arrow."""
    if key not in {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home}:
        return None
    seats = board.layout.seats
    first = next((root for root in board.tree.roots if root in seats), None)
    if here is None or here not in seats or key == Qt.Key.Key_Home:
        return first
    if key == Qt.Key.Key_Up:
        return _above(board, here)
    if key == Qt.Key.Key_Down:
        return _below(board, here)
    return _beside(board, here, step=1 if key == Qt.Key.Key_Right else -1)


def _above(board: Board, here: bytes) -> bytes:
    """The box above in a stack, else the manager."""
    seats = board.layout.seats
    seat = seats[here]
    if seat.stacked:
        over = [
            key
            for key, other in seats.items()
            if other.left == seat.left and other.stacked and other.row == seat.row - 1
        ]
        if over:
            return over[0]
    return board.tree.manager.get(here, here)


def _below(board: Board, here: bytes) -> bytes:
    """The first report, or the next of the stack."""
    seats = board.layout.seats
    below = [key for key in board.tree.under.get(here, ()) if key in seats]
    if below:
        return min(below, key=lambda key: (seats[key].row, abs(seats[key].left - seats[here].left)))
    seat = seats[here]
    under = [key for key, other in seats.items() if other.left == seat.left and other.row == seat.row + 1]
    return under[0] if under and seat.stacked else here


def _beside(board: Board, here: bytes, *, step: int) -> bytes:
    seats = board.layout.seats
    row = sorted((other.left, key) for key, other in seats.items() if other.row == seats[here].row)
    at = row.index((seats[here].left, here)) + step
    return row[at][1] if 0 <= at < len(row) else here
