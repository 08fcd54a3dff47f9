"""Files that go with an answer, against a third party's emulator (npm `emulate`): the customer can open them.

The emulator wants the scope files:write, takes the bytes and shows them in the thread, as the postman sees it. Faults
it has none of: `test_uploads.py`.
"""

import hashlib
from typing import Any

import httpx

from intake.domain.case import MailState
from intake.domain.slack import Place
from intake.render.slack.letter import Post, PostedFile
from intake.storage import outbox
from intake.storage.slack import files
from intake.storage.slack.files import File
from tests.ports import free_port
from tests.slack.emulator.emulated import Emulated, emulated
from tests.slack.fake import FakeSlack
from tests.slack.ids import SECRET, TEAM
from tests.slack.out.asked import Asked
from tests.slack.out.postbox import Postbox

CONTENT = b"%PDF-1.7 what to do"
WRITING = ["chat:write", "channels:history", "files:write"]


def seed(scopes: list[str]) -> dict[str, object]:
    return {
        "team": {"name": "Gold", "domain": "gold"},
        "users": [
            {"name": "ann", "real_name": "Ann Lee", "email": "ann@gold.example"},
            {"name": "us", "real_name": "Support", "email": "us@desk.example"},
        ],
        "channels": [{"name": "gold-support"}],
        "signing_secret": SECRET,
        "strict_scopes": True,
        "events": f"http://127.0.0.1:{free_port()}/slack/events",
        "tokens": {"xoxp-ann": "ann", "xoxb-1": "us"},
        "scopes": scopes,
    }


def sent(asked: Asked, slack: Emulated) -> tuple[Postbox, list[dict[str, Any]]]:
    """Let the postman carry an answer with a file below what Ann has said; return her thread as she reads it."""
    asked.customer("gotomyerp-plans", "silver")
    asked.says("The invoice list stays empty")
    fake = FakeSlack()
    fake.url = slack.api_url.replace("127.0.0.1", "localhost")  # as it names the places where bytes go
    box = Postbox(asked, fake)
    box.wait_all()
    channel = slack.channels["gold-support"]
    said = slack.as_user("xoxp-ann", "chat.postMessage", channel=channel, text="How is it done?")
    place = Place(team=TEAM, channel=channel, thread=said["ts"])
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    office = asked.chat.office
    with office.database.write() as connection:
        kept = File(message_id=1, file="F1", team=TEAM, name="plan.pdf", content_type="", size=1, sha256=sha256)
        files.keep(connection, [(kept, CONTENT)], office.now)
        post = Post(text="Here is how", blocks=(), files=(PostedFile(name="plan.pdf", size=19, sha256=sha256),))
        assert outbox.add(connection, box.outgoing(outbox.next_id(connection), post, place), office.now)
    box.go()
    thread = slack.as_user("xoxp-ann", "conversations.replies", channel=channel, ts=said["ts"])
    return box, thread["messages"]


def test_the_file_stands_below_the_words_and_can_be_opened(asked: Asked) -> None:
    with emulated(seed([*WRITING, "files:read"])) as slack:
        box, thread = sent(asked, slack)
        assert box.states() == [MailState.SENT]
        assert [one["text"] for one in thread] == ["How is it done?", "Here is how", ""]
        (file,) = thread[-1]["files"]
        assert (file["name"], file["size"], file["title"]) == ("plan.pdf", len(CONTENT), "plan.pdf")
        headers = {"Authorization": "Bearer xoxp-ann"}
        assert httpx.get(file["url_private_download"], headers=headers).content == CONTENT


def test_an_app_without_the_scope_says_the_words_and_what_to_do(asked: Asked) -> None:
    with emulated(seed(["chat:write", "channels:history"])) as slack:
        box, thread = sent(asked, slack)
        assert [one["text"] for one in thread] == ["How is it done?", "Here is how"]
        (row,) = asked.rows()
        assert (row.state, box.states()) == (MailState.PARKED, [MailState.PARKED])
        assert "give it the scopes of its manifest and install it again" in row.answer


def test_files_that_stand_there_are_known_again(asked: Asked) -> None:
    """The process dies after Slack has shown them: what the thread says is enough to know."""
    with emulated(seed([*WRITING, "files:read"])) as slack:
        box, thread = sent(asked, slack)
        office = asked.chat.office
        (row,) = asked.rows()
        with office.database.write() as connection:
            connection.exec_driver_sql("UPDATE outbox SET state = 'unknown', next_at = queued_at")
        box.go()
        place = Place.read(row.recipient)
        assert place is not None
        now = slack.as_user("xoxp-ann", "conversations.replies", channel=place.channel, ts=place.thread)
        assert len(now["messages"]) == len(thread) == 3
        assert box.states() == [MailState.SENT]
