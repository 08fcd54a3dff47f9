"""A mail's signatures (DKIM, RFC 6376) by dkimpy, and what of them proves nothing although it verifies."""

import binascii
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from intake.authenticity.lookup import Asking, NoAnswer
from intake.domain.identity import Dkim, Result
from intake.identify.sender import normal
from intake.parse.decode.headers import split_head

_MOST = 5  # signatures that are looked at, the topmost first
_LARGE = 2_000_000  # bytes: of a mail beyond it one signature, for each costs its length anew
# Bounds within which dkimpy's own loops and patterns take no time worth speaking of.
_LONGEST_FIELD = 4096
_MOST_FIELDS = 500
_MOST_SIGNED = 200
_ALGORITHMS = (b"rsa-sha256", b"ed25519-sha256")  # RFC 8301 section 3.1: none that is made with SHA-1
_SIGNED = re.compile(rb"^dkim-signature[ \t]*:", re.IGNORECASE | re.MULTILINE)
_LONGEST_HEAD = 262_144
_SPACES = re.compile(rb"[ \t]+")
# What decides how a mail is read and what it answers: a field of these that nobody signed may be anybody's.
_DECIDING = ("from", "subject", "date", "message-id", "content-type", "in-reply-to", "references")


def check_dkim(raw: bytes, received_at: datetime, asking: Asking) -> tuple[Dkim, ...]:
    """Return what each signature is worth, at most five; () for none and for a mail that cannot be taken apart."""
    import dkim

    if _SIGNED.search(raw, 0, _LONGEST_HEAD) is None:
        return ()
    try:
        made = dkim.DKIM(raw)
    except (dkim.DKIMException, IndexError, ValueError):
        return ()
    fields = [value for name, value in made.headers if name.lower() == b"dkim-signature"]
    if len(made.headers) > _MOST_FIELDS:
        return (Dkim(result=Result.POLICY, domain="", why="the mail has too many header fields"),) if fields else ()
    if not _reads_alike(made, raw):
        return (Dkim(result=Result.POLICY, domain="", why="its head can be read in two ways"),) if fields else ()
    body = made.body
    most = _MOST if len(raw) <= _LARGE else 1
    return tuple(_checked(made, (index, body), received_at, asking) for index in range(min(len(fields), most)))


def _checked(made: Any, at: tuple[int, bytes], received_at: datetime, asking: Asking) -> Dkim:
    import dkim

    index, body = at
    key, domain = _Key(asking), ""
    try:
        tags = _tags(made, index)
        domain = normal(f"@{tags.get(b'd', b'').decode('ascii', 'replace')}").removeprefix("@")
        made.body = _as_signed(body, tags)
        refused = _refused(tags, made.body, received_at) or _unsigned(tags, made)
        if refused:
            return Dkim(result=Result.POLICY, domain=domain, why=refused)
        passed = made.verify(index, dnsfunc=key.of)
    except NoAnswer as error:
        return Dkim(result=Result.TEMPERROR, domain=domain, why=str(error))
    except dkim.ValidationError as error:
        return Dkim(result=Result.FAIL, domain=domain, why=_one_line(error))
    except (dkim.DKIMException, dkim.InvalidTagValueList, binascii.Error, *_STUMBLES) as error:
        return Dkim(result=Result.PERMERROR, domain=domain, why=_one_line(error))
    if key.why:
        return Dkim(result=Result.POLICY, domain=domain, why=key.why)
    return Dkim(result=Result.PASS if passed else Result.FAIL, domain=domain, why="" if passed else "it does not fit")


def _reads_alike(made: Any, raw: bytes) -> bool:
    """Tell whether dkimpy, which checks a mail, sees the same fields and the same body as we who read it."""
    head, body, _ = split_head(raw)
    names = [name.strip().lower().decode("ascii", "replace") for name, _ in made.headers]
    return names == [name for name, _ in head.items] and _plain(made.body) == _plain(body)


def _plain(body: bytes) -> bytes:
    return body.translate(None, b"\r").strip(b"\n")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


# What dkimpy raises over fields and keys in which it stumbles.
_STUMBLES = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, NameError, AssertionError)


def _tags(made: Any, index: int) -> dict[bytes, bytes]:
    """Return a signature's tags; raises ValueError for one too long, before any pattern of dkimpy's sees it."""
    import dkim

    field = [value for name, value in made.headers if name.lower() == b"dkim-signature"][index]
    if len(field) > _LONGEST_FIELD:
        raise ValueError("the signature is too long")
    return dict(dkim.parse_tag_value(field))


def _as_signed(body: bytes, tags: dict[bytes, bytes]) -> bytes:
    """Return the body in its relaxed form where that was signed: dkimpy's own way takes squares of long blanks."""
    if not tags.get(b"c", b"").partition(b"/")[2].strip().startswith(b"relaxed"):
        return body
    return _SPACES.sub(b" ", body).replace(b" \r\n", b"\r\n")


def _refused(tags: dict[bytes, bytes], body: bytes, received_at: datetime) -> str:
    """Return why a signature proves nothing, whatever it is worth by itself; "" where nothing is against it."""
    signed = [name.strip().lower() for name in tags.get(b"h", b"").split(b":")]
    if tags.get(b"a", b"").strip().lower() not in _ALGORITHMS:
        return "its algorithm counts no more"
    if b"from" not in signed or len(signed) > _MOST_SIGNED:
        return "it does not sign From" if b"from" not in signed else "it signs too many fields"
    expires = tags.get(b"x", b"").strip()
    if expires.isdigit() and int(expires[:15]) < received_at.timestamp():
        return "it had expired"
    length = tags.get(b"l", b"").strip()
    if b"l" in tags and not (length.isdigit() and int(length[:15]) >= len(_whole(body))):
        return "it does not sign the whole text (l=)"
    return ""


def _unsigned(tags: dict[bytes, bytes], made: Any) -> str:
    """Return which deciding field a mail has more often than it is signed; "" for none."""
    signed = Counter(name.strip().lower() for name in tags.get(b"h", b"").split(b":"))
    there = Counter(name.strip().lower() for name, _ in made.headers)
    left = next((name for name in _DECIDING if there[name.encode()] > signed[name.encode()]), "")
    return f"it does not sign {left.title()}" if left else ""


def _whole(body: bytes) -> bytes:
    """Return a body as far as any signature covers it: without empty lines at its end."""
    return body.rstrip(b"\r\n") + b"\r\n" if body.strip(b"\r\n") else b""


class _Key:
    """The keys that dkimpy asks for: found in DNS, and looked at for what it does not mind."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self.why = ""

    def of(self, name: bytes, timeout: float = 0.0) -> bytes:
        """Return the key's record, b"" for none; raises NoAnswer. `why` says then why it proves nothing, if so."""
        found = self._asking.texts(name.decode("ascii", "replace").rstrip("."))
        record = next((one for one in found if b"p=" in one), b"")
        tags = dict(_split(record))
        if b"y" in tags.get(b"t", b"").split(b":"):
            self.why = "its key is only being tried (t=y)"
        if not {b"*", b"email"} & set(tags.get(b"s", b"*").split(b":")):
            self.why = "its key is not for mail"
        return b"" if self.why else record


def _split(record: bytes) -> Iterator[tuple[bytes, bytes]]:
    for tag in record.split(b";"):
        name, _, value = tag.partition(b"=")
        yield name.strip().lower(), b"".join(value.split()).lower()
