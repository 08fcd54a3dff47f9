"""The words of an Authentication-Results field (RFC 8601 section 2.2): values, comments, and the signs between them."""

import re
from collections.abc import Iterator

# A field may be 64 KiB of anything: each byte is looked at once.
_SPACE = re.compile(r"\s+")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"?', re.DOTALL)
_WORD = re.compile(r'[^\s"();=]+')
_IN_COMMENT = re.compile(r"[^()\\]+|\\.?|[()]", re.DOTALL)

Word = tuple[str, str]  # "value", "comment" or the sign itself, and the text


def words(value: str) -> Iterator[Word]:
    """Yield what a field is made of; what is left open at its end is closed there. Never raises."""
    at = 0
    while at < len(value):
        space = _SPACE.match(value, at)
        if space is not None:
            at = space.end()
            continue
        word, at = _next(value, at)
        yield word


def _next(value: str, at: int) -> tuple[Word, int]:
    sign = value[at]
    if sign == "(":
        return _comment(value, at + 1)
    if sign == '"':
        return _quoted(value, at)
    if sign in ";=":
        return (sign, sign), at + 1
    word = _WORD.match(value, at)
    return (("value", word[0]), word.end()) if word is not None else (("value", ""), at + 1)


def _quoted(value: str, at: int) -> tuple[Word, int]:
    found = _QUOTED.match(value, at)
    if found is None:
        return ("value", ""), at + 1
    return ("value", re.sub(r"\\(.)", r"\1", found[1], flags=re.DOTALL)), found.end()


def _comment(value: str, at: int) -> tuple[Word, int]:
    depth, said = 1, []
    for piece in _IN_COMMENT.finditer(value, at):
        at = piece.end()
        depth += {"(": 1, ")": -1}.get(piece[0], 0)
        if depth == 0:
            break
        said.append(piece[0])
    return ("comment", "".join(said)), at
