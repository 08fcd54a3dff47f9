"""The pages of the web door as HTML: rendered on the server, in the reader's language, with nothing remote in them."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from intake.domain.webpage import WebPage

LANGUAGES = ("en", "es", "fr", "de")
_FALLBACK = "en"


class WebPages:
    """Renders pages from templates: of several folders, the first that has a file of the name counts."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Compile the templates, which escape whatever they are given; raises Jinja2's TemplateError for a bad one."""
        self._environment = pages_of(folders)
        self._page = self._environment.get_template("page.html.j2")
        self._style = self._environment.get_template("style.css.j2").render().strip()
        self._words = {
            language: self._environment.get_template(f"words_{language}.html.j2").module for language in LANGUAGES
        }
        digest = base64.b64encode(hashlib.sha256(self._style.encode()).digest()).decode("ascii")
        # No script, image, font or frame; the one style sheet by its hash; forms go back to us only.
        self.policy = (
            f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; frame-ancestors 'none'; "
            "base-uri 'none'"
        )

    def html(self, page: WebPage, accepted: str, token: str = "") -> str:
        """Return a page as HTML; `accepted` is what languages the browser says it takes, `token` the link's own."""
        language = page.language if page.language in LANGUAGES else preferred(accepted)
        return self._page.render(
            page=page, said=self._words[language], language=language, token=token, style=self._style
        )

    def sentence(self, name: str, accepted: str) -> str:
        """Return a page that says one thing only, such as "too_many"."""
        language = preferred(accepted)
        words = self._words[language]
        return self._page.render(page=None, said=words, language=language, message=name, style=self._style)


def pages_of(folders: Sequence[Path]) -> Environment:
    """Return what compiles the templates of pages: whatever they are given is escaped."""
    return Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def preferred(accepted: str) -> str:
    """Return the language of ours that a browser wants most (RFC 9110 section 12.5.4), English when it wants none."""
    wanted: dict[str, float] = {}
    for part in accepted.lower().split(",")[:20]:
        name, _, rest = part.strip().partition(";")
        wanted.setdefault(name.strip().partition("-")[0], _weight(rest))
    ours = {language: weight for language, weight in wanted.items() if language in LANGUAGES and weight > 0}
    return max(ours, key=lambda language: ours[language], default=_FALLBACK)


def _weight(text: str) -> float:
    key, _, value = text.strip().partition("=")
    if key.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def security_headers(policy: str, *, https: bool) -> Mapping[str, str]:
    """Return the headers that every answer carries."""
    headers = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "x-robots-tag": "noindex, nofollow, noarchive",
    }
    return {**headers, "strict-transport-security": "max-age=31536000"} if https else headers
