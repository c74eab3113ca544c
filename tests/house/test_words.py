"""The translations: no {slot} lost on the way, 繁體 follows from 简体, what a hand wrote stays."""

import json

import pytest
import words


@pytest.fixture(scope="module")
def found():
    return words.extract()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(words, "WORDS", tmp_path / "words")
    texts = {"Payment term": {"records/clients.py"}, "{n} orders": {"ui/orders/board.py"}}
    monkeypatch.setattr(words, "extract", lambda: {text: (text, files) for text, files in texts.items()})
    return tmp_path


def give(folder, **texts):
    (folder / "given.json").write_text(json.dumps(texts), "utf-8")
    return words.merge(folder)


@pytest.mark.parametrize("locale", ["zh_CN", "zh_TW"])
def test_no_translation_has_lost_or_invented_a_slot(locale, found):
    texts = {english: text for english, text in words.read(locale).items() if english in found}
    assert words.wrong_slots(texts, found) == []


def test_every_marked_text_of_the_program_is_found(found):
    assert "{n} d late" in found


def test_texts_inside_f_strings_and_split_ones_are_found_and_computed_ones_are_not():
    code = """a = f"{x} {tr('not due yet')}"; b = tr("one " "text"); c = ntr("{n} day", "{n} days", n); d = tr(a)"""
    assert sorted(map(str, words.texts_of(code))) == ["('{n} day', '{n} days')", "not due yet", "one text"]


def test_traditional_words_follow_from_the_simplified_ones(folder):
    assert give(folder, **{"Payment term": "账期"}) == 0
    assert words.read("zh_TW") == {"Payment term": "帳期"}


def test_traditional_words_given_by_hand_stay_when_the_rest_is_merged_again(folder):
    give(folder, **{"Payment term": ["账期", "付款期限"]})
    give(folder, **{"{n} orders": "{n} 张订单"})
    assert words.read("zh_TW") == {"Payment term": "付款期限", "{n} orders": "{n} 張訂單"}


def test_a_corrected_simplified_text_corrects_the_traditional_one(folder):
    give(folder, **{"Payment term": "帐期"})
    give(folder, **{"Payment term": "付款期"})
    assert words.read("zh_TW") == {"Payment term": "付款期"}


def test_a_lost_slot_is_told(folder, capsys):
    assert give(folder, **{"{n} orders": "订单"}) == 1
    assert "slots differ" in capsys.readouterr().out


def test_merging_twice_changes_nothing(folder):
    give(folder, **{"Payment term": "账期"})
    before = (words.WORDS / "zh_CN.po").read_bytes()
    words.merge(None)
    assert (words.WORDS / "zh_CN.po").read_bytes() == before
