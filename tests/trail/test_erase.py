"""A person is erased: nothing of theirs is in the file's bytes any more, and all that was promised and decided is."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.database.engine import Database, sqlite_url
from intake.database.vacuum import rewrite
from intake.domain.contract import Channel
from intake.domain.errors import BadInput
from intake.domain.message import Envelope
from intake.review.erase import Order, Wanted, erase, held, left, person_hash
from intake.storage import arrivals, erasure, tables, traces
from intake.storage.arrivals import Arrival, Keys
from tests.cli.command import Place
from tests.review.engineers import confirms
from tests.stages.office import SECRET, Office, mail, open_office
from tests.trail.filled import ANN, BOTH, COPIED, verified

ERASE = ("erase", "--contact", ANN, "--reason", "she asked for it", "--by", "Kim", "--even-open", "--yes")
WORDS = (ANN, "ann@", "Ann Lee", "All tills down", "blue telephone", "Elmstreet", "Oakdale", "payroll stands still")


@pytest.fixture
def settled(place: Place) -> Place:
    """Return a desk on a filled store in which nothing waits any more."""
    place.office.wait(hours=20)
    return place


def on_disk(place: Place) -> bytes:
    return b"".join(path.read_bytes() for path in place.settings.parent.glob("intake.db*"))


def rows(place: Place, wanted: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(place.settings.parent / "intake.db")) as connection:
        return connection.execute(wanted).fetchall()


def test_nothing_of_a_person_is_in_the_file_any_more(settled: Place) -> None:
    before = on_disk(settled).lower()
    assert [word for word in WORDS if word.lower().encode() not in before] == []
    ran = settled.intake(*ERASE)
    assert (ran.code, ran.err) == (0, ""), ran
    after = on_disk(settled).lower()
    assert [word for word in WORDS if word.lower().encode() in after] == []
    assert verified(settled.settings.parent / "intake.db").findings == ()


def test_their_mails_are_gone_also_compressed(settled: Place) -> None:
    theirs = (
        "SELECT DISTINCT content FROM blobs JOIN messages ON raw_sha256 = sha256 WHERE messages.id IN (1, 2, 3, 4, 8)"
    )
    mails = [content for (content,) in rows(settled, theirs) if isinstance(content, bytes)]
    assert len(mails) == 4
    assert all(content[10:60] in on_disk(settled) for content in mails)
    settled.intake(*ERASE)
    assert rows(settled, theirs) == []
    assert not any(content[10:60] in on_disk(settled) for content in mails)


def test_bytes_that_another_message_has_as_well_stay(settled: Place) -> None:
    """As with two headers of nothing that a mailbox's mails were parked with: neither is the other's copy."""
    kept = [_aside(settled.office, place) for place in ("one", "two")]
    for number, there in zip(kept, (1, 0), strict=True):
        with settled.office.database.write() as connection:
            gone = erasure.Held(contact=False, newest=erasure.Newest(), messages=(number,))
            erasure.erase(connection, gone, settled.office.now)
        assert len(rows(settled, "SELECT 1 FROM blobs WHERE size = 0")) == there


def _aside(office: Office, place: str) -> int:
    """Store a message without a byte, as one that could not be read is parked."""
    keys = Keys(message_id=None, raw_sha256=hashlib.sha256(b"").hexdigest(), dedupe=place)
    envelope = Envelope(raw=b"", received_at=office.now, mail_from=None, rcpt_to=())
    with office.database.write() as connection:
        return arrivals.add(connection, Arrival(channel=Channel.EMAIL, envelope=envelope, keys=keys)).id


def test_an_address_in_a_compressed_mail_is_said_to_be_there(settled: Place) -> None:
    with settled.office.reading() as connection:
        found = tuple(traces.left(connection, "blue telephone"))
    assert [place for place in found if "of blobs, content" in place]


def test_what_was_promised_and_decided_stays(settled: Place) -> None:
    kept = (
        "SELECT id, opened_at, contract, level, clock_level, due_at, standing, promise, facts FROM cases",
        "SELECT id, case_id, at, actor, action, level, promise FROM decisions",
        "SELECT id, at, actor, event, case_id, message_id, digest FROM audit WHERE event <> 'person.erased'",
        "SELECT id, received_at, outcome, case_id, raw_sha256, dedupe, duplicate_of FROM messages",
        "SELECT * FROM consents",
        "SELECT * FROM feedback",
        "SELECT id, case_id, kind, key, message_id, queued_at FROM outbox",
    )
    before = [rows(settled, wanted) for wanted in kept]
    settled.intake(*ERASE)
    assert [rows(settled, wanted) for wanted in kept] == before


def test_what_others_wrote_stays(settled: Place) -> None:
    others = (
        "SELECT content, words, sender FROM messages JOIN blobs ON sha256 = raw_sha256"
        " WHERE sender IN ('bo@brindle.example', 'joe@home.example')"
    )
    before = rows(settled, others)
    settled.intake(*ERASE)
    assert len(before) == 2
    assert rows(settled, others) == before


def test_the_trail_says_who_erased_whom_without_saying_whom(settled: Place) -> None:
    settled.intake(*ERASE)
    ((actor, detail),) = rows(settled, "SELECT actor, detail FROM audit WHERE event = 'person.erased'")
    told = json.loads(str(detail))
    assert (actor, told["reason"]) == ("Kim", "she asked for it")
    assert told["person"] == person_hash(SECRET.encode(), "Ann@ACME.example")
    assert (told["cases"], told["messages"]) == ([1001, 1002, 1005, 1006], [1, 2, 3, 4, 7, 8, 9, 10])


def test_an_erased_case_can_still_be_read(settled: Place) -> None:
    settled.intake(*ERASE)
    queue, said = settled.intake("cases"), settled.intake("case", "1001")
    assert (queue.code, said.code, queue.err, said.err) == (0, 0, "", "")
    assert "Acme: (erased)" in queue.out
    assert "Case 1001: (erased)\nAcme; (erased), by email\n" in said.out
    assert "None" not in said.out
    whole = json.loads(settled.intake("case", "1001", "--json").out)
    assert (whole["contact_address"], whole["contact_name"], whole["subject"]) == ("(erased)", "", "(erased)")
    assert {one["text"] for one in whole["mails"]} == {"(erased)"}
    assert {one["reply_text"] for one in whole["messages"]} == {""}
    assert whole["promise"]["target"] == "30 minutes"
    assert settled.intake("cases", "--filed").code == 0
    assert settled.intake("case", "1002").code == 0


def test_an_engineer_may_still_decide_on_an_erased_case_and_nobody_is_written_to(settled: Place) -> None:
    settled.intake(*ERASE)
    mails = len(settled.office.mails(1002))
    verdict = confirms(settled.office, 1002)
    assert not verdict.told
    assert len(settled.office.mails(1002)) == mails
    assert verified(settled.settings.parent / "intake.db").findings == ()


def test_nobody_can_be_answered_any_more(settled: Place) -> None:
    settled.intake(*ERASE)
    ran = settled.intake("reply", "1002", "--text", "Still there?", "--by", "Sam")
    assert (ran.code, "what is known of them was erased" in ran.err) == (2, True), ran


def test_a_copy_of_an_erased_message_is_known_and_brings_nothing_back(settled: Place) -> None:
    settled.intake(*ERASE)
    again = settled.office.mail_in(COPIED)
    assert (again.outcome, again.reason, again.case_id) == ("filed", "duplicate of message 3", 1002)
    assert again.envelope.raw == b""
    assert b"Elmstreet" not in on_disk(settled)
    assert verified(settled.settings.parent / "intake.db").findings == ()


def test_a_person_who_writes_anew_opens_a_new_case(settled: Place) -> None:
    settled.intake(*ERASE)
    again = settled.office.mail_in(mail("Something else."))
    assert (again.outcome, settled.office.case(again.case_id or 0).contact_address) == ("opened", ANN)
    assert settled.office.case(1001).contact_address == "(erased)"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param((), "write either --contact and an address, or --case", id="nobody named"),
        pytest.param(("--contact", ANN, "--case", "1001"), "write either --contact", id="both named"),
        pytest.param(("--contact", "ann"), "--contact: 'ann' is no mail address", id="no address"),
        pytest.param(("--case", "9"), "--case: there is no case 9", id="no such case"),
        pytest.param(("--case", str(10**30)), "there is no case", id="a number that is too large"),
        pytest.param(("--contact", ANN), "case 1001, 1002, 1005, 1006: still open; close it first", id="open cases"),
        pytest.param(("--contact", ANN, "--even-open"), "write --yes if you are sure", id="nobody to be asked"),
        pytest.param(("--contact", ANN, "--even-open", "--reason", f"{ANN} asked"), "it names an address", id="named"),
        pytest.param(
            ("--case", "1002", "--even-open", "--reason", "bo@brindle.example asked"),
            "it names an address",
            id="another's address, whose erasure would take the list of what was erased",
        ),
        pytest.param(("--contact", ANN, "--even-open", "--reason", " "), "an erasure needs one", id="no reason"),
    ],
)
def test_what_is_refused_leaves_everything(settled: Place, words: tuple[str, ...], said: str) -> None:
    before = settled.office.everything()
    ran = settled.intake("erase", "--reason", "asked", *words)
    assert (ran.code, ran.err.count("\n")) == (2, 1), ran
    assert said in ran.err
    assert settled.office.everything() == before


def test_a_message_that_is_still_being_carried_through_is_waited_for(place: Place) -> None:
    ran = place.intake(*ERASE)
    assert (ran.code, "message 10: it is still being carried through; try again" in ran.err) == (2, True), ran


def test_a_mail_that_is_being_handed_over_is_waited_for(settled: Place) -> None:
    with settled.office.database.write() as connection:
        connection.execute(tables.outbox.update().where(tables.outbox.c.case_id == 1001).values(state="sending"))
    ran = settled.intake(*ERASE)
    assert (ran.code, "it is being handed over; try again" in ran.err) == (2, True), ran


def test_a_dry_run_says_what_would_go_and_takes_nothing(settled: Place) -> None:
    before = settled.office.everything()
    ran = settled.intake(*ERASE, "--dry-run")
    assert ran.out.startswith("Held: 4 cases, 8 messages, ")
    assert "something would go from: 4." in ran.out
    assert settled.office.everything() == before


def test_a_person_of_whom_much_is_kept_is_found_in_parts(settled: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with settled.office.database.read() as connection:
        whole = erasure.of_address(connection, ANN)
        monkeypatch.setattr("intake.storage.parts._IN_A_STATEMENT", 2)
        assert erasure.of_address(connection, ANN) == whole
    assert len(whole.messages) > 4
    assert settled.intake(*ERASE).code == 0
    assert [word for word in WORDS if word.lower().encode() in on_disk(settled).lower()] == []


def test_erasing_twice_equals_once(settled: Place) -> None:
    settled.intake(*ERASE)
    before = settled.office.everything()
    ran = settled.intake(*ERASE)
    assert (ran.code, "Nothing of theirs is kept" in ran.out) == (0, True)
    assert settled.office.everything() == before


def test_the_store_is_looked_through_while_others_can_write_to_it(
    settled: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the address still stands is a question to every row of the store; mail must not wait for its answer."""
    real, looked = traces.left, []

    def writing(connection: sa.Connection, text: str) -> Iterator[str]:
        with closing(sqlite3.connect(settled.settings.parent / "intake.db", timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.rollback()
        looked.append(text)
        return real(connection, text)

    monkeypatch.setattr(traces, "left", writing)
    ran = settled.intake(*ERASE)
    assert (ran.code, ran.err, looked) == (0, "", [ANN])
    assert "While the store is written anew, mail is put off (451) and its senders come again.\n" in ran.out


@pytest.mark.parametrize("wanted", [Wanted(address=ANN, key=b"k"), Wanted(case=1002, key=b"k")], ids=["all", "a case"])
def test_what_was_looked_through_is_not_looked_through_again_and_what_came_later_goes_too(
    settled: Place, wanted: Wanted
) -> None:
    office = settled.office
    with office.reading() as connection:
        before = held(connection, wanted, lambda: None)
    copy, other = office.mail_in(COPIED), office.mail_in(mail("Something else.", "In-Reply-To: <till@acme.example>"))
    looked: list[None] = []
    with office.reading() as connection:
        now = held(connection, wanted, lambda: looked.append(None), before)
        assert (now.cases, now.messages) == (
            held(connection, wanted, lambda: None).cases, held(connection, wanted, lambda: None).messages,
        )  # fmt: skip
    assert {copy.id} <= set(now.messages) - set(before.messages) <= {copy.id, other.id}
    assert len(looked) == (0 if wanted.address is None else 2), "only what came later is read"


def test_a_disk_that_is_full_is_not_called_another_program(settled: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    database = settled.office.database
    with database.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0

    @sa.event.listens_for(database.engine, "connect")
    def _limited(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    database.close()
    monkeypatch.setattr("intake.database.vacuum._REWRITE", "CREATE TABLE more AS SELECT zeroblob(9999999) AS x")
    with pytest.raises(BadInput, match=r"cannot be written anew \(database or disk is full\), so old bytes are still"):
        rewrite(database)


def test_a_single_case_can_be_erased(settled: Place) -> None:
    ran = settled.intake("erase", "--case", "1002", "--reason", "test data", "--even-open", "--yes", "--by", "Kim")
    assert ran.code == 0
    assert b"Elmstreet" not in on_disk(settled)
    assert b"blue telephone" in on_disk(settled)
    assert "person erased, by Kim" in settled.intake("case", "1002").out
    assert verified(settled.settings.parent / "intake.db").findings == ()


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(mail("As ann@acme.example said", sender="bo@brindle.example"), id="quoted in another's mail"),
        pytest.param(mail("Hello", "Cc: Ann <Ann@Acme.Example>", sender="bo@brindle.example"), id="a copy to them"),
        pytest.param(
            mail("YW5uQGFjbWUuZXhhbXBsZQ==", "Content-Transfer-Encoding: base64", sender="bo@brindle.example"),
            id="in base64",
        ),
        pytest.param(
            mail("ann=40acme.example", "Content-Transfer-Encoding: quoted-printable", sender="bo@brindle.example"),
            id="in quoted-printable",
        ),
        pytest.param(
            mail("Hello", subject="=?utf-8?q?ask_ann=40acme=2Eexample?=", sender="bo@brindle.example"),
            id="in a subject",
        ),
    ],
)
def test_another_s_mail_that_holds_the_address_goes_as_well(settled: Place, raw: bytes) -> None:
    taken = settled.office.mail_in(raw, mail_from="bo@brindle.example")
    assert settled.intake(*ERASE).code == 0
    assert settled.office.message(taken.id).envelope.raw == b""
    assert settled.office.case(taken.case_id or 0).contact_address == "bo@brindle.example"


def test_where_the_address_cannot_be_taken_away_it_is_said(settled: Place) -> None:
    confirms(settled.office, 1003, by=f"an engineer called {ANN}")
    ran = settled.intake(*ERASE)
    assert ran.code == 1
    assert "STILL THERE  row " in ran.out
    assert " of audit, actor: a record that cannot be erased" in ran.out


def test_every_text_in_the_store_is_known_to_the_erasure() -> None:
    """A new column that can hold words has to be thought of: erased, or listed here as holding nobody's."""
    ours = {
        "audit": {"actor", "event", "detail_digest", "digest", "detail", "salt"},
        "blobs": {"sha256", "encoding", "content"},  # the whole row goes
        "caps": {"mailbox", "domain", "reached", "account"},  # the whole row goes, and each after a day
        "carried_again": {"actor"},
        "case_senders": {"degree"},
        "chat_threads": {"place", "side"},
        "chat_turns": {"place"},
        "customer_slack": {"team", "channel"},
        "slack_cards": {"place", "ts", "digest", "state", "link"},
        "slack_events": {"key", "kind", "team", "state", "why"},
        "slack_files": {"team", "state"},
        "slack_installations": {"enterprise", "team", "bot_user", "secret"},
        "slack_people": {"handle", "asked_of", "name", "address", "zone", "language"},  # the whole row goes
        "slack_posts": {"place", "ts", "pressed"},
        "slack_states": {"state"},
        "cases": {"channel", "contract", "plan", "language", "zone", "level", "clock_level", "claimed", "facts"}
        | {"standing", "wanted_level", "asked", "promise", "contract_version"},
        "consents": {"actor", "level", "how"},
        "contacts": {"address", "name"},  # the whole row goes
        "customer_domains": {"domain"},
        "customers": {"name", "contract", "plan", "language", "zone", "telephone"},  # the company's
        "decisions": {"actor", "action", "level", "promise"},
        "evidence": {"fact"},
        "feedback": {"actor", "level", "model", "kind"},
        "identities": {"degree"},
        "kept": {"promise", "actor", "how"},
        "mailboxes": {"mailbox"},  # the desk's own login, server and folder
        "messages": {"channel", "raw_sha256", "dedupe", "outcome"},
        "outbox": {"kind", "key", "mail_from", "message_id", "state"},
        "page_calls": {"name", "way", "webhook_id", "state"},
        "pages": {"causes", "acknowledged_by"},
        "portal_links": {"token", "address", "raw"},  # the whole row goes, and each after a day
        "portal_sessions": {"token", "address"},  # the whole row goes
        "promotions": {"actor", "version", "sha256", "reason", "accepted"},  # a colleague's word on a model
        "questions": {"level", "asked_by", "answer"},
        "seals": {"tab", "row", "content", "salt", "digest"},
        "storm_cases": {"removed_by"},
        "storm_signals": set(),
        "storms": {"closed_by"},
        "suggestions": {"course"},
        "timers": {"kind", "key", "detail"},
        "touched": {"tab", "row"},
        "unreachable": {"address", "status", "diagnostic"},  # the whole row goes
        "visitors": {"degree", "language"},
        "window_lines": {"pressed"},  # the names of our buttons
    }
    erased = {
        "carried_again": {"reason"},
        "case_senders": {"original_address", "original_name"},
        "cases": {"contact_address", "contact_name", "subject"},
        "chat_turns": {"person"},
        "slack_events": {"body"},
        "slack_files": {"file", "name", "content_type", "sha256", "why"},
        "decisions": {"reason"},
        "evidence": {"said_by", "words"},
        "identities": {"findings"},
        "messages": {"mail_from", "rcpt_to", "peer", "message_id", "reason", "sender", "subject", "words"},
        "outbox": {"raw", "recipient", "answer", "lane", "dkim"},
        "page_calls": {"answer"},
        "pages": {"closed_why"},
        "questions": {"reason"},
        "storm_cases": {"words"},
        "storms": {"words", "closed_why"},
        "suggestions": {"body"},
        "visitors": {"token", "name", "address", "why", "zone", "page"},
    }
    worded = {
        table.name: {column.name for column in table.columns if isinstance(column.type, _WORDED)}
        for table in tables.metadata.sorted_tables
    }
    assert worded == {name: ours.get(name, set()) | erased.get(name, set()) for name in worded}


_WORDED = (sa.Text, sa.JSON, sa.LargeBinary)

NAMES = st.text(st.characters(codec="utf-8", categories=["Lu", "Ll"]), min_size=5, max_size=12)
LOCALS = st.text("abcdefghijklmnopqrstuvwxyz0123456789._-", min_size=6, max_size=14).filter(
    lambda text: text.strip("._-") == text and ".." not in text
)
SENTENCES = st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=6, max_size=11), min_size=3, max_size=8)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(local=LOCALS, name=NAMES, said=SENTENCES, encoded=st.booleans())
def test_of_anybody_nothing_is_left(
    tmp_path_factory: pytest.TempPathFactory, local: str, name: str, said: list[str], encoded: bool
) -> None:
    folder = tmp_path_factory.mktemp("anybody")
    office = open_office(folder)
    address, words = f"{local}@acme.example", " ".join(said)
    write(office, address, name, (words, encoded))
    store = folder / "intake.db"
    order = Order(by="Kim", reason="asked", at=office.now, even_open=True)
    wanted = Wanted(address=address.upper(), key=b"k")
    with office.database.write() as connection:
        erase(connection, wanted, order)
    with office.reading() as connection:
        assert left(connection, wanted) == ()
    rewritten(office.database)
    office.database.close()
    found = store.read_bytes().lower()
    for secret in (address, name, f"{said[0]} {said[1]}"):
        for form in (secret.encode(), json.dumps(secret)[1:-1].encode()):
            assert form.lower() not in found, secret
    assert verified(store).findings == ()
    nothing = Database(sqlite_url(store))
    with nothing.read() as connection:
        again = held(connection, wanted, lambda: None)
    nothing.close()
    assert (again.cases, again.messages, again.mails, again.contact) == ((), (), (), False)


def write(office: Office, address: str, name: str, said: tuple[str, bool]) -> None:
    """Let somebody open a case, and write a second time."""
    words, encoded = said
    office.customer("gotomyerp", contacts=((address, name),))
    sender, how = f'"{name}" <{address}>', ("Content-Transfer-Encoding: 8bit",)
    office.mail_in(mail(f"{BOTH} {words}", *how, subject=words, sender=sender), mail_from=address)
    if encoded:
        office.mail_in(mail(words, "X-Note: =?utf-8?q?more?=", sender=sender), mail_from=f"<{address.upper()}>")
    confirms(office)


def rewritten(database: Database) -> None:
    assert rewrite(database)


def test_while_somebody_reads_the_old_bytes_are_said_to_be_there(settled: Place, tmp_path: Path) -> None:
    with closing(sqlite3.connect(settled.settings.parent / "intake.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM messages").fetchone()
        ran = settled.intake(*ERASE)
    assert "Another program is reading the store" in ran.out
    assert "run this again later" in ran.out
    again = settled.intake(*ERASE)
    assert "Another program" not in again.out
    assert [word for word in WORDS if word.lower().encode() in on_disk(settled).lower()] == []
