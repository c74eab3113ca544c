"""Hatch's build hook: a wheel and an editable install always carry compiled words."""

import sys
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WordsHook(BuildHookInterface):
    """Compiles the .po files before hatch collects its files."""

    def initialize(self, version: str, build_data: dict) -> None:  # noqa: ARG002  (hatch's signature)
        """Called by hatch before each build."""
        sys.path.insert(0, str(Path(__file__).parent))
        from compile_words import compile_words  # noqa: PLC0415  (found only after the line above)

        compile_words()
