"""A mail that is announced together with the server's first answer to IDLE is seen at once."""

import socket
import threading

from intake.doors.imap_login import Login
from intake.doors.imap_session import Server, Session, connected

_ANSWERS = {
    b"CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE\r\n%s OK done\r\n",
    b"LOGIN": b"%s OK done\r\n",
    b"IDLE": b"+ idling\r\n* 1 EXISTS\r\n",
}
_PATIENCE = 5.0  # seconds for DONE, then this server hangs up


def _serve(listening: socket.socket, said: list[bytes]) -> None:
    link, _ = listening.accept()
    with link, link.makefile("rb") as lines:
        link.settimeout(_PATIENCE)
        link.sendall(b"* OK hello\r\n")
        tag = b""
        try:
            for line in lines:
                words = line.split()
                said.append(words[-1] if words[0] == b"DONE" else words[1])
                if words[0] == b"DONE":
                    link.sendall(tag + b" OK idled\r\n")
                    continue
                tag = words[0]
                answer = _ANSWERS[words[1]]
                link.sendall(answer % tag if b"%s" in answer else answer)
        except TimeoutError:
            said.append(b"nothing")


def test_what_comes_with_the_first_answer_is_not_overlooked() -> None:
    said: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = threading.Thread(target=_serve, args=(listening, said))
        server.start()
        login = Login(user="support", password="secret")
        where = Server(host="127.0.0.1", port=listening.getsockname()[1], tls=None, implicit=False, login=login)
        with connected(where) as client:
            Session(client, 1, 1).wait(threading.Event(), 60)
        server.join()
    assert said[-1] == b"DONE"
