"""What the window's tests need from the machine: a Chromium, and axe-core in build/window-tools.

Where one is missing, its tests are skipped and say how to install it; in CI they fail.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[3]
MODULES = ROOT / "build" / "window-tools" / "node_modules"
SCRIPT = ROOT / "templates" / "web" / "window" / "window.js"
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def without(missing: str) -> None:
    """Skip a test for what is not on this machine; where everything was to be installed, that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the system's Chromium until the block ends."""
    found = next((path for path in map(shutil.which, _NAMES) if path), None)
    if found is None:
        without("Chromium is not installed: `make test-deps`")
    alone = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--disable-dev-shm-usage", *alone])
        yield browser
        browser.close()


def axe_source() -> str:
    """Return axe-core as a script."""
    path = MODULES / "axe-core" / "axe.min.js"
    if not path.is_file():
        without("axe-core is not installed: `make test-deps`")
    return path.read_text(encoding="utf-8")
