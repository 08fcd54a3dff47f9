"""A person of Slack is erased, by handle or by mail address: nothing of theirs is in the file any more."""

import hashlib
from pathlib import Path

import pytest

from intake.database.vacuum import rewrite
from intake.domain.errors import BadInput
from intake.review.erase import Order, Wanted, erase, held, left
from intake.storage import ledger
from intake.storage.slack import files
from tests.slack import payloads
from tests.slack.heard.desk import Chat
from tests.slack.heard.test_changes import edit
from tests.slack.ids import ANN, DIRECT

HANDLE = f"slack:T0GOLD/{ANN}"
WORDS = ("U0ANN", "Ann Lee", "ann@acme.example", "blue telephone", "Elmstreet", "till.png", "a fetched picture")


def order(chat: Chat) -> Order:
    return Order(by="Kim", reason="she asked for it", at=chat.office.now, even_open=True)


def fill(chat: Chat) -> None:
    """Let Ann say, edit, send, be mentioned, be greeted; and Ben say something of his own."""
    said = chat.hears("Ring me on the blue telephone", files=[payloads.file("F1", name="till.png")])
    chat.hears("in Elmstreet", after=2)
    chat.settle()
    chat.happens(edit(chat, said, "Ring me on the blue telephone, please"))
    chat.hears("Thanks", channel=DIRECT)
    chat.hears(f"<@{ANN}> the till in our shop is frozen", user="U0BEN")
    chat.hears("The printer of our shop is on fire", user="U0BEN", after=20)
    chat.settle()
    content = b"a fetched picture"
    with chat.office.database.write() as connection:
        (one,) = files.due(connection, chat.office.now, 5)
        files.fetched(connection, one.id, hashlib.sha256(content).hexdigest(), content)


@pytest.mark.parametrize("name", [HANDLE, "Ann@acme.example"])
def test_nothing_of_them_is_left(chat: Chat, tmp_path: Path, name: str) -> None:
    fill(chat)
    assert [word for word in WORDS if word.lower().encode() not in on_disk(tmp_path)] == []
    wanted = Wanted(address=name, key=b"k")
    with chat.office.database.write() as connection:
        done = erase(connection, wanted, order(chat))
    rewrite(chat.office.database)
    assert [word for word in WORDS if word.lower().encode() in on_disk(tmp_path)] == []
    assert b"the printer of our shop" in on_disk(tmp_path)
    with chat.office.reading() as connection:
        assert left(connection, wanted) == ()
        assert list(ledger.unbalanced(connection)) == []
    assert chat.office.chain_holds()
    assert done.held.contact


def test_a_handle_that_is_none_is_said_to_be_none(chat: Chat) -> None:
    with chat.office.reading() as connection, pytest.raises(BadInput, match="is no mail address"):
        held(connection, Wanted(address="slack:T0GOLD", key=b"k"), lambda: None)


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("intake.db*")).lower()
