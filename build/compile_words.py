"""Makes the .mo files out of the .po files (they are not tracked); needs Babel, and nothing of KAMDesk."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

WORDS = Path(__file__).parents[1] / "resources" / "words"


def compile_words(folder: Path = WORDS) -> list[Path]:
    """Write each missing or outdated .mo beside its .po; returns those written. Fuzzy entries stay out."""
    written = []
    for po in sorted(folder.glob("*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.stem)
        part = mo.with_suffix(".part")
        with part.open("wb") as target:
            write_mo(target, catalogue)
        part.replace(mo)
        written.append(mo)
    return written


if __name__ == "__main__":
    for path in compile_words():
        print(f"compiled {path.name}")
