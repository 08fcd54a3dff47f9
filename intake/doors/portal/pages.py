"""The portal's pages as HTML: rendered on the server, in the reader's language, with no script and nothing remote."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import TemplateError

from intake.doors.web_pages import LANGUAGES, pages_of

_FOLDER = "portal"
_NAMES = ("sign_in", "asked", "link", "said", "cases", "case", "new")


class PortalPages:
    """Renders pages from templates: of several folders, the first that has a file of the name counts."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Compile the templates, which escape whatever they are given; raises Jinja2's TemplateError for a bad one."""
        self._environment = pages_of(folders)
        self._pages = {name: self._environment.get_template(f"{_FOLDER}/{name}.html.j2") for name in _NAMES}
        styles = ("style.css.j2", f"{_FOLDER}/style.css.j2")
        self._style = "\n".join(self._environment.get_template(style).render().strip() for style in styles)
        self._words = {language: self._read(language) for language in LANGUAGES}
        self._refuse_lacking()
        digest = base64.b64encode(hashlib.sha256(self._style.encode()).digest()).decode("ascii")
        self.policy = (
            f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; frame-ancestors 'none'; "
            "base-uri 'none'"
        )

    def html(self, name: str, language: str, given: Mapping[str, object]) -> str:
        """Return a page; raises Jinja2's TemplateError where it is not given what it prints."""
        words = self._words[language]
        return self._pages[name].render({**given, "said": words, "language": language, "style": self._style})

    def _read(self, language: str) -> Mapping[str, str]:
        file = f"{_FOLDER}/words_{language}.html.j2"
        found = getattr(self._environment.get_template(file).module, "words", None)
        if not isinstance(found, dict):
            raise TemplateError(f"{file}: the table 'words' is missing; restore it from the shipped file")
        return found

    def _refuse_lacking(self) -> None:
        """Raise TemplateError where a language lacks a word that another has: a page would fail when it is asked."""
        every = {word for words in self._words.values() for word in words}
        for language, words in self._words.items():
            for word in sorted(every - words.keys()):
                raise TemplateError(f"{_FOLDER}/words_{language}.html.j2: words has no {word!r}; add it")
