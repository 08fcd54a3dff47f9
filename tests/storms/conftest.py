"""An office for each test, on a store of its own."""

from tests.stages.conftest import office

__all__ = ["office"]
