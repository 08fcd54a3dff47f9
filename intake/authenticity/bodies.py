"""A mail's text as signatures cover it (RFC 6376 section 3.4): brought into each form once, at a bounded cost."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

_LARGE = 2_000_000  # bytes, beyond which a text is no letter: what is dear to bring into form in it is not looked at
_MOST_PLACES = 2_000_000  # where blanks stand together; more take longer than a mail may
_RUNS = (b" " * 64, b" " * 8, b"  ")  # so that a run of any length is gone after a few passes


class TooDear(ValueError):
    """A text that would take too long to bring into the form that was signed; the text says why."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A text in the form that was signed: the digest of its SHA-256, and its length in bytes."""

    digest: bytes
    length: int


class Bodies:
    """The text below a mail's head, in either form."""

    def __init__(self, body: bytes) -> None:
        """Work nothing out yet: most of what is signed by nobody is not signed at all."""
        self._body = body

    def of(self, form: bytes) -> Signed:
        """Return the text in the form `simple` or `relaxed`; raises TooDear."""
        return self._relaxed if form == b"relaxed" else self._simple

    @cached_property
    def _lines(self) -> bytes:
        """The text with lines as the network has them: a mail from elsewhere may have others."""
        if self._body.count(b"\n") == self._body.count(b"\r\n"):
            return self._body
        if len(self._body) > _LARGE:
            raise TooDear("its text has line ends that no mail has")
        return self._body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")

    @cached_property
    def _simple(self) -> Signed:
        return _signed(_without_empty_lines(self._lines, b"\r\n") + b"\r\n")

    @cached_property
    def _relaxed(self) -> Signed:
        text = _without_empty_lines(self._lines, b"\r\n\t ").replace(b"\t", b" ")
        _bound(text, b"  ")
        for run in _RUNS:
            while run in text:
                text = text.replace(run, b" ")
        _bound(text, b" \r\n")
        text = text.replace(b" \r\n", b"\r\n")
        return _signed(text + b"\r\n" if text else b"")


def _signed(text: bytes) -> Signed:
    return Signed(hashlib.sha256(text).digest(), len(text))


def _without_empty_lines(text: bytes, blank: bytes) -> bytes:
    """Return a text without the lines at its end that hold nothing but `blank`, and without its last line's end.

    A carriage return that ends no line is no line end but a sign of the text.
    """
    kept = len(text.rstrip(blank))
    return text[: kept + text[kept:].replace(b"\r\n", b"\n\n").rfind(b"\r") + 1]


def _bound(text: bytes, places: bytes) -> None:
    if len(text) > _LARGE and text.count(places) > _MOST_PLACES:
        raise TooDear("its text has too many blanks")
