"""A desk's settings and office for each test."""

from tests.cli.conftest import place

__all__ = ["place"]
