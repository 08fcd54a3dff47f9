"""Files inside a body of ours: how they lie in its JSON, and how they are taken out again."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any

from intake.domain.window import Upload


def files_in(body: Mapping[str, Any]) -> Iterator[Upload]:
    """Yield the files that were put into a body of ours by `with_files`; one that cannot be read is left out."""
    files = body.get("files")
    for one in files if isinstance(files, list) else ():
        if not isinstance(one, dict):
            continue
        try:
            content = base64.b64decode(_text(one, "data"), validate=True)
        except (binascii.Error, ValueError):
            continue
        yield Upload(name=_text(one, "name"), content_type=_text(one, "type"), content=content)


def with_files(body: Mapping[str, Any], files: tuple[Upload, ...]) -> dict[str, Any]:
    """Return a body with files in it."""
    kept = [
        {"name": one.name, "type": one.content_type, "data": base64.b64encode(one.content).decode("ascii")}
        for one in files
    ]
    return {**body, "files": kept} if kept else dict(body)


def _text(body: Mapping[str, Any], name: str) -> str:
    found = body.get(name)
    return found if isinstance(found, str) else ""
