"""Files that go with an answer: below its words, once, and never again without need; by our own fake of the web API.

It gives 429, faults and silence, which the emulator has not: that is in `test_uploads_emulator.py`.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest

from intake.domain.case import MailState, Outgoing
from intake.domain.slack import Place
from intake.render.slack.letter import Post, PostedFile
from intake.storage import outbox
from intake.storage.slack import files
from intake.storage.slack.files import FETCHED, File
from tests.slack.fake import Answer, Breaks, Fails, Hangs, Limits, Says, fake_slack
from tests.slack.ids import CHANNEL, TEAM
from tests.slack.out.asked import Asked
from tests.slack.out.postbox import THREAD, Postbox

POST, GET, SHOW = "chat.postMessage", "files.getUploadURLExternal", "files.completeUploadExternal"
CONTENT = {"plan.pdf": b"%PDF-1.7 what to do", "steps.txt": b"first this, then that"}


@pytest.fixture
def box(asked: Asked) -> Iterator[Postbox]:
    """Return the postbox of a desk with one case."""
    asked.customer("gotomyerp-plans", "silver")
    asked.says("The invoice list stays empty")
    with fake_slack() as slack:
        yield Postbox(asked, slack)


@pytest.fixture
def answered(box: Postbox) -> Outgoing:
    """An answer with two files waits in the outbox."""
    box.wait_all()
    return queued(box, tuple(CONTENT))


def queued(box: Postbox, names: tuple[str, ...]) -> Outgoing:
    office = box.asked.chat.office
    beside = [(name, hashlib.sha256(CONTENT[name]).hexdigest()) for name in names]
    with office.database.write() as connection:
        files.keep(connection, [(_file(name, sha), CONTENT[name]) for name, sha in beside], office.now)
        number = outbox.next_id(connection)
        posted = tuple(PostedFile(name=name, size=len(CONTENT[name]), sha256=sha) for name, sha in beside)
        made = box.outgoing(number, Post(text="Here is how", blocks=(), files=posted))
        assert outbox.add(connection, made, office.now)
    return made


def _file(name: str, sha256: str) -> File:
    size = len(CONTENT[name])
    return File(message_id=1, file=name, team=TEAM, name=name, content_type="", size=size, sha256=sha256, state=FETCHED)


def shown(box: Postbox) -> list[list[str]]:
    """Return the names of the files in each message that shows some."""
    return [[one["name"] for one in post["files"]] for post in box.slack.posts if post.get("files")]


def test_words_first_then_the_files_in_one_message_of_the_same_thread(box: Postbox, answered: Outgoing) -> None:
    box.go()
    words, with_files = box.slack.posts
    assert words["text"] == "Here is how"
    assert (with_files["channel"], with_files["thread_ts"]) == (CHANNEL, THREAD)
    assert shown(box) == [["plan.pdf", "steps.txt"]]
    assert [one["content"] for one in box.slack.uploads.files.values()] == list(CONTENT.values())
    assert box.states() == [MailState.SENT]
    posted = box.posted(answered)
    assert posted is not None
    assert (posted.place, posted.ts) == (Place(team=TEAM, channel=CHANNEL, thread=THREAD).address, words["ts"])


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        pytest.param(GET, Limits(seconds=1), id="429 before the upload"),
        pytest.param(GET, Fails("internal_error"), id="a fault of Slack's before the upload"),
        pytest.param(GET, Breaks(503), id="no answer before the upload"),
        pytest.param("upload", Breaks(503), id="the bytes do not arrive"),
        pytest.param(SHOW, Limits(seconds=1), id="429 when they are to be shown"),
        pytest.param(SHOW, Hangs(done=True), id="shown, and no answer"),
        pytest.param(SHOW, Hangs(done=False), id="not shown, and no answer"),
        pytest.param(SHOW, Fails("fatal_error"), id="a fault of Slack's that may have shown them"),
    ],
)
def test_what_passes_is_tried_again_and_nothing_stands_there_twice(
    method: str, fault: Answer, box: Postbox, answered: Outgoing
) -> None:
    box.patience = 0.5
    box.slack.will(method, fault)
    box.go(box.wait(minutes=1), box.wait(minutes=5))
    assert [one["text"] for one in box.slack.posts if one["text"]] == ["Here is how"]
    assert shown(box) == [["plan.pdf", "steps.txt"]]
    assert box.states() == [MailState.SENT]


def test_a_fault_before_anything_is_seen_leaves_nothing_in_doubt(box: Postbox, answered: Outgoing) -> None:
    """Four hand-overs whose end nobody knows are the most there are; these are none of them."""
    box.slack.will(GET, *[Fails("internal_error")] * 6)
    box.go(*[box.wait(hours=3)] * 7)
    assert shown(box) == [["plan.pdf", "steps.txt"]]
    assert box.states() == [MailState.SENT]


def test_nothing_is_shown_anew_before_the_thread_could_be_read(box: Postbox, answered: Outgoing) -> None:
    box.patience = 0.5
    box.slack.will(SHOW, Hangs(done=True))
    box.slack.will("conversations.replies", Limits(seconds=1))
    box.go(box.wait(minutes=1), box.wait(minutes=5))
    assert shown(box) == [["plan.pdf", "steps.txt"]]


def test_a_process_that_dies_between_words_and_files_says_the_words_once(box: Postbox, answered: Outgoing) -> None:
    box.slack.will(GET, Fails("internal_error"))
    box.go()
    box.claimed(answered)
    box.go(box.wait(minutes=5))
    assert [one["text"] for one in box.slack.posts if one["text"]] == ["Here is how"]
    assert shown(box) == [["plan.pdf", "steps.txt"]]


@pytest.mark.parametrize(
    ("method", "refusal", "why"),
    [
        pytest.param(GET, Fails("file_uploads_disabled"), "its files do not: the workspace takes no files", id="none"),
        pytest.param(GET, Fails("file_type_not_allowed"), "takes none of that kind", id="none of that kind"),
        pytest.param(
            GET, Fails("missing_scope"), "give it the scopes of its manifest", id="an app of before files:write"
        ),
        pytest.param(GET, Says(data={"upload_url": "https://evil.example/u"}), "none of its own", id="another's host"),
        pytest.param("upload", Breaks(413), "upload_refused_413", id="the bytes are refused"),
        pytest.param(SHOW, Fails("posting_to_channel_denied"), "may not share files there", id="not shown"),
    ],
)
def test_what_never_passes_is_told_and_the_words_stand(
    method: str, refusal: Answer, why: str, box: Postbox, answered: Outgoing
) -> None:
    box.slack.will(method, refusal)
    box.go(box.wait(minutes=5))
    row = box.row(answered)
    assert row.state is MailState.PARKED
    assert why in row.answer
    assert [one["text"] for one in box.slack.posts] == ["Here is how"]
    assert box.posted(answered) is not None


def test_files_whose_bytes_are_gone_do_not_keep_up_the_words(box: Postbox, answered: Outgoing) -> None:
    with box.asked.chat.office.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM blobs WHERE sha256 <> '' AND size < 40")
    box.go()
    assert "their bytes were let go" in box.row(answered).answer
    assert [one["text"] for one in box.slack.posts] == ["Here is how"]


def test_words_that_are_refused_take_their_files_with_them(box: Postbox, answered: Outgoing) -> None:
    box.slack.will(POST, Fails("is_archived"))
    box.go()
    assert (box.row(answered).state, box.slack.of(GET)) == (MailState.PARKED, [])


def test_a_customer_s_own_file_is_not_taken_for_ours(box: Postbox, answered: Outgoing) -> None:
    box.patience = 0.5
    own: dict[str, Any] = {"channel": CHANNEL, "thread_ts": THREAD, "ts": "1700000900.000100", "text": "mine"}
    box.slack.posts.append({**own, "files": [{"name": "plan.pdf", "size": 3}]})
    box.slack.will(SHOW, Hangs(done=False))
    box.go(box.wait(minutes=5))
    assert ["plan.pdf", "steps.txt"] in shown(box)
