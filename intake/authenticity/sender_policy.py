"""Whether a server may send for the domain of an envelope sender: SPF (RFC 7208) by pyspf, over our own DNS."""

import ipaddress
import re
from typing import Any

from intake.authenticity.lookup import Asking, NoAnswer
from intake.domain.identity import Result, Spf
from intake.identify.conclude import domain_of

_UNKNOWN_HELO = "unknown"
_LOCAL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+")


def check_spf(peer: str, sender: str, asking: Asking) -> Spf | None:
    """Return what the sender's domain says of the server at `peer`; None for no address of a server, or no sender.

    What DNS does not tell in time is a temperror.
    """
    import spf

    if not _is_address(peer) or not domain_of(sender):
        return None
    query = _query(asking)(i=peer, s=_plain(sender), h=_UNKNOWN_HELO)
    try:
        said = str(query.check()[0])
    except (spf.TempError, NoAnswer):
        said = Result.TEMPERROR
    except (spf.PermError, UnicodeError, ValueError, IndexError, RecursionError):
        said = Result.PERMERROR  # records in which pyspf itself stumbles
    return Spf(result=Result(said) if said in set(Result) else Result.NONE, domain=domain_of(sender))


def _plain(sender: str) -> str:
    """Return an address that pyspf, which splits it at the first "@", cannot take for another domain's."""
    local = sender.rpartition("@")[0]
    return sender if _LOCAL.fullmatch(local) else f"postmaster@{domain_of(sender)}"


def _query(asking: Asking) -> Any:
    """Return pyspf's query with its questions going to `asking`; its own way to DNS is a global of its module."""
    import spf

    class Query(spf.query):  # type: ignore[misc] # pyspf ships no types
        def dns(self, name: str, qtype: str, cnames: object = None, ignore_void: bool = False) -> list[Any]:
            """Return records as pyspf wants them; what is not there counts against its limit (section 4.6.4)."""
            found = self._asked(str(name).rstrip(".").lower(), qtype)
            if not found and not ignore_void:
                self.void_lookups += 1
                if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                    raise spf.PermError(f"Void lookup limit of {spf.MAX_VOID_LOOKUPS} exceeded")
            return found

        def _asked(self, name: str, qtype: str) -> list[Any]:
            if not name or qtype == "SPF" or not all(0 < len(label) < 64 for label in name.split(".")):
                return []
            try:
                return [_as_pyspf(record, qtype) for record in asking.records(name, qtype)]
            except NoAnswer as error:
                raise spf.TempError(str(error)) from error

        def get_explanation(self, spec: str) -> None:
            """Ask nothing for the words in which a domain would tell the sender off: nobody reads them here."""

    return Query


def _as_pyspf(record: str | bytes, qtype: str) -> Any:
    if isinstance(record, bytes):
        return (record,)
    if qtype == "MX":
        preference, _, host = record.partition(" ")
        return int(preference), host
    return record.rstrip(".") if qtype == "PTR" else record


def _is_address(peer: str) -> bool:
    try:
        ipaddress.ip_address(peer)
    except ValueError:
        return False
    return True
