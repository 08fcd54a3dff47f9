"""The keys that signatures are checked with: found in DNS, and looked at before a mail's text is."""

from collections.abc import Iterator

from intake.authenticity.lookup import Asking
from intake.domain.identity import Result

_LONGEST = 4096  # bytes of a record: beyond any key that is in use, and one that takes no time to read
_LARGEST, _LARGEST_EXPONENT = 8192, 64  # bits; what a sender's key takes to check is for the sender to say
_LEAST = 1024  # RFC 8301 section 3.2


class Unusable(Exception):
    """A key that proves nothing: `result` is what follows for its signature, the text says why."""

    def __init__(self, result: Result, why: str) -> None:
        """Say what follows, and why."""
        super().__init__(why)
        self.result = result


def key_record(name: str, asking: Asking) -> bytes:
    """Return a key's record, checked; raises Unusable, NoAnswer when DNS gives no answer, or what dkimpy does."""
    found = asking.texts(name)
    record = next((one for one in found if b"p=" in one), b"")
    tags = dict(_split(record))
    if not tags.get(b"p"):
        raise Unusable(Result.FAIL, "there is no key for it in DNS")
    if b"y" in tags.get(b"t", b"").split(b":"):
        raise Unusable(Result.POLICY, "its key is only being tried (t=y)")
    if not {b"*", b"email"} & set(tags.get(b"s", b"*").split(b":")):
        raise Unusable(Result.POLICY, "its key is not for mail")
    if len(record) > _LONGEST:
        raise Unusable(Result.POLICY, "its key is too large")
    _check_size(name, record)
    return record


def _check_size(name: str, record: bytes) -> None:
    import dkim

    try:
        key, bits, kind, _ = dkim.evaluate_pk(name, record)
    except (dkim.KeyFormatError, ValueError, LookupError, TypeError, AssertionError) as error:
        raise Unusable(Result.FAIL, "its key cannot be read") from error
    if kind != b"rsa":
        return
    if bits < _LEAST:
        raise Unusable(Result.PERMERROR, f"its key is too small: {bits} bits")
    if bits > _LARGEST or key["publicExponent"].bit_length() > _LARGEST_EXPONENT:
        raise Unusable(Result.POLICY, "its key is too large")


def _split(record: bytes) -> Iterator[tuple[bytes, bytes]]:
    for tag in record[: 2 * _LONGEST].split(b";"):
        name, _, value = tag.partition(b"=")
        yield name.strip().lower(), b"".join(value.split()).lower()
