"""Signed addresses that expire: a reply address that names its case, a bounce address that names its mail."""

import base64
import hashlib
import hmac
import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

_DAY = 86400
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_TAG = re.compile(r"(?P<purpose>[cbe])(?P<number>\d{1,12})\.(?P<day>[0-9a-z]{1,5})\.(?P<signature>[a-z2-7]{16})")


class Purpose(StrEnum):
    """What a signed address stands for; engineers alone are told the one that makes a mail of theirs an answer."""

    CASE = "c"
    BOUNCE = "b"
    ENGINEER = "e"


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs and reads sub-addresses such as `support+c1001.gh5.k3j…@desk.example`; `key` is the desk's secret.

    What is signed holds until the end of a day (UTC), which the address says: `cases_hold` after it was made, bounce
    addresses `bounces_hold`. Addresses without a day, as earlier versions made them, prove nothing.
    """

    key: bytes
    cases_hold: timedelta = timedelta(days=180)
    bounces_hold: timedelta = timedelta(days=30)

    def address(self, base: str, purpose: Purpose, number: int, now: datetime) -> str:
        """Return `base` with a tag that names `number`, that only this desk can make, and that expires."""
        local, _, domain = base.rpartition("@")
        holds = self.bounces_hold if purpose is Purpose.BOUNCE else self.cases_hold
        day = _in_letters(math.ceil((now + holds).timestamp() / _DAY))
        return f"{local}+{purpose}{number}.{day}.{self._signature(f'{purpose}:{number}:{day}')}@{domain}"

    def message_id(self, number: int, domain: str) -> str:
        """Return the Message-ID of our mail `number`: the same each time, and not to be guessed."""
        return f"<mail{number}.{self._signature(f'{Purpose.BOUNCE}:{number}')}@{domain}>"

    def read(self, address: str, purpose: Purpose, now: datetime) -> int | None:
        """Return the number that a genuine address names and that still holds, or None for any other address."""
        found = self._genuine(address, purpose)
        return None if found is None or now.timestamp() > int(found["day"], 36) * _DAY else int(found["number"])

    def expired(self, address: str, purpose: Purpose, now: datetime) -> int | None:
        """Return the number that an address of ours names which held once, and does no more; None for any other."""
        found = self._genuine(address, purpose)
        return None if found is None or self.read(address, purpose, now) is not None else int(found["number"])

    def is_ours(self, address: str, purpose: Purpose) -> bool:
        """Tell whether we made an address, whether it still holds or not."""
        return self._genuine(address, purpose) is not None

    def _genuine(self, address: str, purpose: Purpose) -> re.Match[str] | None:
        """Return the parts of an address that we made.

        80 bits of HMAC-SHA256 in base32, compared in constant time: mail systems may fold the case of a local part.
        """
        local = address.rpartition("@")[0].lower()
        match = _TAG.fullmatch(local.rpartition("+")[2]) if "+" in local else None
        if match is None or match["purpose"] != purpose:
            return None
        signed = f"{purpose}:{int(match['number'])}:{match['day']}"
        return match if hmac.compare_digest(match["signature"], self._signature(signed)) else None

    def _signature(self, words: str) -> str:
        digest = hmac.new(self.key, words.encode(), hashlib.sha256).digest()
        return base64.b32encode(digest[:10]).decode("ascii").lower()


def base_address(address: str) -> str:
    """Return an address without its tag: `support+c1.x@desk.example` is `support@desk.example`."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def _in_letters(number: int) -> str:
    """Return a number in base 36, as `int` reads it."""
    found = ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        found = _DIGITS[digit] + found
    return found or "0"
