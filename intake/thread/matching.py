"""A matching number: the window shows it, and the page behind the mailed link asks for it.

Whoever only gets the mail cannot let a stranger's window pass for theirs by pressing its button: they have no number to
type, and are told that it is not for them.
"""

import hashlib
import hmac

from intake.thread.token import Signer

_DIGITS = 4


def matching_number(signer: Signer, visitor: int, address: str) -> str:
    """Return the four digits that belong to a visitor and the address that they have named."""
    told = f"window:{visitor}:{address}".encode("utf-8", "surrogatepass")
    digest = hmac.new(signer.key, told, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 10**_DIGITS:0{_DIGITS}d}"


def matches(signer: Signer, visitor: int, address: str, typed: str) -> bool:
    """Tell whether somebody has typed the number of a visitor and an address, in constant time."""
    digits = "".join(char for char in typed if char.isascii() and char.isdigit())
    return hmac.compare_digest(digits, matching_number(signer, visitor, address))
