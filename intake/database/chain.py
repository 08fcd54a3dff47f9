"""How a chain of records is made: each link covers the one before it, and content only by a salted digest.

Content that is covered by a salted digest can be taken away later: without the salt nobody can find it again by
trying, and the chain still holds.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping


def new_salt() -> str:
    """Return 128 random bits in hex."""
    return secrets.token_hex(16)


def salted(salt: str, content: object) -> str:
    """Return the digest (SHA-256, hex) of plain content under a salt."""
    return hashlib.sha256(f"{salt}\n{canonical(content)}".encode()).hexdigest()


def canonical(content: object) -> str:
    """Return plain content as JSON that is the same for equal content; bytes count as their SHA-256."""
    return _JSON.encode(content)


def link(last: str, told: Mapping[str, object]) -> str:
    """Return the digest (SHA-256, hex) of a link of the chain: the one before it and what this one tells."""
    return hashlib.sha256(canonical([last, dict(told)]).encode()).hexdigest()


def _hashed(value: object) -> object:
    if isinstance(value, bytes):
        return {"sha256": hashlib.sha256(value).hexdigest()}
    raise TypeError(f"{type(value).__name__} cannot be sealed")


_JSON = json.JSONEncoder(sort_keys=True, default=_hashed)  # made once: it is asked for each row that is written
