"""An emergency by real mail, a web hook and a mail to whoever is on call, taken on the command line."""

import json
import subprocess
import sys

from standardwebhooks.webhooks import Webhook

from tests.acceptance import mails, running, store
from tests.acceptance.running import Place, until
from tests.acceptance.smarthost import Smarthost
from tests.acceptance.warm import Nursery
from tests.paging.hooks import SECRET, Hooks, status

_KIM, _LOU = "kim@desk.example", "lou@desk.example"
_OPEN = "SELECT 1 FROM timers WHERE kind = 'escalation' AND NOT done"


def on_call(place: Place, server: Hooks) -> None:
    """Call Kim by a web hook first, then Lou by mail, then Max by mail."""
    people = (
        f'name = "Kim"\nwebhook = "{server.url()}"\nsecret = "{SECRET}"\ninternal = true\nallow_http = true\n',
        f'name = "Kim"\nmail = "{_KIM}"\n',
        f'name = "Lou"\nmail = "{_LOU}"\n',
    )
    with place.settings.open("a", encoding="utf-8") as file:
        for person in people:
            file.write(f"[[paging.on_call]]\n{person}")


def intake(place: Place, *words: str) -> str:
    command = [sys.executable, "-m", "intake", *words, "--settings", str(place.settings)]
    return subprocess.run(command, check=True, capture_output=True, cwd=running.ROOT, text=True).stdout


def test_from_the_customer_s_mail_to_the_one_who_takes_it(
    nursery: Nursery, place: Place, sink: Smarthost, server: Hooks
) -> None:
    on_call(place, server)
    server.answers.append(status(410))  # Kim's web hook is gone: her mail is next, at once
    with running.opened(nursery.begin(place)) as bot:
        words = "Since nine o'clock nobody can connect any more, neither in our Boston nor in our Denver office."
        assert mails.send(bot, mails.letter("<e@gold.example>", body=words, subject="Outage")).startswith("250")
        until(lambda: sink.to(_KIM), what="the mail to who is on call")
        (posted,) = server.posted
        told = Webhook(SECRET).verify(posted.body, posted.headers)
        assert (told["type"], told["data"]["case"], told["data"]["emergency"]) == ("case.page", 1001, True)
        assert "[case 1001]" in sink.to(_KIM)[0].raw.decode()
        assert intake(place, "page", "1001", "--ack", "--by", "Kim").startswith("Case 1001: taken by Kim, ")
        until(lambda: store.events(place, "page.sent"), what="the end of the call by mail")
    assert not store.rows(place, _OPEN), "no name is called any more"
    assert sink.to(_LOU) == []
    (shown,) = json.loads(intake(place, "page", "1001", "--json"))["pages"]
    assert (shown["acknowledged_by"], [call["state"] for call in shown["calls"]]) == ("Kim", ["failed", "sent"])
    assert intake(place, "page") == "Nobody is being called.\n"
    logged = bot.log.read_text()
    assert "page.handed_over" in logged
    for secret in (SECRET, "key=hidden", str(server.port)):
        assert secret not in logged


def test_a_bot_that_died_before_the_answer_calls_again_under_the_same_id(
    nursery: Nursery, place: Place, sink: Smarthost, server: Hooks
) -> None:
    on_call(place, server)
    server.answers.append(b"")  # no answer: the bot is killed while it waits
    with running.opened(nursery.begin(place)) as bot:
        words = "Nobody can connect any more, neither in our Boston nor in our Denver office."
        assert mails.send(bot, mails.letter("<e@gold.example>", body=words, subject="Outage")).startswith("250")
        until(lambda: server.posted, what="the call")
        bot.kill()
    with running.opened(nursery.begin(place)):
        until(lambda: store.events(place, "page.sent"), what="the repeat")
    assert len({posted.headers["webhook-id"] for posted in server.posted}) == 1
    assert len(store.events(place, "page.unknown")) == 1
    assert store.broken_link(place) is None
