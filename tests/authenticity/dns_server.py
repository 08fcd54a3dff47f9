"""A real DNS server on a UDP socket of this machine, which answers from a table."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from tests.authenticity.dns_table import SILENT, Table

BROKEN = "servfail"


@dataclass(frozen=True)
class Server:
    """Where it listens, and what it knows."""

    port: int
    table: Table

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"


@contextmanager
def dns_server(table: Table) -> Iterator[Server]:
    """Give a server that runs in a thread of its own."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        link.bind(("127.0.0.1", 0))
        port: int = link.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(link, table), name="dns")
        thread.start()
        try:
            yield Server(port, table)
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
                last.sendto(b"", ("127.0.0.1", port))
            thread.join()


def _serve(link: socket.socket, table: Table) -> None:
    while True:
        packet, client = link.recvfrom(4096)
        if not packet:
            return
        answer = _answer(dns.message.from_wire(packet), table)
        if answer is not None:
            link.sendto(answer.to_wire(), client)


def _answer(query: dns.message.Message, table: Table) -> dns.message.Message | None:
    (question,) = query.question
    kind, name = dns.rdatatype.to_text(question.rdtype), question.name.to_text().rstrip(".").lower()
    table.asked[name, kind] += 1
    found = table.records_of.get((name, kind), ())
    if found == SILENT:
        return None
    answer = dns.message.make_response(query)
    answer.flags |= dns.flags.RA
    if found == BROKEN:
        answer.set_rcode(dns.rcode.SERVFAIL)
    elif isinstance(found, tuple) and found:
        answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *map(_written, found)))
    elif not any(known == name for known, _ in table.records_of):
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer


def _written(record: str | bytes) -> str:
    """Return a record as a zone file has it: texts in pieces of at most 255 bytes."""
    if isinstance(record, str):
        return record
    text = record.decode()
    return " ".join(f'"{text[at : at + 255]}"' for at in range(0, len(text), 255))
