"""What opens a case in Slack and what is chatter: lines as people write them. Fed by our own payloads."""

from dataclasses import replace

import pytest

from intake.domain.suggestion import Kind
from intake.parse.chatter import why_chatter
from tests.slack import payloads
from tests.slack.heard.desk import Chat
from tests.slack.ids import DIRECT
from tests.stages.office import opinion

CHATTER = (
    "Hi", "hello there", "Hey team!", "Good morning everyone :sunny:", "gm", "Heeeey", "hiya folks",
    "thanks!", "Thank you so much @Ann Lee", "thx :pray:", "ty ty", "Much appreciated, have a great weekend!",
    "thanks for the quick help everyone", "cheers", "no worries", "you're welcome :)",
    "ok", "OK, great", "sounds good", "+1", "👍👍", ":tada: :tada:", "lol", "haha yes", "got it, will do",
    "Congrats team!", "happy birthday @Tom 🎂", "Perfect, thanks again", "all good now, thanks", "works now!",
    "Bye, see you tomorrow", "signing off", "@Ann Lee thank you!", "noted 📝", "done ✅",
    "Moin zusammen", "Guten Morgen!", "Danke schön", "Vielen Dank für die schnelle Hilfe", "alles klar, danke",
    "Schönes Wochenende allen", "läuft wieder, danke", "LG",
    "Bonjour à tous", "Merci beaucoup !", "C’est noté, merci", "Bonne journée", "ça marche", "d'accord",
    "Buenos días a todos", "¡Muchas gracias!", "ya funciona, gracias", "Hasta mañana", "de acuerdo", "jajaja",
)  # fmt: skip

ASKED = (
    "help", "Hi, please help", "hello?", "anyone there?", "Good morning, the ERP is down", "hi team, VPN again",
    "still broken", "not working", "no access", "it is down again", "Thanks, but it still fails", "ok it failed again",
    "thanks, and the printer on floor 2", "we need a new user", "1", "error 500", "ok?", "SOS", "🚨🚨", ":sos:",
    "password", "urgent", "call me", "Guten Morgen, nichts geht mehr", "Hallo, bitte um Hilfe",
    "Danke, geht aber immer noch nicht", "Bonjour, le serveur est en panne", "au secours", "toujours rien, merci",
    "Hola, no funciona", "gracias pero sigue igual", "ayuda por favor", "Sev 1", "thanks for nothing", "the till",
    "please", "hi, quick one: invoices", "`NullPointerException`", "https://desk.example/log",
)  # fmt: skip


@pytest.mark.parametrize("line", CHATTER)
def test_chatter(line: str) -> None:
    assert why_chatter(line) is not None


@pytest.mark.parametrize("line", ASKED)
def test_whatever_may_ask_for_something_is_none(line: str) -> None:
    assert why_chatter(line) is None


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({}, id="in a channel"),
        pytest.param({"channel": DIRECT}, id="to the bot alone"),
    ],
)
def test_a_greeting_opens_no_case_and_the_reason_is_kept(chat: Chat, said: dict[str, str]) -> None:
    made = chat.says("Good morning everyone", **said)
    assert (made.outcome, made.case_id, made.reason) == ("filed", None, "not_a_request: nothing but greetings")
    assert chat.office.cases() == []


def test_a_greeting_that_calls_the_bot_opens_none_either(chat: Chat) -> None:
    assert chat.says("<@U0BOT> hello").outcome == "filed"


def test_a_greeting_that_goes_on_is_a_case(chat: Chat) -> None:
    chat.hears("Hi")
    chat.hears("the ledger is locked", after=4)
    chat.settle()
    assert [one[0] for one in chat.outcomes()] == ["opened", "continued"]
    assert chat.office.case().subject == "the ledger is locked"


SURE = opinion(4, kind=Kind.NOT_A_REQUEST)


@pytest.mark.parametrize(
    ("line", "found", "said", "outcome"),
    [
        pytest.param("Lunch is in the kitchen", SURE, {}, "filed", id="chatter among colleagues"),
        pytest.param("Lunch is where", opinion(4, sure=False, kind=Kind.NOT_A_REQUEST), {}, "opened", id="unsure"),
        pytest.param("Lunch is served", opinion(1, alert=True, kind=Kind.NOT_A_REQUEST), {}, "opened", id="an alarm"),
        pytest.param("The ledger is locked", opinion(2), {}, "opened", id="an incident"),
        pytest.param("Is lunch in the kitchen?", SURE, {}, "opened", id="a question mark"),
        pytest.param("lunch at noon?", replace(SURE, confidence=0.97), {}, "filed", id="a question to no desk"),
        pytest.param("Please add a user for us", replace(SURE, confidence=0.99), {}, "opened", id="a plain wish"),
        pytest.param("Wir brauchen noch einen Zugang", SURE, {}, "opened", id="a wish in German"),
        pytest.param("Pourriez-vous ajouter un accès", SURE, {}, "opened", id="a wish in French"),
        pytest.param("Necesitamos otro usuario", SURE, {}, "opened", id="a wish in Spanish"),
        pytest.param("The bitterest lunch", SURE, {}, "filed", id="words that only begin like a wish"),
        pytest.param("Lunch, severity 2", SURE, {}, "opened", id="a claim"),
        pytest.param("nobody can connect at lunch", SURE, {}, "opened", id="a fact"),
        pytest.param("<@U0BOT> lunch is in the kitchen", SURE, {}, "opened", id="it calls the bot"),
        pytest.param("Lunch is in the kitchen", SURE, {"channel": DIRECT}, "opened", id="it is said to the bot alone"),
        pytest.param(
            "Lunch", SURE, {"files": [payloads.file("F1")], "subtype": "file_share"}, "opened", id="a file hangs on it"
        ),
    ],
)
def test_the_model_files_only_what_nothing_speaks_against(
    chat: Chat, line: str, found: object, said: dict[str, object], outcome: str
) -> None:
    chat.office.suggests.answer = found  # type: ignore[assignment] # an opinion
    made = chat.says(line, **said)
    assert made.outcome == outcome
    if outcome == "filed":
        assert made.reason == "not_a_request: chatter, as far as its words say"
