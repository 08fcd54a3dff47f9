"""A mail's signatures (DKIM, RFC 6376) by dkimpy, and what of them proves nothing although it verifies.

What costs a sender nothing comes last: a key is asked for before its signature is looked at, the signature of the head
is checked before the text, and the text is brought into each form once, whoever signed it.
"""

import binascii
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from intake.authenticity.bodies import Bodies, Signed, TooDear
from intake.authenticity.keys import Unusable, key_record
from intake.authenticity.lookup import Asking, NoAnswer
from intake.domain.identity import Dkim, Result
from intake.identify.sender import normal
from intake.parse.decode.headers import split_head

_MOST = 5  # signatures that are looked at, the topmost first
# Bounds within which dkimpy's own loops and patterns take no time worth speaking of.
_LONGEST_FIELD = 4096
_MOST_FIELDS = 500
_MOST_LINES = 5000
_MOST_SIGNED = 200
_LONGEST_HEAD = 262_144
_ALGORITHMS = (b"rsa-sha256", b"ed25519-sha256")  # RFC 8301 section 3.1: none that is made with SHA-1
_SIGNED = re.compile(rb"^dkim-signature[ \t]*:", re.IGNORECASE | re.MULTILINE)
_HEAD_END = re.compile(rb"\n\r?\n")
# What decides how a mail is read and what it answers: a field of these that nobody signed may be anybody's.
_DECIDING = ("from", "subject", "date", "message-id", "content-type", "in-reply-to", "references")
# What dkimpy raises over fields and keys in which it stumbles.
_STUMBLES = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, NameError, AssertionError)


@dataclass(frozen=True, slots=True)
class _Mail:
    """A mail taken apart: its head as dkimpy has it, its text, what its signatures say, whose prove something."""

    head: Any
    text: Bodies
    fields: tuple[bytes, ...]
    proves: Callable[[str], bool]


def check_dkim(
    raw: bytes, received_at: datetime, asking: Asking, proves: Callable[[str], bool] = bool
) -> tuple[Dkim, ...]:
    """Return what each signature is worth, at most five; () for none and for a mail that cannot be taken apart.

    `proves` tells whether a domain's signature would prove anything: nobody else's key is asked for.
    """
    import dkim

    signed = _SIGNED.search(raw, 0, _LONGEST_HEAD)
    blank = _HEAD_END.search(raw, 0, _LONGEST_HEAD)
    if signed is None or raw[:1] in (b"\r", b"\n") or (blank is not None and signed.start() > blank.start()):
        return ()
    end = len(raw) if blank is None else blank.end()
    if end > _LONGEST_HEAD or raw.count(b"\n", 0, end) > _MOST_LINES:
        return (_refusal("its head is too long"),)
    try:
        head = _verifier()(raw[:end])
    except (dkim.DKIMException, IndexError, ValueError):
        return ()
    mail = _Mail(head, Bodies(raw[end:]), _signatures(head), proves)
    if len(head.headers) > _MOST_FIELDS:
        return (_refusal("the mail has too many header fields"),) if mail.fields else ()
    if not _reads_alike(head, raw, end):
        return (_refusal("its head can be read in two ways"),) if mail.fields else ()
    return tuple(_checked(mail, index, received_at, asking) for index in range(min(len(mail.fields), _MOST)))


@cache
def _verifier() -> Any:
    """Return dkimpy's class, made to check the head alone: the text is ours to check."""
    import dkim

    class OfHead(dkim.DKIM):  # type: ignore[misc] # dkimpy ships no types
        def verify_sig(self, sig: dict[bytes, bytes], *others: Any) -> Any:
            return super().verify_sig({name: value for name, value in sig.items() if name != b"bh"}, *others)

    return OfHead


def _refusal(why: str, domain: str = "") -> Dkim:
    return Dkim(result=Result.POLICY, domain=domain, why=why)


def _signatures(head: Any) -> tuple[bytes, ...]:
    return tuple(value for name, value in head.headers if name.lower() == b"dkim-signature")


