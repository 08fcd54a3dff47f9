"""What all tests share: property tests draw the same cases each time, files lie in memory, what waits goes first."""

import os
import shutil
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.remembered import remember

settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", derandomize=False, deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

MEMORY = "/dev/shm"  # noqa: S108 - pytest and tempfile make folders of their own in it
ENOUGH = 2 * 1024**3
# Rooms whose tests take longest. Workers take files from the front: what begins last should be short.
LONGEST = ("acceptance", "imap", "postfix", "proof", "paging", "web", "demo", "classifier", "contract_mutations")


def _work_in_memory() -> None:
    """Put the tests' folders into memory: half of a test's time went into fsync, and no test is about the disk's."""
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
        os.environ["TMPDIR"] = tempfile.tempdir = MEMORY


_work_in_memory()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the rooms that take longest; within a room the order stays."""
    items.sort(key=lambda item: _place(item.path.parts))


def _place(parts: tuple[str, ...]) -> int:
    return next((number for number, room in enumerate(LONGEST) if room in parts), len(LONGEST))


@pytest.fixture(scope="session", autouse=True)
def _remembered() -> Iterator[None]:
    """Compile each template, and read and check each contract, once in a run."""
    with pytest.MonkeyPatch.context() as patch:
        remember(patch)
        yield
