"""The window's own words in each language, and the sentences in which it is refused something."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from intake.domain.errors import BadInput
from intake.doors.web_pages import LANGUAGES, preferred
from intake.doors.window.refusal import NAMES

ERRORS = "errors"
_FILES = ("file_unknown", "file_expired")  # what the files' door says


class WindowWords:
    """The words of `words_<language>.toml`, of several folders the first that has each word."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Read them; raises BadInput for a file that is no TOML and for a sentence that is missing."""
        self._words = {language: _read(folders, language) for language in LANGUAGES}

    def served(self, language: str) -> Mapping[str, Any]:
        """Return what the window is told in its language, without the sentences that it gets when it needs them."""
        return {name: words for name, words in self._words[language].items() if name != ERRORS}

    def sentence(self, name: str, language: str) -> str:
        """Return a sentence by its name."""
        return str(self._words[language][ERRORS][name])

    def accepted(self, name: str, accepted: str) -> str:
        """Return a sentence in the language that a browser wants most."""
        return self.sentence(name, preferred(accepted))


def language_in(wanted: str) -> str:
    """Return the language of ours that a tag such as "de-AT" means, "" for another."""
    found = wanted.strip().lower().replace("_", "-").partition("-")[0]
    return found if found in LANGUAGES else ""


def _read(folders: Sequence[Path], language: str) -> dict[str, Any]:
    """Return a language's words: a desk that writes some of its own has ours beside them."""
    found: dict[str, Any] = {}
    for folder in reversed(folders):
        path = folder / f"words_{language}.toml"
        found = _over(found, _parsed(path)) if path.is_file() else found
    missing = sorted({*NAMES, *_FILES} - set(found.get(ERRORS, {})))
    if missing:
        raise BadInput(f"templates, web/window/words_{language}.toml: [{ERRORS}] has no {missing[0]}; restore it")
    return found


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"{path}: cannot be read as TOML ({error}); mend it or restore the shipped file") from error


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return two tables as one, at every depth; what is above counts."""
    merged = {**below, **above}
    for name, value in above.items():
        under = below.get(name)
        if isinstance(value, dict) and isinstance(under, dict):
            merged[name] = _over(under, value)
    return merged
