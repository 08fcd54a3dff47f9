"""Reading mail: our parser against the standard library's modern one, and how both grow with a long thread."""

import statistics
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial

from intake.demo.scenario import steps
from intake.parse.message import parse_mail
from tests.bench.bombs import bombs
from tests.bench.mails import DATE, DESK, sample
from tests.bench.measure import ROOT, Options, Row, in_turn, seconds

_ANSWERS = "The second run stopped at order {n}, after which the log says nothing more.\n\n"
_QUOTED = "> Please tell us where run {n} stopped, and whether the log says anything\n> about it after that.\n\n"
_OLDER = "From: Support <support@desk.example>\nSent: Monday, March 2, 2026 9:14 AM\nTo: Ruth\nSubject: RE: Import\n\n"
_CELL = (
    "<div><p>Run <b>{n}</b> stopped at order&nbsp;{n}; see <a href='https://desk.example/{n}'>its log</a>.</p></div>\n"
)
_SHAPES: dict[str, Callable[[int], str]] = {
    "answers between quotes": lambda n: (_QUOTED + _ANSWERS).format(n=n),
    "new words only": lambda n: _ANSWERS.format(n=n),
    "one long thread below": lambda n: (_OLDER if n % 20 == 0 else "") + _ANSWERS.format(n=n),
    "one long quote": lambda n: _QUOTED.format(n=n),
    "HTML": lambda n: _CELL.format(n=n),
}


def parse(options: Options) -> Iterator[Row]:
    """Measure the time for a mail on the project's own samples, then 800 KB against 100 KB, then mails made to cost."""
    times = 2 if options.quick else 20
    pairs = [_pair(raw, times, options.rounds) for raw in _samples()]
    ours, peer = (statistics.median(each) for each in zip(*pairs, strict=True))
    yield _row(f"parse, median of {len(pairs)} sample mails", ours, peer)
    wanted = ["answers between quotes", "HTML"] if options.quick else list(_SHAPES)
    shapes = {shape: _growth(shape, options) for shape in wanted}
    worst = max(shapes, key=lambda shape: shapes[shape][0])
    _, ours, ours_small, peer, peer_small = shapes[worst]
    yield _row(f"parse, 100 KB reply ({worst})", ours_small, peer_small)
    yield _row(f"parse, 800 KB reply ({worst})", ours, peer)
    yield Row(
        what=f"time for 800 KB over 100 KB, worst of {len(shapes)} shapes; 8 is linear",
        ours=f"{ours / ours_small:.1f}",
        peer=f"{peer / peer_small:.1f} (email.policy.default)",
    )
    yield from bombs(options)


def read_by_peer(raw: bytes) -> int:
    """Do with the standard library what a help desk does: the body's text, and each attachment's bytes."""
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain", "html"))
    found = len(body.get_content()) if body is not None else 0
    for part in message.iter_attachments() if message.is_multipart() else ():
        payload = part.get_payload(decode=True)
        found += len(payload) if isinstance(payload, bytes) else 0
    return found + len(str(message["subject"])) + len(str(message["from"])) + len(str(message["to"]))


def _samples() -> list[bytes]:
    fixtures = sorted((ROOT / "tests").rglob("*.eml"))
    return [*(sample(step) for step in steps()), *(path.read_bytes() for path in fixtures)]


def _pair(raw: bytes, times: int, rounds: int) -> tuple[float, float]:
    parse_mail(raw)  # the first one loads libraries
    ours, peer = partial(parse_mail, raw), partial(read_by_peer, raw)
    return in_turn(lambda: seconds(ours, times), lambda: seconds(peer, times), rounds)


def _growth(shape: str, options: Options) -> tuple[float, float, float, float, float]:
    """Return by how much ours grows, then the seconds of ours and of the peer, each for 800 and 100 KB."""
    small, small_peer = _pair(_long_reply(shape, 100_000), 4, options.rounds)
    large, large_peer = _pair(_long_reply(shape, 800_000), 1, options.rounds)
    return large / small, large, small, large_peer, small_peer


def _long_reply(shape: str, size: int) -> bytes:
    kind = "html" if shape == "HTML" else "plain"
    head = (
        f"From: Ruth <ruth@alderfreight.example>\nTo: {DESK}\nSubject: Re: Import\nDate: {DATE}\nMIME-Version: 1.0\n"
        f"Message-ID: <long@alderfreight.example>\nContent-Type: text/{kind}; charset=utf-8\n\nIt still fails.\n\n"
    )
    piece = _SHAPES[shape]
    body = "".join(piece(number) for number in range(size // len(piece(1)) + 1))
    return (head + body[:size]).replace("\n", "\r\n").encode()


def _row(what: str, ours: float, peer: float) -> Row:
    theirs = f"{1000 * peer:.2f} ms (email.policy.default: body and attachments, no more)"
    return Row(what=what, ours=f"{1000 * ours:.2f} ms", peer=theirs, better=peer / ours)
