"""The same offices as the web door's tests have."""

from tests.stages.conftest import office
from tests.web.conftest import asked

__all__ = ["asked", "office"]
