"""What was done on a case is kept for good, and files go with a letter byte for byte."""

from email import message_from_bytes, policy
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from intake.bootstrap.examine import examine
from intake.domain.message import Attachment
from intake.domain.timer import TimerKind
from intake.render.enclosed import together
from intake.storage import timers
from tests.kept.desk import replies
from tests.settings.test_settings import DESK, refusal
from tests.stages.office import Office, mail


@pytest.mark.parametrize("statement", ["UPDATE kept SET actor = 'nobody'", "DELETE FROM kept"])
def test_an_act_cannot_be_rewritten(office: Office, statement: str) -> None:
    office.customer("gotomyerp")
    office.mail_in(mail())
    replies(office)
    with pytest.raises(IntegrityError, match="kept is append-only"), office.database.write() as connection:
        connection.execute(sa.text(statement))


def file(name: str, kind: str, content: bytes) -> Attachment:
    digest = sha256(content).hexdigest()
    return Attachment(
        name=name, content_type=kind, size=len(content), sha256=digest, inline=False, content_id=None, content=content
    )


@settings(derandomize=True, database=None, deadline=None, max_examples=150)
@given(name=st.text(max_size=200), kind=st.text(max_size=40), content=st.binary(max_size=3000))
def test_any_file_goes_with_a_letter(name: str, kind: str, content: bytes) -> None:
    text = b"Words.\r\n"
    content_type, whole = together("text/plain; charset=utf-8", text, (file(name, kind, content),), "<1@desk.example>")
    raw = f"MIME-Version: 1.0\r\nContent-Type: {content_type}\r\n\r\n".encode("ascii") + whole
    found = message_from_bytes(raw, policy=policy.default)
    words, part = found.iter_parts()
    assert (words.get_content().strip(), part.get_payload(decode=True)) == ("Words.", content)
    assert part.get_content_disposition() == "attachment"
    assert part.get_content_maintype() not in ("message", "multipart")
    assert all(len(line) < 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_letter_without_files_is_what_it_was() -> None:
    assert together("text/plain", b"Words.\r\n", (), "<1@desk.example>") == ("text/plain", b"Words.\r\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            '[engineers]\nname = "Kim"\n', "engineers: one pair of brackets too few; write [[engineers]]", id="[x]"
        ),
        pytest.param(
            '[[engineers]]\nname = "Kim"\n', "engineers 1, address: this key is missing; add it", id="no address"
        ),
        pytest.param(
            '[[engineers]]\nname = "Kim"\naddress = "kim"\n',
            "engineers 1, address: 'kim' will not do; not a mail address; write one such as support@example.com",
            id="no mail address",
        ),
        pytest.param(
            '[[engineers]]\nname = " "\naddress = "kim@x.example"\n',
            "engineers 1, name: ' ' will not do; no name; write what customers may know this person by, in quotes",
            id="no name",
        ),
        pytest.param(
            '[[engineers]]\nname = "Kim"\naddress = "support@desk.example"\n',
            "support@desk.example is the desk's own or listed twice; write each person's own",
            id="the desk itself, which would write to itself",
        ),
        pytest.param(
            "[warnings]\nfractions = [0.8, 0.5]\n", "write at most 5 rising numbers between 0 and 1", id="falling"
        ),
        pytest.param(
            "[warnings]\nfractions = [50, 80]\n", "write at most 5 rising numbers between 0 and 1", id="percents"
        ),
        pytest.param("[warnings]\nfractions = 0.5\n", "warnings, fractions: 0.5 will not do", id="no list"),
    ],
)
def test_what_the_settings_refuse(tmp_path: Path, text: str, said: str) -> None:
    assert said in refusal(tmp_path, DESK + text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "nobody is warned; write [[engineers]] into the settings", id="nobody is listed"),
        pytest.param(
            '[[engineers]]\nname = "Kim"\naddress = "kim@x.example"\n', "Kim; they are warned by mail", id="somebody is"
        ),
        pytest.param(
            '[[paging.on_call]]\nname = "Lee"\nmail = "lee@x.example"\n',
            "Lee's mails go to no customer: list the address in [[engineers]] as well",
            id="somebody is called who cannot answer by mail",
        ),
    ],
)
def test_what_doctor_says_of_the_engineers(tmp_path: Path, text: str, said: str) -> None:
    settings_file = tmp_path / "intake.toml"
    settings_file.write_text(f'{DESK}[store]\nurl = "sqlite:///{tmp_path / "x.db"}"\n{text}', encoding="utf-8")
    looked = {one.said for one in examine(settings_file) if one.what == "engineers"}
    assert said in looked


def test_a_case_s_timers_are_found_by_the_case(office: Office) -> None:
    """Not among all that are set: at a hundred thousand cases that took longer than the rest of an answer."""
    seen: list[str] = []
    with office.database.write() as connection:
        sa.event.listen(connection, "before_cursor_execute", lambda *call: seen.append(call[2]))
        timers.of_case(connection, 1001)
        timers.drop(connection, 1001, TimerKind.WARNING)
        for statement in seen[:2]:
            numbers = (0,) * statement.count("?")
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", numbers).all()
            assert "ix_timers_case_id" in plan[0][3], plan
