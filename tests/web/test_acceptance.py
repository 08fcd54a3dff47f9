"""A bot as it is run, by real sockets: asked by mail, answered by link or reply, told once."""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import policy
from pathlib import Path

import httpx
import pytest

from intake.thread.link import Link, Opens, token
from intake.thread.token import Signer
from tests.acceptance import mails, running
from tests.acceptance.running import DESK, SECRET, Place, Serving, until
from tests.acceptance.smarthost import Smarthost, smarthost
from tests.cli.command import PLAIN, Ran, intake

PUBLIC = "https://support.example.com/desk"


@dataclass
class Living:
    """A bot that runs, its sink, and a browser before its web door."""

    bot: Serving
    place: Place
    sink: Smarthost
    browser: httpx.Client

    def intake(self, *words: str) -> Ran:
        return intake(*words, "--settings", str(self.place.settings), environment=PLAIN)

    def opens(self, sender: str) -> int:
        """Have a customer's mail open a case, and return its number."""
        raw = mails.letter(f"<first-{sender}>", sender=sender, body="The report runs for an hour.")
        assert mails.send(self.bot, raw, sender=sender).startswith("250")
        return int(re.findall(r"\[case (\d+)\]", self.subjects(sender, 1)[0])[0])

    def subjects(self, sender: str, count: int) -> list[str]:
        """Wait until a customer has got so many mails, and return their subjects."""
        until(lambda: len(self.sink.to(sender)) >= count, what=f"{count} mails to {sender}")
        return [
            str(email.message_from_bytes(one.raw, policy=policy.default)["Subject"]) for one in self.sink.to(sender)
        ]

    def text(self, sender: str, which: int = -1) -> str:
        """Return a mail's text to a customer, on one line."""
        found = email.message_from_bytes(self.sink.to(sender)[which].raw, policy=policy.default)
        plain = found.get_body(("plain",))
        assert plain is not None
        return " ".join(plain.get_content().split())


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    """Run `intake serve` with a web door, and a customer whose contract wants agreement."""
    with smarthost() as sink:
        place = running.settle_in(tmp_path_factory.mktemp("web") / "bot", sink.port)
        with place.settings.open("a", encoding="utf-8") as file:
            file.write(f'[web]\nport = 0\npublic_url = "{PUBLIC}/"\n')
        customer = ("--name", "Brindle", "--contract", "erp-maestro", "--domain", "brindle.example")
        added = intake("customers", "add", *customer, "--settings", str(place.settings), environment=PLAIN)
        assert added.code == 0, added
        with running.opened(running.begin(place)) as bot:
            (web,) = [event for event in bot.events() if event["event"] == "web.open"]
            with httpx.Client(base_url=f"http://127.0.0.1:{web['port']}", timeout=60) as browser:
                yield Living(bot, place, sink, browser)
            assert bot.stop() == 0


def links(text: str) -> list[str]:
    return [address.removeprefix(PUBLIC) for address in re.findall(rf"{re.escape(PUBLIC)}\S+", text)]


def test_a_customer_agrees_by_the_link_in_the_mail(living: Living) -> None:
    ann = "ann@brindle.example"
    number = living.opens(ann)
    ran = living.intake("override", str(number), "--level", "2", "--reason", "month end", "--by", "Kim")
    assert (ran.code, ran.err) == (0, "")
    assert f"Case {number}: Asked the customer; level 3 holds until they agree." in ran.out
    living.subjects(ann, 2)
    assert f"Do you agree to level 2, Significant business impact, for case {number}?" in living.text(ann)
    agree, refuse = links(living.text(ann))
    for address in (agree, refuse, agree):  # as a mail scanner does
        assert living.browser.get(address).status_code == 200
    assert '"level": "3"' in living.intake("case", str(number), "--json").out
    pressed = living.browser.post(agree, data={"token": agree.rpartition("/")[2], "choice": "yes"})
    assert f"Case {number}: you agreed" in pressed.text
    living.subjects(ann, 3)
    assert "It now has level 2" in living.text(ann)
    assert '"level": "2"' in living.intake("case", str(number), "--json").out
    again = living.browser.post(refuse, data={"token": refuse.rpartition("/")[2], "choice": "no"})
    assert f"Case {number}: you agreed" in again.text
    assert "stands at 2 already" in living.intake("override", str(number), "--level", "2", "--reason", "x").err
    assert len(living.sink.to(ann)) == 3


@pytest.mark.parametrize(
    ("sender", "words", "level", "said"),
    [
        pytest.param("bo@brindle.example", "Yes, please", "2", "It now has level 2", id="yes"),
        pytest.param("cy@brindle.example", "No, thank you", "3", "stays at level 3", id="no"),
    ],
)
def test_a_customer_answers_by_reply(living: Living, sender: str, words: str, level: str, said: str) -> None:
    number = living.opens(sender)
    living.intake("override", str(number), "--level", "2", "--reason", "month end")
    living.subjects(sender, 2)
    asking = email.message_from_bytes(living.sink.to(sender)[1].raw)
    signed = str(asking["Reply-To"]).strip("<>")
    raw = mails.letter(f"<answer-{sender}>", sender=sender, body=words, in_reply_to=str(asking["Message-ID"]))
    assert mails.send(living.bot, raw, sender=sender, to=signed).startswith("250")
    living.subjects(sender, 3)
    assert said in living.text(sender)
    assert f'"level": "{level}"' in living.intake("case", str(number), "--json").out
    assert len(living.sink.to(sender)) == 3


def test_links_that_lead_nowhere(living: Living) -> None:
    sender = "di@brindle.example"
    number = living.opens(sender)
    living.intake("override", str(number), "--level", "2", "--reason", "month end")
    living.subjects(sender, 2)
    genuine = links(living.text(sender))[0].rpartition("/")[2]
    question = int(genuine.split("-")[2])
    signer = Signer(f"{SECRET} {DESK}".encode())
    past = Link(opens=Opens.CONSENT, case_id=number, question=question, until=datetime.now(UTC) - timedelta(seconds=1))
    expired = living.browser.get(f"/consent/{token(signer, past)}")
    assert (expired.status_code, "this link has expired" in expired.text) == (410, True)
    forged = living.browser.get(f"/consent/{genuine[:-3]}aaa")
    assert (forged.status_code, "We do not know this link" in forged.text) == (404, True)
    living.intake("confirm", str(number))
    void = living.browser.get(f"/consent/{genuine}")
    assert (void.status_code, "no longer needed" in void.text) == (410, True)


def test_no_token_stands_in_the_log(living: Living) -> None:
    assert living.browser.get("/health").text == "ok"
    written = living.bot.log.read_text()
    tokens = [address.rpartition("/")[2] for mail in living.sink.caught for address in links(_plain(mail.raw))]
    assert tokens
    assert not [one for one in tokens if one in written]


def _plain(raw: bytes) -> str:
    body = email.message_from_bytes(raw, policy=policy.default).get_body(("plain",))
    return "" if body is None else str(body.get_content())


def test_a_port_that_is_taken_is_one_line(living: Living, tmp_path: Path) -> None:
    place = running.settle_in(tmp_path / "other", living.sink.port)
    port = living.browser.base_url.port
    with place.settings.open("a", encoding="utf-8") as file:
        file.write(f"[web]\nport = {port}\n")
    bot = running.begin(place)
    assert bot.process.wait(30) == 2
    assert f"intake: web: 127.0.0.1:{port} cannot be listened on" in bot.log.read_text()
