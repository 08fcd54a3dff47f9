"""The script as it is served: small, current, and without what a strict page forbids."""

import re
import shutil
import subprocess

import pytest

from tests.window.browser.tools import MODULES, SCRIPT, without

_LARGEST = 25_000  # bytes, as they are served


def test_it_is_small() -> None:
    assert len(SCRIPT.read_bytes()) < _LARGEST


def test_it_is_what_its_source_says() -> None:
    if not (MODULES / "terser" / "package.json").is_file() or shutil.which("node") is None:
        without("terser is not installed: `make test-deps`")
    command = [shutil.which("node") or "node", str(SCRIPT.parent / "source" / "build.mjs"), str(MODULES)]
    built = subprocess.run(command, check=True, capture_output=True).stdout
    assert built == SCRIPT.read_bytes(), "build it again: `make window`"


@pytest.mark.parametrize(
    "forbidden",
    [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "XMLHttpRequest",
        "cookie",
    ],
)
def test_it_does_without(forbidden: str) -> None:
    assert forbidden not in SCRIPT.read_text(encoding="ascii")


def test_it_names_no_address_but_where_it_came_from() -> None:
    found = set(re.findall(r"https?://[\w.]+", SCRIPT.read_text(encoding="ascii")))
    assert found == {"http://www.w3.org"}  # the name of SVG, which nobody asks for anything
