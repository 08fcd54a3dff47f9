"""What a model folder says of its model, without loading it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.suggest.loading import LOCAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A model on disk: its folder, version and file's hash; `trial` is the hash of what it is judged by, "" for none.

    `lessons` are the numbers of the verdicts that it learned from.
    """

    directory: Path
    version: str
    sha256: str
    trial: str = ""
    lessons: frozenset[int] = frozenset()
    measured: dict[str, float] | None = None

    @property
    def local(self) -> bool:
        """Whether it was trained at a desk."""
        return LOCAL in self.version


def on_shelf(directory: Path) -> Shelf | None:
    """Return what a folder's manifest says, None where there is none that can be read."""
    try:
        manifest: dict[str, Any] = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
        return Shelf(
            directory=directory,
            version=str(manifest["version"]),
            sha256=str(manifest["sha256"]),
            trial=str(manifest.get("trial", "")),
            lessons=frozenset(int(number) for number in manifest.get("feedback", {}).get("numbers", ())),
            measured=manifest.get("measured"),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
