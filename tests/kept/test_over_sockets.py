"""The whole way over real sockets: a customer writes, an engineer is warned and answers, the customer has it."""

import json
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from tests.acceptance import mails, running, store
from tests.acceptance.running import DESK, Place, until
from tests.acceptance.smarthost import smarthost

ANN, KIM = "ann@round.example", "kim@desk-people.example"
CUSTOMER = f"name,contract,plan,language,zone,telephone,domains,contacts\nRound,gotomyerp-plans,platinum,en,,,,{ANN}\n"


def intake(place: Place, *words: str) -> str:
    """Run a command on the desk's store, beside the bot."""
    command = [sys.executable, "-m", "intake", *words, "--settings", str(place.settings)]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=running.ROOT).stdout


def settled(folder: Path, port: int) -> Place:
    """Settle a desk that warns at once: after a moment of a promise that is counted round the clock."""
    place = running.settle_in(folder / "bot", port)
    listed = f'[[engineers]]\nname = "Kim"\naddress = "{KIM}"\n[warnings]\nfractions = [0.00001]\n'
    place.settings.write_text(place.settings.read_text(encoding="utf-8") + listed, encoding="utf-8")
    (place.folder / "customers.csv").write_text(CUSTOMER, encoding="utf-8")
    intake(place, "customers", "import", str(place.folder / "customers.csv"))
    return place


def text_of(raw: bytes) -> str:
    plain = message_from_bytes(raw, policy=policy.default).get_body(("plain",))
    assert plain is not None
    return " ".join(str(plain.get_content()).split())


def test_from_a_customer_s_mail_to_an_engineer_s_answer(tmp_path: Path) -> None:
    with smarthost() as sink:
        place = settled(tmp_path, sink.port)
        with running.opened(running.begin(place)) as bot:
            assert mails.send(bot, mails.letter("<first@round.example>", sender=ANN), sender=ANN).startswith("250")
            until(lambda: sink.to(ANN) and sink.to(KIM), what="an acknowledgement and a warning")
            warning = message_from_bytes(sink.to(KIM)[0].raw, policy=policy.default)
            address = str(warning["Reply-To"]).strip("<>")
            assert str(warning["Subject"]).startswith("Due soon: The export [case 1001]")
            answer = mails.letter(
                "<kim1@desk-people.example>",
                sender=f"Kim <{KIM}>",
                subject=f"Re: {warning['Subject']}",
                body=f"Please restart the export.\n\nOn Tue, Support <{DESK}> wrote:\n> Nobody has answered yet.\n",
                in_reply_to=str(warning["Message-ID"]),
            )
            assert mails.send(bot, answer, sender=KIM, to=address).startswith("250")
            until(lambda: len(sink.to(ANN)) > 1, what="the engineer's words at the customer's")
            store.until_quiet(place)
        acknowledgement, reply = (message_from_bytes(caught.raw, policy=policy.default) for caught in sink.to(ANN))
        assert text_of(reply.as_bytes()).startswith("Please restart the export. Kim, ")
        assert (reply["In-Reply-To"], reply["Auto-Submitted"]) == ("<first@round.example>", None)
        assert acknowledgement["Auto-Submitted"] == "auto-replied"
        assert len(sink.to(KIM)) == 1
    case: dict[str, Any] = json.loads(intake(place, "case", "1001", "--json"))
    first = case["undertakings"][0]
    assert (first["promise"], first["state"], first["by"], first["how"]) == ("initial_response", "kept", "Kim", "mail")
    assert first["margin_seconds"] > 0
    received = store.column(place, "SELECT received_at FROM messages ORDER BY id")[1]
    assert first["at"].partition("+")[0] == received.replace(" ", "T"), "it counts from our accept"
    assert [message["outcome"] for message in case["messages"]] == ["opened", "continued"]
    assert case["answer_address"] == address
    assert store.broken_link(place) is None
