"""`intake cases` and `intake case N`: what an engineer sees, on a screen of 80 columns and as JSON."""

import json
from dataclasses import replace
from datetime import datetime

import pytest

from tests.cli.command import Place
from tests.paging.rota import by_mail, emergency, on_call
from tests.review.engineers import asks, confirms, consents
from tests.stages.office import UNSURE, Office, mail, opinion

COLOURS = {"COLUMNS": "80", "FORCE_COLOR": "1", "TERM": "xterm-256color"}


@pytest.fixture(autouse=True)
def _the_desk_s_own_time(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands look at the time of the office: what is overdue is said."""
    monkeypatch.setattr("intake.bootstrap.clock.now", lambda: place.office.now)


def a_morning(office: Office) -> None:
    """Fill the queue: an emergency, a level that waits for consent, a question, a stranger, a newsletter."""
    office.customer("gotomyerp")
    office.customer("erp-maestro", name="Brindle", domain="brindle.example")
    office.customer("helpdesk", name="Cog & Sons", domain="cog.example", zone="Europe/Berlin")
    office.suggests.answer = opinion(2)
    office.mail_in(mail("Hello,\n\nnobody can connect, from both offices.\n\nAnn", subject="All down"))
    office.mail_in(mail("Severity 2 please.", sender="bo@brindle.example"), mail_from="bo@brindle.example")
    office.suggests.answer = UNSURE
    office.mail_in(mail("How do I add a user?", sender="cy@cog.example"), mail_from="cy@cog.example")
    office.mail_in(mail("Who are you?", sender="joe@home.example"), mail_from="joe@home.example")
    office.mail_in(mail("News", "Precedence: bulk", subject="Our newsletter"))


def test_an_empty_desk(place: Place) -> None:
    ran = place.intake("cases")
    assert (ran.code, ran.err) == (0, "")
    assert "No cases yet." in ran.out
    assert "0 accepted = 0 opened + 0 continued + 0 filed + 0 parked + 0 waiting" in ran.out
    assert place.intake("cases", "--filed").out == "Nothing is filed or parked.\n"


def test_the_queue_as_it_is_read(place: Place) -> None:
    a_morning(place.office)
    ran = place.intake("cases")
    assert [line.rstrip() for line in ran.out.splitlines()] == [
        "Times are those of America/New_York.",
        "case  look by           promised by       stands at              suggested",
        "1001  2026-05-12 10:30  2026-05-12 10:30  emergency, provisional 2 85%",
        "      [nobody has taken the call] Acme: All down",
        "1003  2026-05-12 12:00  2026-05-12 12:00  no level               3 unsure",
        "      Cog & Sons: Cannot post invoices",
        "1002  2026-05-12 18:00  2026-05-12 18:00  level 2                2 85%",
        "      Brindle: Cannot post invoices",
        "1004  -                 -                 no level               3 unsure",
        "      unknown sender joe@home.example: Cannot post invoices",
        "",
        "5 accepted = 4 opened + 0 continued + 1 filed + 0 parked + 0 waiting",
    ]


def test_what_was_filed_and_why(place: Place) -> None:
    a_morning(place.office)
    assert place.intake("cases", "--filed").out.splitlines() == [
        "message 5  filed  ann@acme.example",
        "    Our newsletter",
        "    bulk: Precedence: bulk",
    ]


def test_the_queue_as_json(place: Place) -> None:
    a_morning(place.office)
    confirms(place.office, 1001)
    found = json.loads(place.intake("cases", "--json").out)
    assert found["ledger"] == {"accepted": 0, "opened": 4, "continued": 0, "filed": 1, "parked": 0}
    assert [one["number"] for one in found["cases"]] == [1001, 1003, 1002, 1004]
    first = found["cases"][0]
    assert (first["emergency"], first["standing"], first["suggested"], first["customer"]) == (
        True,
        "confirmed",
        2,
        "Acme",
    )
    assert datetime.fromisoformat(first["due_at"]).utcoffset() is not None
    assert found["filed"][0]["reason"] == "bulk: Precedence: bulk"


def test_a_case_as_it_is_read(place: Place) -> None:
    a_morning(place.office)
    confirms(place.office, 1001)
    said = place.intake("case", "1001").out
    assert max(map(len, said.splitlines())) <= 80
    for words in (
        "Case 1001: All down\nAcme; Ann Lee <ann@acme.example>, by email\n",
        "─ message 1, Tue 12 May 2026 10:00 EDT, ann@acme.example ─",
        "─ opened ─",
        "│ nobody can connect, from both offices.",
        "Suggestion: severity 2, incident; 85% sure\n",
        '  "nobody can connect": scope all, connectivity yes\n',
        '  "from both offices": locations two or more\n',
        "Stands at: emergency (confirmed by an engineer)\n",
        "  contract gotomyerp\n",
        '  promised "30 minutes" (commitment; clause 1.1)',
        "  due      Tue 12 May 2026 10:30 EDT",
        "  counted  Tue 12 May 2026 10:00 to 10:30 EDT (30 min)",
        "  notices  report when resolved",
        "─ acknowledgement to ann@acme.example, queued ─",
        "│ Subject: Re: All down [case 1001] ",
        "Times are those of America/New_York.\n",
        "Trail\n",
        "2026-05-12 10:00:00  message opened, by bot: ",
        "2026-05-12 10:00:00  case confirmed, by Sam: emergency",
    ):
        assert words in said
    assert "Decide, nobody has yet" not in said


def test_the_acknowledgement_is_shown_word_for_word(place: Place) -> None:
    a_morning(place.office)
    shown = place.intake("case", "1003").out
    inside = " ".join(line.strip("│ ") for line in shown.splitlines() if line.startswith("│"))
    assert place.office.letter(1003) in " ".join(inside.replace("\N{NO-BREAK SPACE}", " ").split())


def test_evidence_is_underlined_in_the_customer_s_own_words(place: Place) -> None:
    a_morning(place.office)
    said = place.intake("case", "1001", environment=COLOURS).out
    assert "\x1b[1;4mnobody can connect\x1b[0m, \x1b[1;4mfrom both offices\x1b[0m." in said


def test_time_that_was_counted_on_several_days_is_shown_piece_by_piece(place: Place) -> None:
    place.office.customer("gotomyerp-plans")
    place.office.now = datetime.fromisoformat("2026-05-15T20:40:00-04:00")
    place.office.mail_in(mail())
    said = place.intake("case", "1001").out
    assert "  counted  Fri 15 May 2026 20:40 to 21:00 EDT (20 min)" in said
    assert "           Mon 18 May 2026 07:00 to 12:40 EDT (5 h 40 min)" in said
    assert "  due      Mon 18 May 2026 12:40 EDT" in said


def test_times_are_the_desk_s_and_a_deadline_has_the_customer_s_beside_it(place: Place) -> None:
    a_morning(place.office)
    said = " ".join(place.intake("case", "1003").out.split())
    assert "first answer pending, due Tue 12 May 2026 12:00 EDT (customer: 18:00 CEST), in 2 h" in said
    assert "due Tue 12 May 2026 12:00 EDT (customer: 18:00 CEST), at the earliest" in said
    assert "counted Tue 12 May 2026 10:00 to 12:00 EDT (2 h)" in said
    assert "CEST, at the earliest Tue 12 May 2026 11:00 EDT (customer: 17:00 CEST)" not in said.partition("Trail")[2]


def test_what_is_owed_and_said_and_to_be_done_comes_before_how_it_was_counted(place: Place) -> None:
    a_morning(place.office)
    said = place.intake("case", "1001").out
    parts = ("Stands at: ", "first answer", "nobody can connect", "What to do", "If you set", "How it is promised")
    places = [said.index(part) for part in (*parts, "─ acknowledgement to", "Trail")]
    assert places == sorted(places)


def test_a_call_that_nobody_has_taken_stands_in_the_queue_until_somebody_decides(place: Place) -> None:
    a_morning(place.office)
    assert "      [nobody has taken the call] Acme: All down" in place.intake("cases").out.splitlines()
    confirms(place.office, 1001)
    assert "the call" not in place.intake("cases").out


def test_a_call_by_mail_is_a_line_and_no_letter(place: Place) -> None:
    emergency(on_call(place.office, by_mail("Lee")))
    said = place.intake("case", "1001").out
    assert said.count("─ acknowledgement to") == 1
    assert "─ page to" not in said
    assert "To the engineers\n  page to lee@desk.example, queued\n" in said


def test_the_longest_row_fits_on_eighty_columns(place: Place) -> None:
    place.office.customer("gotomyerp")
    place.office.suggests.answer = replace(UNSURE, alert=True)
    place.office.mail_in(mail("nobody can connect, from both offices."))
    row = place.intake("cases").out.splitlines()[2]
    assert row.endswith("emergency, provisional 3 unsure ALERT")
    assert len(row) <= 80


def test_a_case_nobody_has_decided_on_says_what_to_do(place: Place) -> None:
    a_morning(place.office)
    said = place.intake("case", "1004").out
    assert "Nothing is promised: the sender is not known, so no contract applies.\n" in said
    decide = '`intake confirm 1004`, or `intake override 1004 --level SEVERITY --reason "why"`'
    assert decide in " ".join(said.split())


def test_a_level_that_waits_for_the_customer(place: Place) -> None:
    a_morning(place.office)
    asks(place.office, "4", 1002)
    assert "[level 4 waits for the customer] Brindle: Cannot post invoices" in place.intake("cases").out
    waiting = " ".join(place.intake("case", "1002").out.split())
    assert (
        "wanted level 4, by Sam; it waits for the customer's agreement, asked Tue 12 May 2026 10:00 EDT"
        " (`intake consent 1002`)"
    ) in waiting
    consents(place.office, agreed=True, number=1002)
    agreed = " ".join(place.intake("case", "1002").out.split())
    assert "wanted level 4, by Sam; the customer agreed on Tue 12 May 2026 10:00 EDT, as Sam recorded" in agreed


def test_what_each_level_would_promise_before_one_is_set(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    a_morning(place.office)
    monkeypatch.setattr("intake.bootstrap.clock.now", lambda: datetime.fromisoformat("2026-05-12T14:00:00-04:00"))
    said = " ".join(place.intake("case", "1002").out.split())
    assert 'level 1 "Within 4 hours", due Tue 12 May 2026 14:00 EDT; the customer is asked first' in said
    found = json.loads(place.intake("case", "1001", "--json").out)["outlook"]
    assert [(row["level"], row["past_seconds"], row["customer"], row["stands"]) for row in found] == [
        (None, None, "nothing", True),
        ("1", 7200, "told", False),
        ("2", None, "told", False),
        ("3", None, "told", False),
        ("4", None, "told", False),
    ]


def test_why_a_case_was_not_answered(place: Place) -> None:
    place.office.mail_in(mail("x", "X-Spam-Flag: YES"))
    assert "Not answered: marked as spam by the filter in front of us" in place.intake("case", "1001").out
    found = json.loads(place.intake("case", "1001", "--json").out)
    assert found["not_answered"] == ["marked as spam by the filter in front of us"]


def test_a_case_as_json(place: Place) -> None:
    a_morning(place.office)
    found = json.loads(place.intake("case", "1001", "--json").out)
    assert (found["number"], found["customer"], found["emergency"]) == (1001, "Acme", True)
    assert found["promise"]["clause"] == "1.1"
    assert found["messages"][0]["suggestion"]["severity"] == 2
    (evidence, _) = found["messages"][0]["suggestion"]["evidence"]
    words = found["messages"][0]["reply_text"]
    assert words[evidence["start"] : evidence["end"]] == evidence["text"] == "nobody can connect"
    assert found["mails"][0]["text"].startswith("Subject: Re: All down [case 1001]\n")
    for moment in (found["opened_at"], found["due_at"], found["trail"][0]["at"], found["asked"]["received_at"]):
        assert "T" in moment
        assert datetime.fromisoformat(moment).utcoffset() is not None


SPITEFUL = [
    pytest.param("Slow [/b] list", id="a closing tag of our own markup"),
    pytest.param("[bold red]Slow[/] [link=x]", id="markup"),
    pytest.param("=?utf-8?Q?Slow=1B[2J=1B]0;gone=07list?=", id="terminal escapes"),
    pytest.param("=?utf-8?B?4oCubGlzdCB3b2xT?=", id="a mark that turns the line round"),
    pytest.param(":smile: {0} %s", id="other people's placeholders"),
]


@pytest.mark.parametrize("subject", SPITEFUL)
def test_no_customer_s_words_steer_the_engineer_s_screen(place: Place, subject: str) -> None:
    body = "nobody can connect\x1b[2J [/b] [bold]now\x07 \u202eback"
    raw = mail(body, "Content-Disposition: inline", subject=subject, sender='"[/b] \\\\x1b" <ann@acme.example>')
    place.office.customer("gotomyerp", name="Acme [/b]")
    place.office.mail_in(raw)
    place.office.mail_in(mail("Away", "Precedence: bulk", subject=subject))
    for words in (["cases"], ["cases", "--filed"], ["case", "1001"]):
        ran = place.intake(*words, environment=COLOURS)
        assert (ran.code, ran.err) == (0, "")
        for steering in ("\x1b[2J", "\x1b]0", "\x07", "\u202e"):
            assert steering not in ran.out
    assert "[/b] [bold]now" in place.intake("case", "1001").out, "the words themselves are all there"


def test_replaced_characters_leave_the_evidence_where_it_is(place: Place) -> None:
    place.office.customer("gotomyerp")
    place.office.mail_in(mail("\x1b\x07\x0b So nobody can connect.", subject="x"))
    assert "\x1b[1;4mnobody can connect\x1b[0m." in place.intake("case", "1001", environment=COLOURS).out


@pytest.mark.parametrize("number", ["7", "0", "99999999999999999999999999"])
def test_a_case_that_is_not_there(place: Place, number: str) -> None:
    said = place.intake("case", number).refusal
    assert said == f"case: there is no case {number}; `intake cases` lists them"


def test_a_number_that_is_none(place: Place) -> None:
    said = place.intake("case", "seven").refusal
    assert "'seven' is not a valid integer. `intake case --help` shows what can be written." in said
