"""The same office as the stages' own tests have, and the same desk as the commands' have."""

from tests.cli.conftest import place
from tests.stages.conftest import office

__all__ = ["office", "place"]
