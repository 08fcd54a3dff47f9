"""The same office as the stages' own tests have."""

from tests.stages.conftest import office

__all__ = ["office"]
