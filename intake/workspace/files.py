"""Files of messages: fetched with the bot's token from Slack's own hosts alone, no larger than the desk wants them."""

import asyncio
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urljoin, urlsplit

import structlog

from intake.database.engine import Database
from intake.domain.slack import CallsSlack, SlackAnswer
from intake.storage.slack import files
from intake.storage.slack.files import File
from intake.workspace.looking import LONGEST, Looking
from intake.workspace.web import Tokens

if TYPE_CHECKING:
    import aiohttp

log = structlog.get_logger()

_NAME = re.compile(r"[a-z0-9.-]+")
_HOSTS = (".slack.com", ".slack-edge.com", ".slack-files.com")
_AT_ONCE = 4
_MOST_TRIES = 6
_FIRST_PAUSE = timedelta(seconds=2)  # doubled each time
_PATIENCE = 60.0  # seconds for a whole file
_MOST_REDIRECTS = 3
_CHUNK = 65_536
# What Slack says of files that it will not give us, now or later.
_NEVER = frozenset({"file_not_found", "file_deleted", "missing_scope", "access_denied", "not_installed", "not_visible"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """What became of a try: the bytes, or why there are none; `again` is when to try again, None for never."""

    content: bytes | None = None
    why: str = ""
    again: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRules:
    """The most bytes a file may have, and where the web API is: a host of the operator's own is trusted as well."""

    largest: int
    api_url: str

    def allows(self, url: str) -> bool:
        """Tell whether the bot's token may be sent to an address."""
        try:
            asked, own = urlsplit(url), urlsplit(self.api_url)
            port = asked.port
        except ValueError:  # no address at all
            return False
        if (asked.scheme, asked.netloc) == (own.scheme, own.netloc):
            return True
        host = (asked.hostname or "").lower()
        return (
            asked.scheme == "https"
            and port in (None, 443)
            and f".{host}".endswith(_HOSTS)
            and _NAME.fullmatch(host) is not None
            and not asked.username
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaches:
    """The web API, and the tokens that files are fetched with beside it."""

    slack: CallsSlack
    tokens: Tokens


class Files(Looking):
    """Fetches the files that are wanted."""

    _name: ClassVar[str] = "slack.files"

    def __init__(self, database: Database, reaches: Reaches, rules: FileRules, now: Callable[[], datetime]) -> None:
        """Ask where a file is, fetch it with the token of its workspace, keep it in `database`."""
        super().__init__()
        self._database = database
        self._slack = reaches.slack
        self._tokens = reaches.tokens
        self._rules = rules
        self._now = now

    async def once(self) -> float:
        """Fetch what is due."""
        due = await asyncio.to_thread(self._due)
        await asyncio.gather(*(self._fetch(one) for one in due))
        return await asyncio.to_thread(self._pause)

    async def _fetch(self, file: File) -> None:
        got = await self._got(file)
        state = await asyncio.to_thread(self._write, file, got)
        log.info("slack.file", message=file.message_id, state=state, size=len(got.content or b""), why=got.why)

    async def _got(self, file: File) -> Got:
        answer = await self._slack.call(file.team, "files.info", {"file": file.file})
        told = answer.data.get("file")
        if not answer.ok or not isinstance(told, Mapping):
            return _refused(answer)
        size, url = told.get("size"), str(told.get("url_private_download") or told.get("url_private") or "")
        if told.get("mode") in ("tombstone", "hidden_by_limit", "external"):
            return Got(why=f"Slack has it no more, or not itself ({told['mode']})")
        if isinstance(size, int) and size > self._rules.largest:
            return Got(why=_too_large(self._rules.largest))
        return await self._downloaded(file, url)

    async def _downloaded(self, file: File, url: str) -> Got:
        import aiohttp

        token = await self._tokens.token(file.team)
        if token is None:
            return Got(why="the app is not installed there any more")
        headers = {"Authorization": f"Bearer {token.text}"}
        timeout = aiohttp.ClientTimeout(total=_PATIENCE)
        try:
            async with aiohttp.ClientSession(timeout=timeout, headers=headers, trust_env=True) as session:
                return await self._followed(session, file, url)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return Got(why=f"it could not be fetched ({type(error).__name__})", again=_FIRST_PAUSE)

    async def _followed(self, session: "aiohttp.ClientSession", file: File, url: str) -> Got:
        """Fetch an address; each redirection of it must lead to a host of Slack's too, for the token goes with it."""
        for _ in range(_MOST_REDIRECTS + 1):
            if not self._rules.allows(url):
                return Got(why="it does not lie on a host of Slack's")
            async with session.get(url, allow_redirects=False) as response:
                if response.status not in (301, 302, 303, 307, 308):
                    return await self._read(file, response)
                url = urljoin(url, response.headers.get("Location", ""))
        return Got(why="it is redirected too often")

    async def _read(self, file: File, response: "aiohttp.ClientResponse") -> Got:
        if response.status == 429 or response.status >= 500:
            return Got(why=f"Slack answered {response.status}", again=_wait(response.headers.get("Retry-After")))
        if response.status != 200:
            return Got(why=f"Slack answered {response.status}")
        if response.content_type == "text/html" and not file.content_type.startswith("text/html"):
            return Got(why="Slack answered with a page to log in; has the app the scope files:read?")
        content = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK):
            content += chunk
            if len(content) > self._rules.largest:
                return Got(why=_too_large(self._rules.largest))
        return Got(content=bytes(content))

    def _due(self) -> list[File]:
        with self._database.read() as connection:
            return files.due(connection, self._now(), _AT_ONCE)

    def _pause(self) -> float:
        with self._database.read() as connection:
            next_at = files.next_at(connection)
        return LONGEST if next_at is None else max(0.0, (next_at - self._now()).total_seconds())

    def _write(self, file: File, got: Got) -> str:
        with self._database.write() as connection:
            if got.content is not None:
                files.fetched(connection, file.id, hashlib.sha256(got.content).hexdigest(), got.content)
                return files.FETCHED
            if got.again is None or file.attempts + 1 >= _MOST_TRIES:
                files.refused(connection, file.id, got.why)
                return files.REFUSED
            pause = max(got.again, _FIRST_PAUSE * 2**file.attempts)
            files.later(connection, file.id, self._now() + pause, got.why)
            return files.WANTED


def _refused(answer: SlackAnswer) -> Got:
    why = f"Slack does not tell where it is ({answer.error or 'no file'})"
    if answer.error in _NEVER:
        return Got(why=why)
    return Got(why=why, again=timedelta(seconds=answer.retry_after or 0))


def _too_large(largest: int) -> str:
    return f"it is larger than {largest / 1_000_000:g} MB"


def _wait(said: str | None) -> timedelta:
    return timedelta(seconds=int(said)) if said is not None and said.isdecimal() else _FIRST_PAUSE
