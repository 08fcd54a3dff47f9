"""An engineer answers by mail, with files, a customer who chats: what goes below the words, and what stays here."""

from dataclasses import replace

import pytest

from intake.domain.slack import Place
from intake.review.verify import verify
from intake.storage.slack import files
from tests.kept.desk import KIM, answers_by_mail
from tests.kept.test_by_mail import with_files
from tests.slack.out.asked import Asked

PATCH = b"PK" + bytes(range(256)) * 40


@pytest.fixture
def chatting(asked: Asked) -> Asked:
    """Return a desk whose customer has asked in Slack, and whose engineer answers by mail."""
    asked.customer("gotomyerp-plans", "silver")
    asked.says("The invoice list stays empty")
    office = asked.chat.office
    office.desk = replace(office.desk, engineers=(KIM,))
    return asked


def test_files_of_an_engineer_s_mail_wait_below_its_words(chatting: Asked) -> None:
    office = chatting.chat.office
    answers_by_mail(office, "", raw=with_files(office, ("patch.zip", "application/zip", PATCH)))
    assert Place.read(chatting.rows()[-1].recipient) is not None
    assert chatting.words().startswith("The patch is attached.")
    (file,) = chatting.post().files
    assert (file.name, file.size) == ("patch.zip", len(PATCH))
    with office.reading() as connection:
        assert files.content(connection, file.sha256) == PATCH
        found = verify(connection, None, lambda *_: None)
    assert found.findings == ()
    assert office.details("reply.without_mails") == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("warning.eml", b"Subject: Due soon\r\n\r\n", id="a mail in a file"),
        pytest.param("big.iso", b"x" * 1001, id="more than Slack is given"),
        pytest.param("nothing.txt", b"", id="an empty file"),
    ],
)
def test_what_does_not_go_stays_here_and_is_told(name: str, content: bytes, chatting: Asked) -> None:
    office = chatting.chat.office
    assert office.desk.slack is not None
    office.desk = replace(office.desk, slack=replace(office.desk.slack, largest_file=1000))
    kind = "application/octet-stream"
    answers_by_mail(office, "", raw=with_files(office, (name, kind, content), ("small.txt", kind, b"small")))
    (post,) = [one for one in (chatting.post(n) for n in range(len(chatting.rows()) - 1)) if one.files]
    assert [one.name for one in post.files] == ["small.txt"]
    assert office.details("reply.without_mails") == [{"left_out": [name]}]
