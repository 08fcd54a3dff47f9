"""Address lists as people's programs break them."""

import pytest

from intake.parse.decode.addresses import parse_addresses
from intake.parse.message import parse_mail

ONE = [("Ines Brandt", "ines@harbour.example")]
TWO = [("Ines", "ines@harbour.example"), ("Kim", "kim@quay.example")]
BARE = [("", "ines@harbour.example"), ("", "kim@quay.example")]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        pytest.param("Ines <ines@harbour.example> Kim <kim@quay.example>", TWO, id="comma missing"),
        pytest.param("Ines <ines@harbour.example>; Kim <kim@quay.example>", TWO, id="semicolon between"),
        pytest.param("Ines <ines@harbour.example>,\n\tKim <kim@quay.example>", TWO, id="folded"),
        pytest.param("Ines <ines@harbour.example>, , Kim <kim@quay.example>,", TWO, id="commas too many"),
        pytest.param("ines@harbour.example kim@quay.example", BARE, id="bare ones without a comma"),
        pytest.param("ines@harbour.example,kim@quay.example", BARE, id="bare ones"),
        pytest.param("<ines@harbour.example>,<kim@quay.example>", BARE, id="brackets only"),
        pytest.param(
            '"Brandt, Ines" <ines@harbour.example>', [("Brandt, Ines", "ines@harbour.example")], id="comma in quotes"
        ),
        pytest.param(
            "Brandt, Ines <ines@harbour.example>", [("Brandt, Ines", "ines@harbour.example")], id="comma without quotes"
        ),
        pytest.param(
            '"Ines \\"Bo\\" Brandt" <ines@harbour.example>',
            [('Ines "Bo" Brandt', "ines@harbour.example")],
            id="quotes in quotes",
        ),
        pytest.param(
            '"Works \\"Kai\\"" <ines@harbour.example>',
            [('Works "Kai"', "ines@harbour.example")],
            id="quotes at the end of quotes",
        ),
        pytest.param("'Ines Brandt' <ines@harbour.example>", ONE, id="single quotes"),
        pytest.param("\"'Ines Brandt'\" <ines@harbour.example>", ONE, id="single quotes in double ones"),
        pytest.param(
            "Patrick O'Hara <ines@harbour.example>", [("Patrick O'Hara", "ines@harbour.example")], id="an apostrophe"
        ),
        pytest.param("Ines Brandt<ines@harbour.example>", ONE, id="no space before the bracket"),
        pytest.param("Ines Brandt <ines@harbour.example", ONE, id="bracket not closed"),
        pytest.param("Ines Brandt ines@harbour.example>", ONE, id="bracket not opened"),
        pytest.param("Ines Brandt ines@harbour.example", ONE, id="no brackets"),
        pytest.param('"Ines Brandt" ines@harbour.example', ONE, id="quotes and no brackets"),
        pytest.param(
            '"Brandt, Ines" ines@harbour.example',
            [("Brandt, Ines", "ines@harbour.example")],
            id="comma in quotes and no brackets",
        ),
        pytest.param("Ines Brandt <<ines@harbour.example>>", ONE, id="brackets twice"),
        pytest.param("Ines Brandt <mailto:ines@harbour.example>", ONE, id="mailto"),
        pytest.param("Ines Brandt [ines@harbour.example]", ONE, id="square brackets"),
        pytest.param("Ines Brandt < ines@harbour.example >", ONE, id="spaces in the brackets"),
        pytest.param("Ines Brandt <ines @ harbour . example>", ONE, id="spaces in the address"),
        pytest.param("ines@harbour . example", BARE[:1], id="spaces in a bare address"),
        pytest.param("Ines Brandt <@relay.example,@hub.example:ines@harbour.example>", ONE, id="a route"),
        pytest.param("ines@harbour.example (Ines Brandt)", ONE, id="name in a comment"),
        pytest.param("(Ines Brandt) ines@harbour.example", ONE, id="name in a comment before"),
        pytest.param(
            "ines@harbour.example (Ines (Bo) Brandt)",
            [("Ines (Bo) Brandt", "ines@harbour.example")],
            id="comment in a comment",
        ),
        pytest.param("Ines Brandt <ines(desk)@harbour.example(hall 2)>", ONE, id="comments in the address"),
        pytest.param("Ines Brandt (Hall 2) <ines@harbour.example>", ONE, id="comment behind a name"),
        pytest.param("Hall 2: Ines <ines@harbour.example>, Kim <kim@quay.example>;", TWO, id="a group"),
        pytest.param("Hall 2 (all) : ines@harbour.example; (end)", BARE[:1], id="a group with comments"),
        pytest.param(
            "Hall 2: Ines <ines@harbour.example>;, Kim <kim@quay.example>", TWO, id="one in a group and one beside it"
        ),
        pytest.param("undisclosed-recipients:;", [], id="an empty group"),
        pytest.param("undisclosed-recipients: ;", [], id="an empty group with a space"),
        pytest.param("Undisclosed recipients:;", [], id="an empty group of two words"),
        pytest.param("(nobody) Hidden (still) :(none (at all)) ;", [], id="an empty group with comments"),
        pytest.param("<Undisclosed-Recipient:;>", [], id="an empty group in brackets"),
        pytest.param("<Undisclosed-Recipient:@hub.example;>", [], id="an empty group with a host"),
        pytest.param("undisclosed-recipients: <>;", [], id="an empty group with empty brackets"),
        pytest.param("<>", [], id="empty brackets"),
        pytest.param(
            "Harbour: Desk <ines@harbour.example>", [("Harbour: Desk", "ines@harbour.example")], id="a colon in a name"
        ),
        pytest.param(
            "=?utf-8?Q?Br=C3=A4ndt=2C_Ines?= <ines@harbour.example>",
            [("Brändt, Ines", "ines@harbour.example")],
            id="comma in an encoded word",
        ),
        pytest.param(
            '"=?utf-8?Q?Br=C3=A4ndt?=" <ines@harbour.example>',
            [("Brändt", "ines@harbour.example")],
            id="encoded word in quotes",
        ),
        pytest.param(
            "=?utf-8?Q?Ines_Br=C3=A4ndt?=<ines@harbour.example>",
            [("Ines Brändt", "ines@harbour.example")],
            id="encoded word and no space",
        ),
        pytest.param(
            "=?utf-8?Q?Br=C3=A4ndt,_Ines?= <ines@harbour.example>",
            [("Brändt, Ines", "ines@harbour.example")],
            id="raw comma in an encoded word",
        ),
        pytest.param(
            "=?utf-8?B?QnLDpG5kdA==?= =?utf-8?B?LCBJbmVz?= <ines@harbour.example>",
            [("Brändt, Ines", "ines@harbour.example")],
            id="two encoded words",
        ),
        pytest.param(
            "=?utf-8?Q?kim=40quay.example?= <ines@harbour.example>",
            [("kim@quay.example", "ines@harbour.example")],
            id="an address hidden in a name stays a name",
        ),
        pytest.param(
            '"kim@quay.example" <ines@harbour.example>',
            [("kim@quay.example", "ines@harbour.example")],
            id="another address as the name",
        ),
        pytest.param(
            "kim@quay.example <ines@harbour.example>",
            [("kim@quay.example", "ines@harbour.example")],
            id="another address as the name, no quotes",
        ),
        pytest.param(
            "Ines Brandt @ Harbour <ines@harbour.example>",
            [("Ines Brandt @ Harbour", "ines@harbour.example")],
            id="an at sign in the name",
        ),
        pytest.param(
            "Ines @ Hall, Kim @ Quay <kim@quay.example>",
            [("Ines @ Hall, Kim @ Quay", "kim@quay.example")],
            id="at signs and a comma in the name",
        ),
        pytest.param("Brändt <brändt@häfen.example>", [("Brändt", "brändt@häfen.example")], id="raw UTF-8 (RFC 6532)"),
        pytest.param('"ines brandt"@harbour.example', [("", '"ines brandt"@harbour.example')], id="quoted local part"),
        pytest.param("ines+stock@harbour.example.", [("", "ines+stock@harbour.example")], id="a dot at the end"),
        pytest.param("ines@[10.0.0.1]", [("", "ines@[10.0.0.1]")], id="a host in figures"),
        pytest.param(
            "ines@harbour.example (=?utf-8?Q?Br=C3=A4ndt?=)", [("Brändt", "ines@harbour.example")], id="encoded comment"
        ),
        pytest.param(
            "J. R. Hall <ines@harbour.example>", [("J. R. Hall", "ines@harbour.example")], id="dots in a name"
        ),
        pytest.param("Ines", [("Ines", "")], id="no address"),
        pytest.param(",;,", [], id="only commas"),
    ],
)
def test_address_lists(raw: str, found: list[tuple[str, str]]) -> None:
    assert [(one.name, one.address) for one in parse_addresses(raw.encode())] == found


