"""Answers between quotes, signatures, forwards; and that no word is ever lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.parse.new_words.reply import split_reply


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        pytest.param(
            "On Tue, Mar 3, 2026 at 9:14 AM Kim <k@v.example> wrote:\n\n> Which version?\n"
            "\nVersion 9.\n\n> Since when?\n\nMonday.",
            "Version 9.\n\n\nMonday.",
            id="answers between the quotes are kept",
        ),
        pytest.param(
            "> Which version?\nVersion 9.\n> Since when?\nMonday.",
            "Version 9.\nMonday.",
            id="answers without empty lines are kept",
        ),
        pytest.param(
            "On 3/3/26 9:14 AM, Kim wrote:\n> Which version?\n\nVersion 9.", "Version 9.", id="an answer below is kept"
        ),
        pytest.param(
            "On your server you can run:\n\n  telnet 10.0.0.1 25\n\nand see.",
            "On your server you can run:\n\n  telnet 10.0.0.1 25\n\nand see.",
            id="a sentence with On and a colon is no attribution",
        ),
        pytest.param(
            "The supplier wrote on 3 March 2026 the following:\n\nwe cannot deliver.",
            "The supplier wrote on 3 March 2026 the following:\n\nwe cannot deliver.",
            id="a report of what a third party wrote stays",
        ),
        pytest.param(
            "At 10:30 the batch said:\n\nerror 17",
            "At 10:30 the batch said:\n\nerror 17",
            id="a time and a colon are no attribution",
        ),
        pytest.param(
            "From: field is empty in the report.\nTo: field too.",
            "From: field is empty in the report.\nTo: field too.",
            id="two lines that look like headers are no copied headers",
        ),
        pytest.param(
            "Fix -- see the log -- works.\n\nBye",
            "Fix -- see the log -- works.\n\nBye",
            id="dashes within a line sign nothing",
        ),
        pytest.param("Hello\n\n-- \nLee Moss\nACME", "Hello", id="the standard delimiter starts the signature"),
        pytest.param(
            "Hello\n\nBest regards,\nLee",
            "Hello\n\nBest regards,\nLee",
            id="a farewell with a name belongs to the letter",
        ),
        pytest.param(
            "Hello\n\nBest regards,\nLee Moss\nACME GmbH\nTel. +49 30 1234567\nwww.acme.example",
            "Hello",
            id="a farewell with contact details is a signature",
        ),
        pytest.param(
            "It fails.\n\n_______________________________________________\nusers mailing list\nusers@lists.example.org",
            "It fails.",
            id="the footer of a list is a signature",
        ),
        pytest.param(
            "It fails.\n\n"
            "This e-mail and any attachments are confidential and intended solely "
            "for the recipient. If you are not the "
            "intended recipient, delete it.",
            "It fails.",
            id="a disclaimer is a signature",
        ),
        pytest.param(
            "CAUTION: This email originated from outside of the organization. Do not click links.\n\nIt fails.",
            "It fails.",
            id="a gateway's warning on top is not the writer's",
        ),
        pytest.param(
            "It fails.\n\nSent from my iPhone\n\nOn 3 Mar 2026, at 09:14, Kim <k@v.example> wrote:\n\n> old",
            "It fails.",
            id="phone notice above the quote",
        ),
        pytest.param(
            "Sent from my desk, which is easier than my phone.",
            "Sent from my desk, which is easier than my phone.",
            id="a sentence that begins like a phone notice stays",
        ),
        pytest.param(
            "See below.\n\n"
            "> a very long line of the old message that the mail program of the "
            "writer broke in the\nmiddle\n> and more",
            "See below.",
            id="the rest of a broken quoted line is quoted",
        ),
        pytest.param(
            "It fails.\n\n-----------------\n"
            "Error 500 at https://erp.example/post\n-----------------\nhost 10.20.30.40",
            "It fails.\n\n-----------------\n"
            "Error 500 at https://erp.example/post\n-----------------\nhost 10.20.30.40",
            id="a pasted log between rules stays",
        ),
        pytest.param(
            "Thanks\nPlease call me back on +49 30 1234567 as soon as you can see the error.",
            "Thanks\nPlease call me back on +49 30 1234567 as soon as you can see the error.",
            id="a sentence below a thank-you stays",
        ),
        pytest.param(
            "This message appears: the recipient has a virus.",
            "This message appears: the recipient has a virus.",
            id="a sentence about a message is no disclaimer",
        ),
        pytest.param("", "", id="nothing"),
        pytest.param("> only\n> quoted", "", id="only quotes: the writer wrote nothing"),
        pytest.param(
            "On 3 Mar 2026, at 09:14, Kim <k@v.example> wrote:\n\nIt fails again.",
            "It fails again.",
            id="no word above the attribution: the words below are kept",
        ),
        pytest.param(
            "Best regards,\nLee Moss\nTel. +49 30 1234567",
            "Best regards,\nLee Moss\nTel. +49 30 1234567",
            id="a farewell alone is kept",
        ),
    ],
)
def test_new_words(text: str, reply: str) -> None:
    assert split_reply(text).reply_text == reply


def test_a_forward_keeps_the_comment_and_names_the_first_sender() -> None:
    split = split_reply(
        "Can you look at this?\n\n---------- Forwarded message ---------\nFrom: Kim Vale <kim@customer.example>\n"
        "Date: Tue, Mar 3, 2026 at 9:14 AM\nSubject: Import\nTo: Lee <lee@customer.example>\n\n\nThe import fails.\n"
    )
    assert split.reply_text == "Can you look at this?"
    assert split.forwarded is not None
    assert split.forwarded.sender.address == "kim@customer.example"
    assert split.forwarded.subject == "Import"
    assert split.forwarded.date == "Tue, Mar 3, 2026 at 9:14 AM"
    assert split.forwarded.text == "The import fails."
    assert "The import fails." in split.quoted_text


@pytest.mark.parametrize(
    "introduction",
    [
        pytest.param(
            "---------- Forwarded message ---------\nFrom: Kim Vale <kim@c.example>\nDate: today\nSubject: Import",
            id="Gmail",
        ),
        pytest.param(
            "Begin forwarded message:\n\nFrom: Kim Vale <kim@c.example>\nSubject: Import\nDate: 3 March 2026",
            id="Apple Mail",
        ),
        pytest.param(
            "-------- Weitergeleitete Nachricht --------\nBetreff: \tImport\n"
            "Datum: \t3. März 2026\nVon: \tKim Vale <kim@c.example>",
            id="Thunderbird, German",
        ),
        pytest.param(
            "Début du message réexpédié :\n\nDe: Kim Vale <kim@c.example>\nObjet: Import\nDate: 3 mars 2026",
            id="Apple Mail, French",
        ),
        pytest.param(
            "From: Kim Vale <kim@c.example>\nSent: Tuesday\nTo: Lee\nSubject: Import",
            id="Outlook, without a word above",
        ),
    ],
)
def test_a_forward_without_a_comment_sends_what_was_forwarded(introduction: str) -> None:
    split = split_reply(f"{introduction}\n\nThe import fails.\nKim")
    assert split.reply_text == "The import fails.\nKim"
    assert split.forwarded is not None
    assert (split.forwarded.sender.name, split.forwarded.sender.address) == ("Kim Vale", "kim@c.example")
    assert split.forwarded.subject == "Import"


def test_an_apple_forward_in_quote_marks_is_unwrapped() -> None:
    split = split_reply(
        "FYI\n\nBegin forwarded message:\n\n> From: Kim <kim@c.example>\n> Subject: Import\n> \n> It fails.\n"
    )
    assert split.reply_text == "FYI"
    assert split.forwarded is not None
    assert split.forwarded.text == "It fails."


def test_outlook_headers_below_a_comment_are_a_forward_when_the_subject_says_so() -> None:
    text = "Please look.\n\nFrom: Kim <kim@c.example>\nSent: Tuesday\nTo: Lee\nSubject: Import\n\nTry it once more."
    assert split_reply(text).forwarded is None
    assert split_reply(text, forwarding=True).forwarded is not None


PIECES = st.sampled_from(
    [
        "On Tue, Mar 3, 2026 at 9:14 AM Kim Vale <",
        "kim@vendor.example> wrote:",
        "Am 03.03.26 um 09:14 schrieb Kim Vale:",
        "-----Original Message-----",
        "From: Kim Vale <kim@vendor.example>",
        "Sent: Tuesday",
        "Subject: Import",
        "Sent from my iPhone",
        "> quoted",
        ">> deeper",
        "-- ",
        "",
        " ",
        "words",
        "_" * 30,
        "Best regards,",
        "+49 30 123456",
        "---------- Forwarded message ---------",
        "Begin forwarded message:",
        "From: a",
        "*To:* b",
        "```",
        "| From | Kim |",
        "Agreed. On 3-Mar-2026, at 9:14 AM, Kim <k@v.example> wrote:",
        "On Tue, Mar 3, 2026 at 9:14 AM Kim <k@v.example> wrote: words",
        "2026/3/3 Kim <k@v.example>",
        "Kim wrote:",
        "KV> words",
        "| words",
        "-----BEGIN PGP SIGNED MESSAGE-----",
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=40), max_size=40).map("\n".join))
def test_no_word_is_lost(text: str) -> None:
    split = split_reply(text)
    found = sorted(f"{split.reply_text} {split.quoted_text} {split.signature}".replace(">", " ").split())
    assert found == sorted(text.replace(">", " ").split())


@settings(deadline=None)
@given(st.lists(st.text(alphabet="abc .:<>@\n", max_size=30), max_size=20).map("\n".join))
def test_what_is_neither_quoted_nor_signed_is_new(text: str) -> None:
    split = split_reply(text)
    if split.quoted_text == "" and split.signature == "":
        assert split.reply_text.split() == text.split()
