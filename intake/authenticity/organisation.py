"""Which domains belong to one organisation, by the public suffix list (RFC 7489 section 3.2)."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


@lru_cache(maxsize=4096)
def organisation(domain: str) -> str:
    """Return the domain that somebody has registered, `acme.example` for `mail.acme.example`; itself where none is."""
    try:
        return _suffixes().privatesuffix(domain) or domain
    except (ValueError, IndexError):
        return domain


def same_organisation(one: str, other: str) -> bool:
    """Tell whether two domains are one organisation's; no domain is nobody's."""
    return bool(one and other) and (one == other or organisation(one) == organisation(other))


@cache
def _suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList  # reads a list of ten thousand lines

    return PublicSuffixList()
