"""The same desk as the commands' own tests have."""

from tests.cli.conftest import _load_once, place

__all__ = ["_load_once", "place"]
