"""A bot in a process of its own, its smarthost, and a web server."""

from tests.acceptance.conftest import nursery, place, prepared, sink
from tests.paging.conftest import server

__all__ = ["nursery", "place", "prepared", "server", "sink"]