def test_all_fields_of_a_kind_count() -> None:
    raw = (
        b"From: ines@harbour.example\nTo: a@quay.example\nto: b@quay.example\nCc: c@quay.example,\n d@quay.example\n\nx"
    )
    parsed = parse_mail(raw)
    assert [one.address for one in (*parsed.to, *parsed.cc)] == [f"{name}@quay.example" for name in "abcd"]


def test_two_senders_get_no_answer() -> None:
    assert parse_mail(b"From: ines@harbour.example, kim@quay.example\nTo: d@v.example\n\nx").acknowledge is False


def test_raw_letters_are_read_in_the_charset_of_the_body() -> None:
    raw = 'From: "Ольга" <o@quay.example>\nSubject: Отчёт\nContent-Type: text/plain; charset=koi8-r\n\nСклад'.encode(
        "koi8-r"
    )
    parsed = parse_mail(raw)
    assert (parsed.sender.name, parsed.subject, parsed.text) == ("Ольга", "Отчёт", "Склад")


def test_raw_letters_are_read_in_the_charset_of_the_first_text() -> None:
    head = "From: o@quay.example\nSubject: Отчёт\nContent-Type: multipart/mixed; boundary=b\n\n".encode("cp1251")
    body = "--b\nContent-Type: text/plain; charset=windows-1251\n\nСклад\n--b--\n".encode("cp1251")
    assert parse_mail(head + body).subject == "Отчёт"
