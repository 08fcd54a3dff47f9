"""What every page may load: the window's script, and its words with what else it has to know before a talk."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from intake.domain.window import WindowRules
from intake.doors.web_pages import LANGUAGES, preferred
from intake.doors.window.words import WindowWords, language_in

_HOUR = "public, max-age=3600"


class Served:
    """Bytes that are the same for everybody, each with its mark (ETag), made once."""

    def __init__(self, script: bytes, words: WindowWords, name: str, rules: WindowRules) -> None:
        """Serve a script, and the words with the desk's name and which files it takes."""
        self._script = script
        told = {"name": name, "file_types": sorted(rules.file_types), "largest_file": rules.largest_file}
        self._words = {one: _json({**words.served(one), **told, "language": one}) for one in LANGUAGES}

    async def script(self, request: Request) -> Response:
        """Return the script: any page may load it, and it does nothing where the window may not be."""
        headers = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
        return _fresh(request, self._script, "text/javascript; charset=utf-8", headers)

    async def words(self, request: Request) -> Response:
        """Return the words in the language that is asked for, else in the one that the browser wants most."""
        wanted = language_in(request.query_params.get("language", ""))
        language = wanted or preferred(request.headers.get("accept-language", ""))
        headers = {"content-language": language, "vary": "Origin, Accept-Language"}
        return _fresh(request, self._words[language], "application/json", headers)


def _json(words: Mapping[str, Any]) -> bytes:
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()


def _fresh(request: Request, body: bytes, kind: str, headers: Mapping[str, str]) -> Response:
    """Return bytes, or that they have not changed since they were loaded."""
    mark = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    told = {**headers, "cache-control": _HOUR, "etag": mark, "x-content-type-options": "nosniff"}
    known = request.headers.get("if-none-match", "")
    if mark in (one.strip().removeprefix("W/") for one in known.split(",")):
        return Response(status_code=304, headers=told)
    return Response(body, headers={**told, "content-type": kind})
