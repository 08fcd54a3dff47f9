"""Tokens at rest: encrypted under a key that is derived from the desk's secret, each bound to its own workspace."""

import base64
import binascii
import json
import os
from collections.abc import Mapping

from intake.domain.errors import BadInput

_VERSION = "1"
_NONCE = 12  # bytes, as AES-GCM wants them (NIST SP 800-38D, section 5.2.1.1)
_PURPOSE = b"intake: tokens of Slack"


class Safe:
    """Encrypts and decrypts with AES-256-GCM; the key comes from the secret by HKDF (RFC 5869)."""

    def __init__(self, secret: bytes) -> None:
        """Derive the key from the desk's secret."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        self._cipher = AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret))

    def closed(self, of: str, values: Mapping[str, str]) -> str:
        """Return some values encrypted, to be opened as those `of` one workspace alone."""
        nonce = os.urandom(_NONCE)
        sealed = self._cipher.encrypt(nonce, json.dumps(dict(values)).encode(), of.encode())
        return f"{_VERSION}:{base64.b64encode(nonce + sealed).decode('ascii')}"

    def opened(self, of: str, closed: str) -> dict[str, str]:
        """Return what was encrypted; raises BadInput where it was under another secret, or for another workspace."""
        from cryptography.exceptions import InvalidTag

        version, _, text = closed.partition(":")
        try:
            sealed = base64.b64decode(text, validate=True)
            opened = self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], of.encode())
        except (InvalidTag, binascii.Error, ValueError) as error:
            raise BadInput(_wrong(of)) from error
        if version != _VERSION:
            raise BadInput(_wrong(of))
        found: dict[str, str] = json.loads(opened)
        return found


def _wrong(of: str) -> str:
    return (
        f"slack: the tokens of {of} were encrypted under another desk.secret; "
        "write that secret again, or install the app in that workspace once more"
    )
