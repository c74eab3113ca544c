"""The catalogues of words are whole: every text of the program has its Chinese, and nothing else is in them."""

import pytest
import words


@pytest.fixture(scope="module")
def texts():
    return set(words.extract())


@pytest.mark.parametrize("locale", ["zh_CN", "zh_TW"])
def test_every_text_of_the_program_is_translated(locale, texts):
    # Missing ones: `python build/words.py extract` prints them as JSON to be filled in, `merge --from` takes them.
    assert sorted(texts - set(words.read(locale))) == []


@pytest.mark.parametrize("locale", ["zh_CN", "zh_TW"])
def test_no_translation_outlives_its_text(locale, texts):
    assert sorted(set(words.read(locale)) - texts) == []


def test_english_words_have_straight_quotes(texts):
    """In the one font of screen and paper curly quotes are as wide as a Chinese sign (LOOK 2)."""
    assert sorted(text for text in texts if set(str(text)) & set("“”‘’")) == []
