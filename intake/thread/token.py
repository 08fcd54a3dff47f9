"""Signed addresses: a reply address that names its case, a bounce address that names its mail."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from enum import StrEnum

_TAG = re.compile(r"(?P<purpose>[cbe])(?P<number>\d{1,12})\.(?P<signature>[a-z2-7]{16})")


class Purpose(StrEnum):
    """What a signed address stands for; engineers alone are told the one that makes a mail of theirs an answer."""

    CASE = "c"
    BOUNCE = "b"
    ENGINEER = "e"


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs and reads sub-addresses such as `support+c1001.k3j…@desk.example`; `key` is the desk's secret."""

    key: bytes

    def address(self, base: str, purpose: Purpose, number: int) -> str:
        """Return `base` with a tag that names `number` and that only this desk can make."""
        local, _, domain = base.rpartition("@")
        return f"{local}+{purpose}{number}.{self._signature(purpose, number)}@{domain}"

    def message_id(self, number: int, domain: str) -> str:
        """Return the Message-ID of our mail `number`: the same each time, and not to be guessed."""
        return f"<mail{number}.{self._signature(Purpose.BOUNCE, number)}@{domain}>"

    def read(self, address: str, purpose: Purpose) -> int | None:
        """Return the number a genuine address names, or None for any other address.

        80 bits of HMAC-SHA256 in base32: mail systems may fold the case of a local part.
        """
        local = address.rpartition("@")[0].lower()
        match = _TAG.fullmatch(local.rpartition("+")[2]) if "+" in local else None
        if match is None or match["purpose"] != purpose:
            return None
        number = int(match["number"])
        genuine = hmac.compare_digest(match["signature"], self._signature(purpose, number))
        return number if genuine else None

    def _signature(self, purpose: Purpose, number: int) -> str:
        digest = hmac.new(self.key, f"{purpose}:{number}".encode(), hashlib.sha256).digest()
        return base64.b32encode(digest[:10]).decode("ascii").lower()


def base_address(address: str) -> str:
    """Return an address without its tag: `support+c1.x@desk.example` is `support@desk.example`."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"
