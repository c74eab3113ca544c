"""Makes resources/fonts anew: Noto Sans SC Regular and Bold as TrueType, with the characters that KAMDesk can meet.

    python build/make_fonts.py

The sources are the variable fonts of PyPI's justmytype-intl-cjk and fontpkg-source-sans-3 (in the dev extra; nothing is
fetched here). Noto Sans SC has no ł, ş, š or ₫: those come from Source Sans 3, after which its Latin is drawn.
Same sources, same bytes. First the characters are picked, then the weight is fixed: the other way round takes minutes.
"""

import importlib.util
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from pypinyin_dict.pinyin_data import ktghz2013

FONTS = Path(__file__).resolve().parents[1] / "resources" / "fonts"
WEIGHTS = {"Regular": 400, "Bold": 700}
ENCODINGS = ("gb2312", "cp950", "cp1252", "iso8859_2", "iso8859_9")  # what offices of the field send, old and new
BLOCKS = (
    (0x20, 0x17F),  # Latin of western, central and northern Europe, Turkish
    (0x218, 0x21B),  # Romanian
    (0x2C6, 0x2DD),  # accents standing alone
    (0x384, 0x45F),  # Greek and Cyrillic
    (0x1E80, 0x1EF9),  # Welsh, Vietnamese
    (0x2010, 0x2044),  # dashes, quotation marks, ‰
    (0x20A0, 0x20BF),  # currencies
    (0x2100, 0x214F),  # ℃ № ™ Ω
    (0x2190, 0x22FF),  # arrows and mathematics, the true minus among them
    (0x2460, 0x27BF),  # circled numbers, shapes, marks
    (0x3000, 0x303F),  # Chinese marks
    (0x3200, 0x33FF),  # circled and squared words
    (0xFF00, 0xFFEF),  # full width
)
LATIN_SCALE = 1.117  # Noto's Latin is Source Sans drawn larger: the advance of n is 610 there and 546 here
FEATURES = ["kern", "ccmp", "mark", "mkmk"]  # locl would swap digits for glyphs that a PDF cannot name


def package_file(package: str, path: str) -> Path:
    """A file inside an installed package."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        message = f"{package} is missing: run build/do.py setup"
        raise SystemExit(message)
    return Path(found.origin).parent / path


def encodable(encoding: str) -> Iterator[int]:
    """The characters that an encoding can write; private-use areas hold no agreed character."""
    for code in (*range(0x20, 0xD800), *range(0xF900, 0x10000)):
        try:
            chr(code).encode(encoding)
        except UnicodeEncodeError:
            continue
        yield code


@cache
def wanted() -> frozenset[int]:
    """Every character that the fonts should have (a few have no drawing in either source)."""
    blocks = {code for first, last in BLOCKS for code in range(first, last + 1)}
    encodings = {code for encoding in ENCODINGS for code in encodable(encoding)}
    general_standard = set(ktghz2013.pinyin_dict)  # the 8,105 of 通用规范汉字表
    return frozenset(blocks | encodings | general_standard)


def subset(source: Path) -> TTFont:
    """The variable font with the wanted characters only."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options(layout_features=FEATURES, hinting=False, notdef_outline=True, name_languages=["*"])
    options.drop_tables += ["vhea", "vmtx", "BASE"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted())
    subsetter.subset(font)
    return font


def graft(font: TTFont, donor: TTFont) -> None:
    """Draw what the font lacks and the donor has, in the font's size."""
    order, outlines, drawn = font.getGlyphOrder(), donor.getGlyphSet(), font.getBestCmap()
    new = {code: name for code, name in donor.getBestCmap().items() if code in wanted() and code not in drawn}
    for code, name in new.items():
        recorded, pen = DecomposingRecordingPen(outlines), TTGlyphPen(None)
        outlines[name].draw(recorded)
        recorded.replay(TransformPen(pen, (LATIN_SCALE, 0, 0, LATIN_SCALE, 0, 0)))
        own = f"uni{code:04X}"
        order.append(own)
        font["glyf"].glyphs[own] = glyph = pen.glyph(round=round)
        glyph.recalcBounds(font["glyf"])
        font["hmtx"].metrics[own] = (round(donor["hmtx"][name][0] * LATIN_SCALE), getattr(glyph, "xMin", 0))
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = own
    font.setGlyphOrder(order)
    font["glyf"].glyphOrder = order


def rename(font: TTFont, style: str) -> None:
    """Family and style by their plain names; the variable font is called after its thinnest weight."""
    names = font["name"]
    for entry in list(names.names):
        if entry.nameID in {3, 16, 17, 21, 22, 25}:
            names.removeNames(nameID=entry.nameID)
    plain = {1: "Noto Sans SC", 2: style, 4: f"Noto Sans SC {style}", 6: f"NotoSansSC-{style}"}
    for name_id, text in plain.items():
        names.removeNames(nameID=name_id)
        names.setName(text, name_id, 3, 1, 0x409)
    del font["STAT"]


def write(font: TTFont, latin: TTFont, style: str) -> Path:
    """One weight as a static TrueType file; returns its path."""
    static = instancer.instantiateVariableFont(font, {"wght": WEIGHTS[style]}, inplace=False)
    bold = style == "Bold"
    static["OS/2"].usWeightClass = WEIGHTS[style]
    static["OS/2"].fsSelection = 0x20 if bold else 0x40
    static["head"].macStyle = 1 if bold else 0
    rename(static, style)
    graft(static, instancer.instantiateVariableFont(latin, {"wght": WEIGHTS[style]}, inplace=False))
    path = FONTS / f"NotoSansSC-{style}.ttf"
    static.save(path)
    return path


def main() -> None:
    """Both weights and their licence."""
    FONTS.mkdir(parents=True, exist_ok=True)
    noto = package_file("justmytype_intl_cjk", "fonts/ofl/notosanssc/NotoSansSC[wght].ttf")
    latin = TTFont(package_file("fontpkg_source_sans_3", "files/SourceSans3[wght].ttf"))
    font = subset(noto)
    for style in WEIGHTS:
        path = write(font, latin, style)
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, {len(TTFont(path).getBestCmap())} characters")
    shutil.copyfile(noto.parent / "OFL.txt", FONTS / "OFL.txt")


if __name__ == "__main__":
    main()
