"""The version of the program, written here only: pyproject.toml, the installer and the window read it."""

VERSION = "0.1.0"
