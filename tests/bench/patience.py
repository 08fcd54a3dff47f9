"""One client more while others send without end: how long a whole mail takes, from connecting to its 250."""

import socket
import subprocess
import time

from tests.bench.mails import DESK, made


def measured(port: int, load: list[str], seconds: float) -> list[float]:
    """Return the times of so many seconds' mails, in order of length, while `load` runs."""
    sending = subprocess.Popen(load, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        waits: list[float] = []
        began = time.perf_counter()
        while time.perf_counter() - began < seconds:
            waits.append(_one_mail(port, len(waits)))
        if sending.poll() is not None:
            raise RuntimeError(f"the load ended early: {sending.communicate()[1].decode()[-500:]}")
    finally:
        sending.kill()
        sending.communicate()
    return sorted(waits[1:])  # the first one came while the others were only connecting


def _one_mail(port: int, number: int) -> float:
    mail = made(10**6 + number, 4096)
    began = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client, client.makefile("rb") as answers:
        for said, code in (
            (b"", b"220"),
            (b"EHLO one.example", b"250"),
            (f"MAIL FROM:<{mail.mail_from}>".encode(), b"250"),
            (f"RCPT TO:<{DESK}>".encode(), b"250"),
            (b"DATA", b"354"),
            (mail.raw + b".", b"250"),
        ):
            if said:
                client.sendall(said + b"\r\n")
            while (line := answers.readline())[3:4] == b"-":
                pass
            if not line.startswith(code):
                raise RuntimeError(f"the server said {line!r} where {code.decode()} was expected")
        return time.perf_counter() - began
