"""A Slack of a third party's: the npm package `emulate`, in a process of its own on a free port.

It has no button or modal, no Socket Mode, no 429 and no retry: for those there are `tests/slack/fake.py` and our own
signed requests. Where it or Node is missing, the tests that need it are skipped and say how to install it; in CI they
fail.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

FOLDER = Path(__file__).parent
MODULES = Path(__file__).parents[3] / "build" / "slack-emulator" / "node_modules"
_OLDEST_NODE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulated:
    """One workspace: its users and channels have ids by name; `as_user` calls the web API as one of them."""

    url: str
    team: str
    users: Mapping[str, str]
    channels: Mapping[str, str]

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def as_user(self, token: str, method: str, **arguments: object) -> dict[str, Any]:
        """Call a method and return what it says; fail where it is not `ok`."""
        headers = {"Authorization": f"Bearer {token}"}
        answer: dict[str, Any] = httpx.post(f"{self.api_url}{method}", json=arguments, headers=headers).json()
        assert answer["ok"], f"{method}: {answer}"
        return answer


def why_not() -> str | None:
    """Return why it cannot be run here, None where it can."""
    node = shutil.which("node")
    if node is None:
        return f"Node {_OLDEST_NODE} or later is not installed: `make test-deps`"
    said = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout
    version = re.match(r"v(\d+)\.", said)
    if version is None or int(version[1]) < _OLDEST_NODE:
        return f"Node {said.strip()} is too old for the emulator of Slack, which takes {_OLDEST_NODE} or later"
    if not (MODULES / "emulate" / "package.json").is_file():
        return "the emulator of Slack is not installed: `make test-deps`"
    return None


def without(missing: str) -> None:
    """Skip a test for what is not on this machine; where everything was to be installed, that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


@contextmanager
def emulated(seed: Mapping[str, object]) -> Iterator[Emulated]:
    """Run one until the block ends; `seed` as `serve.mjs` takes it."""
    missing = why_not()
    if missing is not None:
        without(missing)
    command = [shutil.which("node") or "node", str(FOLDER / "serve.mjs"), str(MODULES)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(seed) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        assert line, "the emulator did not start"
        yield Emulated(**json.loads(line))
        process.stdin.close()
