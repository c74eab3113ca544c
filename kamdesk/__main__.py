"""`python -m kamdesk` and the program `kamdesk`."""

from __future__ import annotations

import sys

INTERRUPTED = 130
"""What a shell expects of a program that was stopped by Ctrl+C."""


def main() -> int:
    """Do what the command line asks."""
    # PLC0415: only what this run needs is loaded.
    if getattr(sys, "frozen", False) and (code := _as_child()) is not None:
        return code
    from kamdesk.base.log import log_to, logger  # noqa: PLC0415  (see above)
    from kamdesk.base.paths import log_folder  # noqa: PLC0415  (see above)
    from kamdesk.base.words import tr  # noqa: PLC0415  (see above)
    from kamdesk.cli.main import main as command_line  # noqa: PLC0415  (see above)

    try:
        return command_line()
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:  # noqa: BLE001  (the last door: what nobody foresaw is logged and said, never a traceback)
        log_to(log_folder())
        logger("kamdesk").exception("the command line failed")
        sys.stderr.write(tr("KAMDesk made a mistake; what happened stands in {folder}", folder=log_folder()) + "\n")
        return 1


def _as_child() -> int | None:
    """What the packaged program does beside the window, asked by a flag; None where it is the program itself."""
    from kamdesk.connectors.workbooks import CHILD_FLAG  # noqa: PLC0415  (see above)

    if sys.argv[1:2] == [CHILD_FLAG]:
        from kamdesk.connectors.workbook_child import main as read_workbook  # noqa: PLC0415  (see above)

        path, memory, seconds = sys.argv[2:]
        return read_workbook(path, int(memory), int(seconds))
    from kamdesk.operations.import_job import CHILD_FLAG as IMPORT_FLAG  # noqa: PLC0415  (see above)

    if sys.argv[1:2] == [IMPORT_FLAG]:
        from kamdesk.operations.import_child import main as bring_in  # noqa: PLC0415  (see above)

        return bring_in()
    from kamdesk.reports.press import CHILD_FLAG as PRESS_FLAG

    if sys.argv[1:2] == [PRESS_FLAG]:
        from kamdesk.reports.press_child import main as press

        return press()
    from kamdesk.sync.companion import CHILD_FLAG as SYNC_FLAG  # noqa: PLC0415  (see above)

    if sys.argv[1:2] == [SYNC_FLAG]:
        from kamdesk.sync.process import main as keep_in_step  # noqa: PLC0415  (see above)

        keep_in_step()
    return None


if __name__ == "__main__":
    sys.exit(main())