def _checked(mail: _Mail, index: int, received_at: datetime, asking: Asking) -> Dkim:
    import dkim

    domain = ""
    try:
        tags = _tags(mail.fields[index])
        domain = normal(f"@{tags.get(b'd', b'').decode('ascii', 'replace')}").removeprefix("@")
        refused = _refused(tags, received_at) or _unsigned(tags, mail.head)
        if not refused and not mail.proves(domain):
            refused = "it is of another domain than From"
        if refused:
            return _refusal(refused, domain)
        result, why = _verified(mail, index, tags, asking)
    except NoAnswer as error:
        result, why = Result.TEMPERROR, str(error)
    except Unusable as error:
        result, why = error.result, str(error)
    except TooDear as error:
        result, why = Result.POLICY, str(error)
    except dkim.ValidationError as error:
        result, why = Result.FAIL, _one_line(error)
    except (dkim.DKIMException, dkim.InvalidTagValueList, binascii.Error, *_STUMBLES) as error:
        result, why = Result.PERMERROR, _one_line(error)
    return Dkim(result=result, domain=domain, why=why)


def _verified(mail: _Mail, index: int, tags: dict[bytes, bytes], asking: Asking) -> tuple[Result, str]:
    """Return how a signature ends that nothing is against; raises what `_checked` catches."""
    _, _, form = tags.get(b"c", b"").partition(b"/")
    name = b"%s._domainkey.%s" % (tags.get(b"s", b""), tags.get(b"d", b""))
    record = key_record(name.decode("ascii", "replace").rstrip("."), asking)
    if not mail.head.verify(index, dnsfunc=lambda _name, timeout=0: record):
        return Result.FAIL, "it does not fit"
    text = mail.text.of(form.strip())
    if b"l" in tags and not _covers(tags[b"l"].strip(), text):
        return Result.POLICY, "it does not sign the whole text (l=)"
    if binascii.a2b_base64(b"".join(tags[b"bh"].split())) != text.digest:
        return Result.FAIL, "its text is not the one that was signed"
    return Result.PASS, ""


def _covers(length: bytes, text: Signed) -> bool:
    return length.isdigit() and int(length[:15]) >= text.length


def _reads_alike(head: Any, raw: bytes, end: int) -> bool:
    """Tell whether dkimpy, which checks a mail, sees the same fields as we who read it, and where they end."""
    found, body, _ = split_head(raw)
    names = [name.strip().lower().decode("ascii", "replace") for name, _ in head.headers]
    return names == [name for name, _ in found.items] and len(body) == len(raw) - end


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _tags(field: bytes) -> dict[bytes, bytes]:
    """Return a signature's tags; raises ValueError for one too long, before any pattern of dkimpy's sees it."""
    import dkim

    if len(field) > _LONGEST_FIELD:
        raise ValueError("the signature is too long")
    return dict(dkim.parse_tag_value(field))


def _refused(tags: dict[bytes, bytes], received_at: datetime) -> str:
    """Return why a signature proves nothing, whatever it is worth by itself; "" where nothing is against it."""
    signed = [name.strip().lower() for name in tags.get(b"h", b"").split(b":")]
    if tags.get(b"a", b"").strip().lower() not in _ALGORITHMS:
        return "its algorithm counts no more"
    if b"from" not in signed or len(signed) > _MOST_SIGNED:
        return "it does not sign From" if b"from" not in signed else "it signs too many fields"
    expires = tags.get(b"x", b"").strip()
    return "it had expired" if expires.isdigit() and int(expires[:15]) < received_at.timestamp() else ""


def _unsigned(tags: dict[bytes, bytes], head: Any) -> str:
    """Return which deciding field a mail has more often than it is signed; "" for none."""
    signed = Counter(name.strip().lower() for name in tags.get(b"h", b"").split(b":"))
    there = Counter(name.strip().lower() for name, _ in head.headers)
    left = next((name for name in _DECIDING if there[name.encode()] > signed[name.encode()]), "")
    return f"it does not sign {left.title()}" if left else ""
