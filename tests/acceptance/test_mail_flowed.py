"""Flowed text: lines are joined before quotes are told from new words."""

import pytest

from tests.acceptance import mails, store
from tests.acceptance.mails import Desk
from tests.acceptance.running import DESK

WROTE = "On Monday Support wrote:\r\n"
BODIES = [
    pytest.param(
        "", "The export stops after \r\nthe first page.\r\n", "The export stops after the first page.", id="new words"
    ),
    pytest.param(
        "; delsp=yes", "The ex \r\nport stops.\r\n", "The export stops.", id="soft spaces that are none",
    ),
    pytest.param(
        "",
        f"It still \r\nstops.\r\n\r\n{WROTE}> Have you tried \r\n> to start it \r\n> anew?\r\n",
        "It still stops.",
        id="above a quote",
    ),
    pytest.param(
        "",
        f"{WROTE}> Have you tried \r\n> to start it anew?\r\n\r\nWe did, and \r\nit stops.\r\n",
        "We did, and it stops.",
        id="below a quote",
    ),
    pytest.param(
        "",
        f"It stops.\r\n\r\n{WROTE}>> Hello, it \r\n>> stops.\r\n> Have you \r\n> tried it?\r\n",
        "It stops.",
        id="above two depths of quotes",
    ),
    pytest.param(
        "", "Rows are \r\nmissing, \r\n From here on.\r\n", "Rows are missing, From here on.", id="a stuffed line"
    ),
    pytest.param(
        "",
        f"It fails with\r\n >>> login()\r\n >500 users are \r\n >affected\r\n\r\n{WROTE}> Have you tried it?\r\n",
        "It fails with\n>>> login()\n>500 users are >affected",
        id="signs that the writer typed are no quote marks",
    ),
    pytest.param("", f"{WROTE}> Have you tried it? \r\nWe did.\r\n", "We did.", id="a soft end of a quote"),
    pytest.param(
        "", "It stops.\r\n\r\n-- \r\nAnn Lee \r\nGold Company\r\n", "It stops.", id="a signature is not joined to"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("more", "body", "new"), BODIES)
def test_new_words(desk: Desk, more: str, body: str, new: str, request: pytest.FixtureRequest) -> None:
    sender = f"flowed{request.node.callspec.indices['body']}@gold.example"
    kind = f"Content-Type: text/plain; charset=utf-8; format=flowed{more}"
    fields = (f"From: {sender}", f"To: {DESK}", "Subject: x", "MIME-Version: 1.0", kind)
    desk.take(mails.written(f"<{sender}>", *fields, body=body), sender=sender)
    store.until_quiet(desk.place)
    assert desk.became(f"<{sender}>")["words"] == f"x\n\n{new}"
