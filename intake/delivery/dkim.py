"""DKIM: our mail signed with the desk's key (RFC 6376), so that a receiver can tell that it is ours.

A mail is signed just before it is handed over, with the key of that day: one that has waited for days needs no record
of an old key. The signature is kept with the mail, and what may have arrived is repeated with the one it had.
"""

import base64
import re
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_IMODE

from intake.domain.errors import BadInput

# RFC 6376 section 5.4.1; what a mail of ours does not have is left out.
_SIGNED = (
    b"from",
    b"to",
    b"subject",
    b"date",
    b"message-id",
    b"reply-to",
    b"in-reply-to",
    b"references",
    b"auto-submitted",
    b"mime-version",
    b"content-type",
)
_ONCE_MORE = (b"from", b"subject", b"date")  # signed as absent as well: a second one breaks the signature
_RSA, _ED25519 = "rsa", "ed25519"
_FEWEST_BITS = 1024  # RFC 8301 section 3.2
_GOOD_BITS = 2048
_PEM = re.compile(r"-----BEGIN ([A-Z ]*)PRIVATE KEY-----\s+([A-Za-z0-9+/=\s]+?)\s*-----END \1PRIVATE KEY-----")
_ED25519_PEM = bytes.fromhex("302e020100300506032b657004220420")  # RFC 8410 section 7, up to the key's own 32 bytes
_RSA_ENCRYPTION = bytes.fromhex("06092a864886f70d010101" + "0500")
_TRIAL = b"From: <support@desk.example>\r\nSubject: trial\r\nDate: Mon, 01 Jan 2024 00:00:00 +0000\r\n\r\nTrial.\r\n"


class Unsigned(Exception):
    """A mail that could not be signed; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key that signs for `domain`; its public half is in DNS at `name`.

    `private` is what dkimpy signs with, `public` what the record holds, both in base64; `bits` is 0 where a kind of key
    has one length only.
    """

    domain: str
    selector: str
    kind: str
    private: bytes = field(repr=False)
    public: str
    bits: int = 0

    @property
    def name(self) -> str:
        """Return where in DNS a receiver looks for the public key."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        """Return the TXT record to publish there."""
        return f"v=DKIM1; k={self.kind}; p={self.public}"

    @property
    def is_weak(self) -> bool:
        """Tell whether receivers may soon refuse it (RFC 8301)."""
        return 0 < self.bits < _GOOD_BITS

    def sign(self, raw: bytes) -> str:
        """Return the DKIM-Signature header of a mail's bytes, with its line end; raises Unsigned."""
        import dkim

        try:
            signer = dkim.DKIM(raw, signature_algorithm=f"{self.kind}-sha256".encode())
            names = {name.lower() for name, _ in signer.headers}
            wanted = [name for name in _SIGNED if name in names]
            header = signer.sign(
                self.selector.encode(),
                self.domain.encode(),
                self.private,
                canonicalize=(b"relaxed", b"relaxed"),
                include_headers=[*wanted, *_ONCE_MORE],
            )
        except (dkim.DKIMException, ValueError, LookupError, TypeError) as error:
            raise Unsigned(f"{type(error).__name__}: {error}") from error
        return str(header.decode("ascii"))


def read_key(file: Path, domain: str, selector: str) -> Key:
    """Read an RSA or Ed25519 key (PEM) and try it; raises BadInput, whose text holds nothing of the key."""
    try:
        text = file.read_text(encoding="ascii")
    except OSError as error:
        raise BadInput(f"dkim, key: {file} cannot be read ({error.strerror}); check the path and its rights") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"dkim, key: {_no_key(file)}") from error
    found = _PEM.search(text.replace("\r\n", "\n"))
    if found is None or "ENCRYPTED" in found[1] or "EC " in found[1]:
        raise BadInput(f"dkim, key: {_no_key(file)}")
    try:
        der = base64.b64decode("".join(found[2].split()), validate=True)
    except ValueError as error:
        raise BadInput(f"dkim, key: {_no_key(file)}") from error
    key = _ed25519(file, der) if der.startswith(_ED25519_PEM) else _rsa(file, text)
    named = Key(domain=domain, selector=selector, **key)  # type: ignore[arg-type] # the fields are Key's own
    try:
        named.sign(_TRIAL)
    except Unsigned as error:
        raise BadInput(f"dkim, key: {file} cannot sign ({error}); make a new one") from error
    return named


def is_open_to_others(file: Path) -> bool:
    """Tell whether others than its owner may read a key file."""
    return bool(S_IMODE(file.stat().st_mode) & 0o077)


def _no_key(file: Path) -> str:
    return f"{file} holds no key that can be used; `openssl genrsa -out {file.name} 2048` makes one, without a password"


def _rsa(file: Path, text: str) -> dict[str, object]:
    from dkim.crypto import UnparsableKeyError, parse_pem_private_key

    private = text.replace("\r\n", "\n").encode("ascii")
    try:
        parsed = parse_pem_private_key(private)
        modulus, exponent = int(parsed["modulus"]), int(parsed["publicExponent"])
    except (UnparsableKeyError, ValueError, LookupError, TypeError) as error:
        raise BadInput(f"dkim, key: {_no_key(file)}") from error
    if modulus.bit_length() < _FEWEST_BITS:
        bits = modulus.bit_length()
        raise BadInput(f"dkim, key: {file} has {bits} bits, which no receiver believes; make one of {_GOOD_BITS}")
    public = base64.b64encode(_public(modulus, exponent)).decode()
    return {"kind": _RSA, "private": private, "public": public, "bits": modulus.bit_length()}


def _ed25519(file: Path, der: bytes) -> dict[str, object]:
    """Return an Ed25519 key (RFC 8463), for which dkimpy needs PyNaCl."""
    try:
        from nacl.signing import SigningKey  # type: ignore[import-not-found,unused-ignore] # it need not be there
    except ImportError as error:
        raise BadInput(
            f"dkim, key: {file} is an Ed25519 key, which needs the package pynacl; install it, or use an RSA key"
        ) from error
    seed = der[len(_ED25519_PEM) : len(_ED25519_PEM) + 32]
    public = base64.b64encode(bytes(SigningKey(seed).verify_key)).decode()
    return {"kind": _ED25519, "private": base64.b64encode(seed), "public": public}


def _public(modulus: int, exponent: int) -> bytes:
    """Return an RSA key's public half as a SubjectPublicKeyInfo (RFC 5280 section 4.1, RFC 8017 appendix A.1.1)."""
    numbers = _der(0x02, _number(modulus)) + _der(0x02, _number(exponent))
    return _der(0x30, _der(0x30, _RSA_ENCRYPTION) + _der(0x03, b"\0" + _der(0x30, numbers)))


def _number(value: int) -> bytes:
    return value.to_bytes(value.bit_length() // 8 + 1, "big")


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content
