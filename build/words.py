"""Keeps the words of the program and their translations together.

    python build/words.py extract                 what is untranslated, as JSON to be filled in: {"English": ""}
    python build/words.py merge [--from FOLDER]   resources/words/*.po anew: the program's texts, translations from the
                                                  .po files as they are and from FOLDER/*.json, which win

A JSON file holds {"English": "简体"} or {"English": ["简体", "繁體"]}. Without the second, 繁體 follows from 简体.
"""

import argparse
import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import opencc
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
WORDS = ROOT / "resources" / "words"
MARKED_BY = {"tr": 1, "N_": 1, "ntr": 2}  # how many of its first arguments are texts
HEADER = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n{}\n'
PLURALS = '"Plural-Forms: nplurals=1; plural=0;\\n"\n'
# Where OpenCC's Taiwan words are those of computing, not of the key account manager (the glossary decides).
TAIWAN = {
    "賬": "帳",
    "分割槽": "分區",
    "型別": "類型",
    "對映": "對應",
    "工作臺": "工作台",
    "平臺": "平台",
    "庫存檔點": "庫存盤點",
    "彙報": "匯報",
    "排程": "調度",
    "支援度": "支持度",
    "瞭解": "了解",
    "程式碼": "代碼",
    "許可權": "權限",
    "籤付款": "簽付款",
    "便籤": "便箋",
    "示例": "範例",
    "計劃": "計畫",
    "迴圈": "循環",
}

Message = str | tuple[str, str]  # a text, or a text for one and a text for many
Given = tuple[str, str | None]  # 简体, and 繁體 where it does not follow


def name(message: Message) -> str:
    """The English text under which translations of a message are kept: for numbers, the one for one."""
    return message if isinstance(message, str) else message[0]


def extract(folder: Path = ROOT / "kamdesk") -> dict[str, tuple[Message, set[str]]]:
    """Every text of the program with the files where it stands: {English: (message, {"base/show.py"})}."""
    found: dict[str, tuple[Message, set[str]]] = {}
    for file in sorted(folder.rglob("*.py")):
        for text in texts_of(file.read_text("utf-8")):
            known = found.setdefault(name(text), (text, set()))
            # A text that has a form for many keeps it, wherever else it stands alone.
            places = known[1] | {file.relative_to(folder).as_posix()}
            found[name(text)] = (text if isinstance(text, tuple) else known[0], places)
    return found


def texts_of(code: str) -> Iterator[Message]:
    """The marked texts of a module. Babel's own reader of Python misses those inside f-strings before 3.12."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKED_BY:
            given = [each.value for each in node.args[: MARKED_BY[node.func.id]] if isinstance(each, ast.Constant)]
            texts = [each for each in given if isinstance(each, str) and each]
            if len(texts) == MARKED_BY[node.func.id]:
                yield texts[0] if len(texts) == 1 else (texts[0], texts[1])


def read(locale: str) -> dict[str, str]:
    """The translations that a .po file holds."""
    path = WORDS / f"{locale}.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=locale)
    texts = {name(entry.id): entry.string if isinstance(entry.string, str) else entry.string[0] for entry in catalogue}
    return {english: text for english, text in texts.items() if english and text}


def read_given(folder: Path | None) -> dict[str, Given]:
    """The translations of all JSON files of a folder; the file changed last wins."""
    given: dict[str, Given] = {}
    files = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime) if folder else []
    for file in files:
        for english, texts in json.loads(file.read_text("utf-8")).items():
            simplified, traditional = (texts, None) if isinstance(texts, str) else (texts[0], texts[-1])
            if simplified:
                given[english] = (simplified, traditional)
    return given


@cache
def converter() -> opencc.OpenCC:
    """OpenCC's tables, read once."""
    return opencc.OpenCC("s2twp")


def traditional(simplified: str) -> str:
    """繁體 as Taiwan writes it."""
    text = converter().convert(simplified)
    for found, wanted in TAIWAN.items():
        text = text.replace(found, wanted)
    return text


def traditional_words(simplified: Mapping[str, str], given: Mapping[str, Given]) -> dict[str, str]:
    """繁體 for each 简体: given by hand, else kept where a hand had changed it, else derived (Taiwan's words)."""
    before, derived_from = read("zh_TW"), read("zh_CN")
    texts = {}
    for english, text in simplified.items():
        by_hand = given.get(english, ("", None))[1]
        kept = before.get(english)
        was_derived = kept is None or kept == traditional(derived_from.get(english, ""))
        texts[english] = by_hand or (traditional(text) if was_derived or kept is None else kept)
    return texts


def write(locale: str, messages: Iterable[tuple[Message, set[str]]], texts: Mapping[str, str]) -> None:
    """One .po, sorted by text and without dates or line numbers, so that a change shows only what changed."""
    catalogue = Catalog(locale=locale)
    for message, files in messages:
        text = texts.get(name(message), "")
        places = [(file, 1) for file in sorted(files)]
        catalogue.add(message, text if isinstance(message, str) else (text,), locations=places)
    WORDS.mkdir(parents=True, exist_ok=True)
    with (WORDS / f"{locale}.po").open("wb") as file:
        file.write(HEADER.format(locale, PLURALS).encode())
        write_po(file, catalogue, width=0, sort_output=True, omit_header=True, include_lineno=False)


def slots(text: str) -> set[str]:
    """The {slots} of a text."""
    return {slot.split(":")[0].split("!")[0] for slot in re.findall(r"\{(\w+[^}]*)\}", text)}


def wrong_slots(texts: Mapping[str, str], messages: Mapping[str, tuple[Message, set[str]]]) -> list[str]:
    """Translations that have lost or invented a {slot}; the form for many may have more slots than that for one."""
    wrong = []
    for english, text in texts.items():
        message = messages[english][0]
        most = slots(message if isinstance(message, str) else message[1])
        if not slots(english) <= slots(text) <= most | slots(english):
            wrong.append(f"{english!r} → {text!r}")
    return wrong


def merge(folder: Path | None) -> int:
    """Write all .po files; returns 1 where a translation has lost or invented a {slot}."""
    found, given = extract(), read_given(folder)
    simplified = {**read("zh_CN"), **{english: texts[0] for english, texts in given.items()}}
    simplified = {english: text for english, text in simplified.items() if english in found}
    catalogues = {"zh_CN": simplified, "zh_TW": traditional_words(simplified, given)}
    wrong = [line for texts in catalogues.values() for line in wrong_slots(texts, found)]
    for locale, texts in catalogues.items():
        write(locale, found.values(), texts)
    missing = sorted(set(found) - set(simplified))
    print(f"{len(found)} texts, {len(simplified)} translated, {len(missing)} missing")
    for english in missing:
        print(f"  missing: {english!r} in {', '.join(sorted(found[english][1]))}")
    for line in wrong:
        print(f"  slots differ: {line}")
    return 1 if wrong else 0


def main() -> int:
    """Run one verb."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=("extract", "merge"))
    parser.add_argument("--from", dest="folder", type=Path)
    given = parser.parse_args()
    if given.verb == "merge":
        return merge(given.folder)
    missing = sorted(set(extract()) - set(read("zh_CN")))
    json.dump(dict.fromkeys(missing, ""), sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
