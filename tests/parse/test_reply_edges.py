"""Where a person's own words look like a mail program's, and a mail program's do not look like themselves."""

import pytest

from intake.parse.new_words.reply import split_reply


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        pytest.param(
            "On Tuesday at 9:14 our partner Kim wrote:\n\nthe belt stands still.",
            "On Tuesday at 9:14 our partner Kim wrote:\n\nthe belt stands still.",
            id="a person who tells what somebody wrote is no mail program",
        ),
        pytest.param(
            "Am 3.3.2026 um 9:14 schrieb uns der Kunde:\n\nDas Band steht.",
            "Am 3.3.2026 um 9:14 schrieb uns der Kunde:\n\nDas Band steht.",
            id="nor in German",
        ),
        pytest.param(
            "The transport:\n\nFrom: 9:00\nTo: 11:30\nSubject: belt 2",
            "The transport:\n\nFrom: 9:00\nTo: 11:30\nSubject: belt 2",
            id="a plan that looks like headers stays",
        ),
        pytest.param(
            "I run this:\n\n```\n$ belt --start\n> waiting\n```\n\nIt waits for ever.",
            "I run this:\n\n```\n$ belt --start\n> waiting\n```\n\nIt waits for ever.",
            id="a mark within code quotes nothing",
        ),
        pytest.param(
            "从昨天开始不能登录\n请尽快处理",
            "从昨天开始不能登录\n请尽快处理",
            id="a Chinese sentence with 'from' is no phone notice",
        ),
        pytest.param(
            "Die Rechnung wurde von uns gestern gesendet",
            "Die Rechnung wurde von uns gestern gesendet",
            id="a German sentence with 'sent' is no phone notice",
        ),
        pytest.param(
            "Agreed. On 3-Mar-2026, at 9:14 AM, Kim <k@v.example> wrote:\n> Agreed?",
            "Agreed.",
            id="an attribution behind the writer's words on one line",
        ),
        pytest.param(
            "Belt 2.\n\n  On Tue, Mar 3, 2026 at 9:14 AM, Kim<k@v.example> wrote:   Which belt is it?",
            "Belt 2.",
            id="old words behind the attribution on one line",
        ),
        pytest.param(
            "Both.\n\n2026/3/3 Kim Vale <k@v.example>\n\n> Which?",
            "Both.",
            id="an attribution without a verb and a colon",
        ),
        pytest.param("Both.\n\nKim Vale wrote:\n| First this.\n| Then that.", "Both.", id="bars as quote marks"),
        pytest.param(
            "Hello Kim,\n\nTuesday, March 3, 2026, 9:14:22 AM, you wrote:\n\nKV> Which belt?\n\nBelt 2.",
            "Hello Kim,\n\n\n\nBelt 2.",
            id="initials as quote marks",
        ),
        pytest.param(
            "On 3 Mar 2026, at 09:14, Kim <k@v.example> wrote:\n\nBelt 2.\n\n"
            "On 2 Mar 2026, at 10:00, Lee <l@c.example> wrote:\n\nWhich belt?",
            "Belt 2.",
            id="below the first of two attributions without marks",
        ),
        pytest.param(
            "Belt 2.\n\nMit freundlichen Grüßen / Kind regards\n\nLee Moss\nMoss GmbH\nTel. +49 30 1234567",
            "Belt 2.",
            id="a farewell in two languages with contact details is a signature",
        ),
        pytest.param(
            "Belt 2.\n\n──────────\n馬場運送株式会社\nTEL：03-5555-0192\n──────────",
            "Belt 2.",
            id="a Japanese signature",
        ),
        pytest.param(
            "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nBelt 2.\n\n-----BEGIN PGP SIGNATURE-----\n\niQE=\n"
            "-----END PGP SIGNATURE-----",
            "Belt 2.",
            id="what PGP puts around a letter is its signature",
        ),
        pytest.param(
            "CAUTION: This email originated from outside of the organization.\nDo not click links.\nBelt 2 stands.",
            "Belt 2 stands.",
            id="a gateway's warning right above the letter",
        ),
        pytest.param(
            "Kim wrote:\n| one\n\nMine.\n\nOn 3 Mar 2026, at 09:14, Lee <l@c.example> wrote:\n\nolder",
            "Mine.",
            id="bars in one quote do not open the next one, which has no marks",
        ),
        pytest.param(
            "The file says\n\nfrom: belt@v.example\nto: desk@v.example\nsubject: stopped\n\nand nothing comes.",
            "The file says\n\nfrom: belt@v.example\nto: desk@v.example\nsubject: stopped\n\nand nothing comes.",
            id="a configuration in small letters is no copied header",
        ),
        pytest.param(
            "From: Leeds\nTo: York\nDate: 5 May\n\nPlease move the belt.",
            "From: Leeds\nTo: York\nDate: 5 May\n\nPlease move the belt.",
            id="a journey is no copied header",
        ),
        pytest.param(
            "WARNING: belt 2 stops when an external drive is plugged in.\n\nIs that known?",
            "WARNING: belt 2 stops when an external drive is plugged in.\n\nIs that known?",
            id="a person's own warning is no gateway's",
        ),
        pytest.param(
            "Classification: Internal\n\nBelt 2 stands.\n\nInternal use only",
            "Belt 2 stands.",
            id="stamps on top and below are not the writer's",
        ),
        pytest.param(
            "Internal users see belt 2.\n\nOthers do not.",
            "Internal users see belt 2.\n\nOthers do not.",
            id="a sentence that begins like a stamp stays",
        ),
        pytest.param(
            "To unsubscribe from the list I clicked there, and mails still come.\n\nTake me off.",
            "To unsubscribe from the list I clicked there, and mails still come.\n\nTake me off.",
            id="a complaint about a list's footer stays",
        ),
        pytest.param(
            "See <https://v.example/belt\n> for the state.",
            "See <https://v.example/belt\n> for the state.",
            id="a link that ends on the next line quotes nothing",
        ),
        pytest.param(
            "On 3 Mar 2026, at 09:14, Kim <k@v.example> wrote:\n"
            "> Shall we come on Tuesday or on Wednesday of next week, in the morning?\nyes\n> Kim",
            "yes",
            id="a short answer below a long question is no broken line of it",
        ),
        pytest.param(
            "Belt 2\n\nstands.\n\n\n\nOn Tuesday, 3 March 2026, 9:14:22 GMT, Kim Vale of the\n\n"
            "Desk of the North <d@v.example>\n\nwrote:\n\n\n\n"
            "Which belt?",
            "Belt 2\nstands.",
            id="every line end doubled, within the attribution too",
        ),
        pytest.param(
            "Fixed.\n\n>>> Kim Vale <k@v.example> 3/3/26 9:14 AM >>>\nIs it fixed?", "Fixed.", id="GroupWise's signs"
        ),
    ],
)
def test_new_words_at_the_edges(text: str, reply: str) -> None:
    assert split_reply(text).reply_text == reply
