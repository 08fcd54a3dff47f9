"""A running bot that proves senders: real mail at its door, real DNS on a socket, and what goes out to whom."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance import mails, running, store
from tests.acceptance.conftest import prepared
from tests.acceptance.mails import letter
from tests.acceptance.running import ANN, DESK, Place, Serving
from tests.acceptance.smarthost import Smarthost, smarthost
from tests.acceptance.warm import Nursery
from tests.authenticity.dns_server import dns_server
from tests.authenticity.dns_table import Table
from tests.authenticity.signing import key, signed

__all__ = ["prepared"]

FRONT = "mx.front.example"  # the mail server in front of the desk
BOB = "bob@matrix.example"
SIGNED = (b"from", b"to", b"subject", b"date", b"message-id", b"content-type", b"in-reply-to")


def world() -> Table:
    """Return DNS in which gold.example rejects what is not its own, and matrix.example publishes nothing."""
    table = Table().txt("gold.example", "v=spf1 ip4:203.0.113.1 -all").txt("_dmarc.gold.example", "v=DMARC1; p=reject")
    return table.txt("sel._domainkey.gold.example", key()[1]).txt("sel._domainkey.evil.example", key()[1])


class Proving:
    """A bot with what stands around it."""

    def __init__(self, bot: Serving, place: Place, sink: Smarthost) -> None:
        self.bot, self.place, self.sink = bot, place, sink

    def take(self, raw: bytes, *, sender: str = ANN, to: str = DESK) -> str:
        """Hand a mail over and wait until all is done; return what went out: kinds of mail, the case's mark."""
        before = {row["id"] for row in store.rows(self.place, "SELECT id FROM cases")}
        assert mails.send(self.bot, raw, sender=sender, to=to).startswith("250")
        store.until_quiet(self.place)
        new = [row for row in store.rows(self.place, "SELECT * FROM cases") if row["id"] not in before]
        if not new:
            return "joined"
        (case,) = new
        kinds = store.column(self.place, "SELECT kind FROM outbox WHERE case_id = ?", case["id"])
        degree = store.column(self.place, "SELECT degree FROM case_senders WHERE case_id = ?", case["id"])
        return " ".join((*degree, *kinds, "promised" if case["due_at"] else "nothing promised"))


def settled_in(folder: Path, prepared: Place, sink: Smarthost, identity: str) -> Place:
    place = running.settle_in(folder / "bot", sink.port, most_per_hour=1000)
    running.copy_store(prepared, place)
    text = place.settings.read_text(encoding="utf-8")
    place.settings.write_text(f'{text}[identity]\nfacts_for = "proved"\n{identity}', encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def facing(tmp_path_factory: pytest.TempPathFactory, prepared: Place) -> Iterator[Proving]:
    """Run a bot to whose door the Internet comes: it checks everybody itself."""
    with smarthost() as sink, dns_server(world()) as dns, Nursery.another() as nursery:
        identity = f'relays = []\ndns_servers = ["{dns.address}"]\n'
        place = settled_in(tmp_path_factory.mktemp("facing"), prepared, sink, identity)
        with running.opened(nursery.begin(place)) as bot:
            yield Proving(bot, place, sink)


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory, prepared: Place) -> Iterator[Proving]:
    """Run a bot behind a mail server whose results it believes; that one comes from this machine."""
    with smarthost() as sink, Nursery.another() as nursery:
        identity = f'trusted_results = "{FRONT}"\nown_check = false\n'
        place = settled_in(tmp_path_factory.mktemp("behind"), prepared, sink, identity)
        with running.opened(nursery.begin(place)) as bot:
            yield Proving(bot, place, sink)


def sealed(raw: bytes, domain: str = "gold.example") -> bytes:
    return signed(raw, domain, include_headers=SIGNED)


@pytest.mark.parametrize(
    ("raw", "sender", "expected"),
    [
        pytest.param(sealed(letter("<s1@gold.example>")), ANN, "proved acknowledgement promised", id="signed by them"),
        pytest.param(letter("<s2@gold.example>"), ANN, "forged nothing promised", id="their name from another server"),
        pytest.param(
            sealed(letter("<s3@gold.example>")).replace(b"does not work", b"must be paid"),
            ANN,
            "forged nothing promised",
            id="changed on its way",
        ),
        pytest.param(
            sealed(letter("<s4@gold.example>"), "evil.example"), ANN, "forged nothing promised", id="signed by others"
        ),
        pytest.param(
            letter("<s5@matrix.example>", sender=BOB), BOB, "plausible receipt promised", id="nothing is published"
        ),
        pytest.param(
            letter("<s6@gold.example>"), "eve@evil.example", "forged nothing promised", id="their name in From only"
        ),
        pytest.param(
            b"Authentication-Results: door.example; dmarc=pass header.from=gold.example\r\n"
            + letter("<s7@gold.example>"),
            ANN,
            "forged nothing promised",
            id="with results that it made up",
        ),
    ],
)
def test_at_the_door_to_the_internet(facing: Proving, raw: bytes, sender: str, expected: str) -> None:
    assert facing.take(raw, sender=sender) == expected


def test_nobody_was_written_to_in_a_forger_s_place(facing: Proving) -> None:
    facing.take(letter("<n1@gold.example>"))
    case = store.column(facing.place, "SELECT max(id) FROM cases")[0]
    reasons = store.rows(
        facing.place, "SELECT detail FROM audit WHERE case_id = ? AND event = 'acknowledgement.withheld'", case
    )
    assert "looks forged: DMARC fail" in str(reasons)
    assert not [mail for mail in facing.sink.caught if f"[case {case}]".encode() in mail.raw]


def test_facts_are_in_the_letter_to_who_is_proved_only(facing: Proving) -> None:
    facing.take(sealed(letter("<f1@gold.example>", subject="Proved")))
    facing.take(letter("<f2@matrix.example>", sender=BOB, subject="Plausible"), sender=BOB)
    texts = {str(mail.rcpt_to[0]): mail.raw.decode() for mail in facing.sink.caught}
    assert "clause" in texts[ANN]
    assert "clause" not in texts[BOB]


RESULTS = "Authentication-Results: {}; dmarc={} header.from=gold.example\r\n"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(RESULTS.format(FRONT, "pass"), "proved acknowledgement promised", id="our server says pass"),
        pytest.param(RESULTS.format("mx.evil.example", "pass"), "plausible receipt promised", id="another says pass"),
        pytest.param(RESULTS.format(FRONT, "fail (p=reject)"), "forged nothing promised", id="our server says fail"),
        pytest.param(RESULTS.format(FRONT, "fail (p=none)"), "plausible promised", id="fail, and nothing wanted"),
        pytest.param("", "plausible receipt promised", id="nobody says anything"),
        pytest.param(
            f"Authentication-Results: {FRONT}; none\r\nReceived: from evil.example\r\n" + RESULTS.format(FRONT, "pass"),
            "plausible receipt promised",
            id="below our server's own line it was forged",
        ),
    ],
)
def test_behind_a_mail_server(behind: Proving, head: str, expected: str, request: pytest.FixtureRequest) -> None:
    name = f"<{abs(hash(request.node.name))}@gold.example>"
    assert behind.take(head.encode() + letter(name)) == expected
