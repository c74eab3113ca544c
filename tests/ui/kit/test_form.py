"""Fields made from facts: what is typed is saved when it is left, and nothing is chosen by the way."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from kamdesk.facts.shown import Around
from kamdesk.records.clients import Client
from kamdesk.ui.kit.choice_box import ChoiceBox
from kamdesk.ui.kit.form import FactForm


@pytest.fixture
def made(theme, qtbot):
    def make(*names):
        form = FactForm([Client.fact(name) for name in names], Around(currency="CNY", today=date(2026, 10, 20)))
        form.saved = []
        form.edited.connect(lambda name, value: form.saved.append((name, value)))
        qtbot.addWidget(form)
        with qtbot.waitActive(form):
            form.show()
            form.activateWindow()
        return form

    return make


def wheel_over(widget):
    middle, here = QPointF(widget.rect().center()), QPointF(0, 0)
    turned = QWheelEvent(
        middle, here, QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, turned)
    return turned.isAccepted()


def test_lines_are_saved_when_they_are_left(made, qtbot):
    form = made("habits", "city")
    form.set_values({"habits": "", "city": ""})
    lines = form.fields["habits"].editor()
    lines.setFocus()
    qtbot.keyClicks(lines, "Orders on Mondays")
    assert form.saved == []
    form.fields["city"].editor().setFocus()
    assert form.saved == [("habits", "Orders on Mondays")]
    lines.setFocus()
    form.fields["city"].editor().setFocus()
    assert len(form.saved) == 1, "nothing was changed the second time"


def test_the_wheel_that_scrolls_a_form_chooses_nothing(made):
    form = made("grade")
    form.set_values({"grade": "A"})
    box = form.fields["grade"].editor()
    assert not wheel_over(box), "the form behind it scrolls"
    assert form.fields["grade"].value() == "A"
    assert form.saved == []


def test_a_choice_is_found_by_what_it_is(made):
    box = ChoiceBox()
    box.addItem("nobody", None)
    box.addItem("Lin Yue", bytes.fromhex("00ff"))
    box.choose(bytes([0, 255]))
    assert box.currentText() == "Lin Yue"
    box.choose(b"somebody else")
    assert box.currentText() == "nobody"


def test_a_share_keeps_the_decimals_that_were_typed(made, qtbot):
    form = made("otif_aim")
    form.set_values({"otif_aim": 950_000})
    edit = form.fields["otif_aim"].editor()
    assert edit.text() == "95"
    edit.selectAll()
    qtbot.keyClicks(edit, "98.25")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert form.saved == [("otif_aim", 982_500)]
    assert edit.text() == "98.25"
    assert form.fields["otif_aim"].value() == 982_500


def test_a_fact_may_be_changed_back_and_what_was_refused_is_tried_again(made, qtbot):
    form = made("city")
    form.set_values({"city": "Suzhou"})
    field = form.fields["city"]

    def typed(text):
        field.editor().selectAll()
        qtbot.keyClicks(field.editor(), text)
        qtbot.keyClick(field.editor(), Qt.Key.Key_Return)

    typed("Kunshan")
    typed("Suzhou")
    assert form.saved == [("city", "Kunshan"), ("city", "Suzhou")]
    field.say_refused("Somebody else changed it")
    assert field.text() == "Suzhou"
    field.finish()
    assert form.saved[2:] == [("city", "Suzhou")]
