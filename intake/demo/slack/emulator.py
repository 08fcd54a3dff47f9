"""Slack on this machine: the npm package `emulate` in a process of its own, and its web API as people's clients use it.

It answers the web API, keeps messages, and signs and sends their events. Presses, modals that are sent off and
shortcuts it cannot send: see `presses`.
"""

import asyncio
import json
import re
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from intake.domain.errors import BadInput

VERSION = "0.12.2"
_SCRIPT = Path(__file__).resolve().parent / "emulator.mjs"
_OF_CLONE = Path(__file__).resolve().parents[3] / "build" / "slack-emulator" / "node_modules"
_OLDEST_NODE = 20
_PATIENCE = 20.0  # seconds

if TYPE_CHECKING:
    import httpx

    from intake.demo.slack.scenario import World

Answer = Mapping[str, Any]


class Slack:
    """The emulator as its people use it; `api_url` is what `api_url` of `[slack]` is to be."""

    def __init__(self, url: str, client: "httpx.AsyncClient") -> None:
        """Call the emulator at `url`."""
        self.url = url
        self.api_url = f"{url}/api/"
        self._client = client

    async def call(self, token: str, method: str, arguments: Mapping[str, object]) -> Answer:
        """Call the web API as whoever has the token; raises BadInput for what it refuses."""
        headers = {"Authorization": f"Bearer {token}"}
        answer = (await self._client.post(f"{self.api_url}{method}", json=arguments, headers=headers)).json()
        if not answer["ok"]:
            raise BadInput(f"the emulator refused {method}: {answer['error']}; `intake demo --slack` can say no more")
        return dict(answer)

    async def subscribe(self, url: str) -> None:
        """Have events sent to an address."""
        await self._client.post(f"{self.url}/demo/subscribe", json={"url": url})

    async def upload(self, url: str, content: bytes) -> None:
        """Bring the bytes of a file to where the emulator has said that they go."""
        await self._client.post(url, content=content)

    async def views(self) -> list[dict[str, Any]]:
        """Return the modals and pages that were opened, the oldest first, as they stand now."""
        return list((await self._client.get(f"{self.url}/demo/views")).json())

    async def whispers(self) -> list[dict[str, Any]]:
        """Return what was shown to one person only, the oldest first."""
        return list((await self._client.get(f"{self.url}/demo/whispers")).json())


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """Where Node is, and the folder of its modules that the emulator is in."""

    node: str
    modules: Path


async def installed() -> Installed:
    """Return where the emulator is; raises BadInput where it, or a Node that is new enough, is not installed."""
    return Installed(node=await _node(), modules=modules())


@asynccontextmanager
async def emulator(found: Installed, world: "World") -> AsyncIterator[Slack]:
    """Run the emulator with these people and channels; raises BadInput where it does not start."""
    import httpx

    process = await asyncio.create_subprocess_exec(
        found.node,
        str(_SCRIPT),
        str(found.modules),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,  # so that Ctrl-C ends the bot first
    )
    if process.stdin is None or process.stdout is None or process.stderr is None:
        raise BadInput("--slack: Node cannot be talked to; try again")
    process.stdin.write(json.dumps(world.as_json()).encode() + b"\n")
    try:
        line = await asyncio.wait_for(process.stdout.readline(), _PATIENCE)
        if not line:
            said = (await process.stderr.read()).decode(errors="replace").strip().splitlines()
            raise BadInput(f"--slack: the emulator did not start ({said[-1] if said else 'it said nothing'}); {_HOW}")
        async with httpx.AsyncClient(timeout=_PATIENCE, trust_env=False) as client:
            yield Slack(json.loads(line)["url"], client)
    finally:
        process.stdin.close()  # it ends with its input
        await process.wait()


def modules() -> Path:
    """Return the folder of Node's modules that the emulator is in; raises BadInput where it is in none."""
    for folder in (_OF_CLONE, Path.cwd() / "node_modules"):
        if (folder / "emulate" / "package.json").is_file():
            return folder
    raise BadInput(f"--slack: the emulator of Slack is not installed; {_HOW}")


async def _node() -> str:
    """Return Node's path; raises BadInput where there is none, or one that is too old."""
    found = shutil.which("node")
    if found is None:
        raise BadInput(f"--slack: Node {_OLDEST_NODE} or later is not installed; {_HOW}")
    process = await asyncio.create_subprocess_exec(found, "--version", stdout=asyncio.subprocess.PIPE)
    said = (await process.communicate())[0].decode()
    version = re.match(r"v(\d+)\.", said)
    if version is None or int(version[1]) < _OLDEST_NODE:
        raise BadInput(f"--slack: Node {said.strip() or '?'} is too old, it takes {_OLDEST_NODE} or later; {_HOW}")
    return found


_HOW = f"`make slack-demo` installs it (npm's emulate {VERSION}, on Node {_OLDEST_NODE} or later)"
