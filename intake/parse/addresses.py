"""Address lists as people's mailers write them: groups, comments, missing quotes, encoded names."""

import re

from intake.domain.message import Address
from intake.parse.words import clean_line, decode_words

_TOKEN = re.compile(
    r'=\?[^?\s]{1,60}\?[bBqQ]\?[^?<>]*\?=|"(?:[^"\\]|\\.)*"?|<[^<>]*>?|[(),;:>]|[^"<>(),;:=]+|=', re.DOTALL
)
_LONGEST = 65536


def parse_addresses(raw: bytes, hint: str | None = None) -> tuple[Address, ...]:
    """Every address of the header value in order; a name without any address is kept as a name. Never raises."""
    found: list[Address] = []
    words: list[str] = []
    depth = 0
    comment: list[str] = []
    for piece in _TOKEN.findall(re.sub(r"\r?\n", "", raw[:_LONGEST].decode("latin-1"))):
        if piece in {"(", ")"}:
            depth = max(0, depth + (1 if piece == "(" else -1))
        elif depth:
            comment.append(piece)
        elif piece in {",", ";"} and _complete(words):
            found += _address(words, comment, hint)
            words, comment = [], []
        elif piece == ":" and not any("@" in word for word in words):
            words = []  # what stood before is the name of a group
        else:
            words.append(piece)
    return (*found, *_address(words, comment, hint))


def _complete(words: list[str]) -> bool:
    """Whether a comma ends an address: "Doe, John <j@x>" without quotes is one address."""
    joined = "".join(words).strip()
    return not joined or "@" in joined or "<" in joined


def _address(words: list[str], comment: list[str], hint: str | None) -> list[Address]:
    angle = next((word for word in reversed(words) if word.startswith("<")), None)
    if angle is None:
        name, address = _bare("".join(words))
        name = name or "".join(comment)
    else:
        name = "".join(word for word in words if word is not angle and word != ">")
        address = re.sub(r"\([^()]*\)", "", angle).strip("<>")
    found = Address(name=_name(name or "".join(comment), hint), address=_clean_address(address, hint))
    return [found] if found.name or found.address else []


def _bare(text: str) -> tuple[str, str]:
    pieces = text.split()
    address = next((piece for piece in pieces if "@" in piece), "")
    return " ".join(piece for piece in pieces if piece is not address), address.strip("<>")


def _name(text: str, hint: str | None) -> str:
    unquoted = re.sub(r'"((?:[^"\\]|\\.)*)"?', lambda quoted: re.sub(r"\\(.)", r"\1", quoted.group(1)), text)
    decoded = decode_words(unquoted.encode("latin-1"), hint)
    return re.sub(r"\s+", " ", decoded).strip().strip("\"'").strip()


def _clean_address(text: str, hint: str | None) -> str:
    decoded = clean_line(decode_words(text.encode("latin-1"), hint))
    if decoded.startswith("@") and ":" in decoded:  # a source route (RFC 5321, appendix C)
        decoded = decoded.rpartition(":")[2]
    return (
        re.sub(r"\s+", "", decoded).removeprefix("mailto:").strip("'\"").rstrip(".,;")
        if '"' not in decoded
        else decoded
    )
