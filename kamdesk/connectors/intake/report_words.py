"""What an import did, in sentences; the same on a desk and at an office."""

from __future__ import annotations

from collections.abc import Iterable

from kamdesk.base.words import ntr, tr
from kamdesk.connectors.intake.report import ImportReport

_SHOWN = 20


def report_sentences(report: ImportReport, *, dry_run: bool, more: Iterable[str] = ()) -> str:
    """Counts, by kind, `more` of who imported, then what waits and what was refused; a line each."""
    first = tr("Would be written:") if dry_run else tr("Written:")
    slots = {"new": report.new, "changed": report.changed, "same": report.same}
    lines = [f"{first} {tr('{new} new, {changed} changed, {same} the same', **slots)}"]
    lines += [f"  {word}: {new} / {changed} / {same}" for word, (new, changed, same) in report.by_record.items()]
    lines += more
    if count := report.unlinked_count:
        lines.append(ntr("{n} row waits for what it names", "{n} rows wait for what they name", count))
    if report.unmatched:
        lines.append(tr("Nobody asked for: {names}", names=", ".join(report.unmatched[:_SHOWN])))
    if not report.anything_matched:
        lines.append(tr("Nothing in it could be matched: name a mapping with --mapping."))
    for each in report.refused[:_SHOWN]:
        place = f"{each.file}:{each.row}" if each.row else each.file
        lines.append(tr("Refused: {place} {field}: {reason}", place=place, field=each.field, reason=each.reason))
    if len(report.refused) > _SHOWN:
        lines.append(tr("and {n} more refused", n=len(report.refused) - _SHOWN))
    return "\n".join(lines)
