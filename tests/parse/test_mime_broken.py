"""Trees, header blocks and encodings that break the rules, read as their writers meant them."""

import pytest

from intake.parse.message import parse_mail
from tests.parse.mime_mails import HEAD, HTML, PDF, PLAIN, Found, attached, mail, multi, part, whole

WORDS = "The list is short."
A_PDF = ("list.pdf", "application/pdf", 9, False)
TWO = b"--cut\n" + PLAIN + b"\n--cut\n" + PDF + b"\n--cut--\n"
MIXED = b"Content-Type: multipart/mixed; boundary=cut\n"
HI = b"Qm9uam91ciDDoCB0b3VzLg=="


@pytest.mark.parametrize(
    ("raw", "text", "found"),
    [
        pytest.param(mail(b"Content-Type: multipart/mixed\n", TWO), WORDS, [A_PDF], id="no boundary named"),
        pytest.param(
            mail(b"Content-Type: multipart/mixed; boundary=other\n", TWO), WORDS, [A_PDF], id="another boundary named"
        ),
        pytest.param(
            mail(b"Content-Type: multipart/mixed; boundary=other\n", TWO.removesuffix(b"--cut--\n")),
            WORDS,
            [A_PDF],
            id="another one named, none closed",
        ),
        pytest.param(
            mail(b"Content-Type: multipart/mixed; boundary=CUT\n", TWO), WORDS, [A_PDF], id="boundary in another case"
        ),
        pytest.param(
            mail(MIXED, TWO.replace(b"--cut\n", b"--cut  \t\n")), WORDS, [A_PDF], id="spaces behind the boundary"
        ),
        pytest.param(
            mail(b'Content-Type: multipart/mixed; boundary="cut "\n', TWO),
            WORDS,
            [A_PDF],
            id="a space in the boundary's quotes",
        ),
        pytest.param(
            mail(b"Content-Type: multipart/mixed boundary=cut\n", TWO),
            WORDS,
            [A_PDF],
            id="no semicolon before the boundary",
        ),
        pytest.param(
            mail(b'Content-Type: multipart/mixed;;\n boundary="cut\n', TWO),
            WORDS,
            [A_PDF],
            id="boundary's quote not closed",
        ),
        pytest.param(
            mail(b"Content-Type: Multipart/Mixed (made by hand); Boundary=cut\n", TWO),
            WORDS,
            [A_PDF],
            id="a comment in the type",
        ),
        pytest.param(mail(MIXED, TWO.removesuffix(b"--cut--\n")), WORDS, [A_PDF], id="last boundary missing"),
        pytest.param(
            mail(MIXED, b"Here comes MIME.\n" + TWO + b"Gone by list server.\n"),
            WORDS,
            [A_PDF],
            id="preamble and epilogue",
        ),
        pytest.param(mail(MIXED, TWO.replace(b"\n", b"\r\n")), WORDS, [A_PDF], id="CRLF within"),
        pytest.param(
            mail(MIXED, b"\n".join([b"--cut", PLAIN, b"--cut--", b"--cut", PDF, b"--cut--"])),
            WORDS,
            [A_PDF],
            id="closed too early",
        ),
        pytest.param(HEAD + MIXED + TWO, WORDS, [A_PDF], id="no empty line before the first boundary"),
        pytest.param(
            mail(b"Content-Type: text/plain\n" + MIXED, b"One word more.\n" + b"--cut\n" + PDF + b"\n--cut--\n"),
            "One word more.",
            [A_PDF],
            id="two types, the multipart one is meant",
        ),
        pytest.param(
            mail(MIXED + b"Content-Type: text/plain\n", TWO),
            WORDS,
            [A_PDF],
            id="two types, the first is the multipart one",
        ),
        pytest.param(
            mail(
                MIXED,
                b"--cut\n"
                b"Content-Type: multipart/alternative; boundary=cut\n\n--cut\n"
                + PLAIN
                + b"\n--cut--\n--cut\n"
                + PDF
                + b"\n--cut--\n",
            ),
            WORDS,
            [A_PDF],
            id="one boundary for two levels",
        ),
        pytest.param(
            whole(multi(b"mixed", multi(b"alternative", PLAIN, HTML, boundary=b"cut_alt"), PDF)),
            WORDS,
            [A_PDF],
            id="one boundary begins like the other",
        ),
        pytest.param(
            whole(multi(b"mixed", PLAIN, PDF, boundary=b"=_(a+b)?.[1]*$")),
            WORDS,
            [A_PDF],
            id="a boundary full of signs",
        ),
        pytest.param(
            mail(MIXED, TWO.replace(b"--cut--", b"--cut --")), WORDS, [A_PDF], id="a space within the last one"
        ),
        pytest.param(whole(multi(b"mixed", b"\n" + PLAIN, PDF)), WORDS, [A_PDF], id="an empty line above the fields"),
        pytest.param(mail(MIXED, b"--cut--\n"), "", [], id="closed before it began"),
        pytest.param(mail(MIXED, b""), "", [], id="no body at all"),
        pytest.param(
            mail(
                b"Content-Type: multipart/alternative; boundary=x\n",
                b"<html><body><p>The list is short.</p></body></html>",
            ),
            WORDS,
            [],
            id="HTML that calls itself a multipart",
        ),
        pytest.param(
            mail(
                b"Content-Type: multipart/mixed; boundary=cut\nContent-Transfer-Encoding: base64\n",
                b"LS1jdXQKCm9uZQotLWN1dC0tCg==",
            ),
            "one",
            [],
            id="a multipart in base64",
        ),
        pytest.param(
            whole(multi(b"mixed", PLAIN.partition(b"\n\n")[2], PDF)),
            WORDS,
            [A_PDF],
            id="a part without header or empty line",
        ),
        pytest.param(
            whole(multi(b"mixed", PLAIN, PDF.replace(b"; name", b";\nname"))),
            WORDS,
            [A_PDF],
            id="folded without a space",
        ),
        pytest.param(mail(b"Content-Type: text/html;\n", b"<p>one</p>"), "one", [], id="a semicolon and nothing more"),
        pytest.param(mail(b"Content-Type: text\n", b"one"), "one", [], id="half a type"),
        pytest.param(mail(b"Content-Type: html\n", b"<p>one</p>"), "one", [], id="the other half"),
        pytest.param(
            mail(b"Content-Type: text-html; charset=utf-8\n", b"<p>one</p>"), "one", [], id="a type with a hyphen"
        ),
        pytest.param(mail(b'Content-Type: "text/html"\n', b"<p>one</p>"), "one", [], id="a type in quotes"),
        pytest.param(mail(b"Content-Type: TEXT/HTML\n", b"<p>one</p>"), "one", [], id="a type in capitals"),
        pytest.param(
            mail(b"Content-Type: text/html, charset=utf-8\n", b"<p>one</p>"), "one", [], id="a comma for a semicolon"
        ),
        pytest.param(mail(b"Content-Type:\n", b"one"), "one", [], id="an empty type"),
        pytest.param(
            mail(b"Content-Type: text/plain; charset=utf-8 format=flowed\n", "für \nalle".encode()),
            "für alle",
            [],
            id="no semicolon between parameters",
        ),
        pytest.param(
            whole(multi(b"mixed", PLAIN, part(b'Content-Type: ; name="a.bin"', b"x"))),
            WORDS,
            [("a.bin", "text/plain", 1, False)],
            id="a name and no type",
        ),
    ],
)
def test_broken_trees(raw: bytes, text: str, found: list[Found]) -> None:
    assert (parse_mail(raw).text, attached(raw)) == (text, found)


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        pytest.param(b"base64", HI, "Bonjour à tous.", id="base64"),
        pytest.param(b"BASE64 ", HI, "Bonjour à tous.", id="capitals and a space"),
        pytest.param(b"base-64", HI, "Bonjour à tous.", id="a hyphen too many"),
        pytest.param(b'"base64"', HI, "Bonjour à tous.", id="in quotes"),
        pytest.param(b"base64;", HI, "Bonjour à tous.", id="with a semicolon"),
        pytest.param(b"base64 (see RFC 2045)", HI, "Bonjour à tous.", id="with a comment"),
        pytest.param(b"base64", HI.removesuffix(b"=="), "Bonjour à tous.", id="padding missing"),
        pytest.param(b"base64", HI + b"==", "Bonjour à tous.", id="padding too long"),
        pytest.param(
            b"base64",
            b"\n".join(HI[at : at + 5] for at in range(0, 24, 5)),
            "Bonjour à tous.",
            id="lines of odd length",
        ),
        pytest.param(b"base64", b"!Qm9u*am91ciDDoCB0b3VzLg==", "Bonjour à tous.", id="noise within"),
        pytest.param(b"base64", b"Qm9uam91ciA=\nw6AgdG91cy4=", "Bonjour à tous.", id="padded in the middle"),
        pytest.param(
            b"base64",
            "Bonjour à tous, ceci n'est pas codé.".encode(),
            "Bonjour à tous, ceci n'est pas codé.",
            id="said to be base64 and is not",
        ),
        pytest.param(b"quoted-printable", b"Bonjour =C3=A0 tous.", "Bonjour à tous.", id="quoted-printable"),
        pytest.param(b"quoted printable", b"Bonjour =C3=A0 tous.", "Bonjour à tous.", id="a space for the hyphen"),
        pytest.param(b"Quoted-Printable; charset=x", b"Bonjour =c3=a0 tous.", "Bonjour à tous.", id="small hex digits"),
        pytest.param(
            b"quoted-printable",
            b"Bonjour =C3=\n=A0 to= \nus.",
            "Bonjour à tous.",
            id="soft breaks, one with a space behind",
        ),
        pytest.param(b"quoted-printable", b"50 =% =ZZ == a", "50 =% =ZZ == a", id="equal signs that mean themselves"),
        pytest.param(
            b"quoted-printable", "Bonjour à =C3=A0 tous.".encode(), "Bonjour à à tous.", id="8-bit letters left in"
        ),
        pytest.param(b"7-bit", "Bonjour à tous.".encode(), "Bonjour à tous.", id="7-bit that is 8-bit"),
        pytest.param(b"8 bits", "Bonjour à tous.".encode(), "Bonjour à tous.", id="8 bits"),
        pytest.param(b"", "Bonjour à tous.".encode(), "Bonjour à tous.", id="empty"),
        pytest.param(b"none of your business", "Bonjour à tous.".encode(), "Bonjour à tous.", id="unheard of"),
        pytest.param(
            b"x-uuencode", b'begin 644 a\n00F]N:F]U<B##H"!T;W5S+@\n`\nend\n', "Bonjour à tous.", id="uuencoded"
        ),
    ],
)
def test_transfer_encodings(encoding: bytes, body: bytes, text: str) -> None:
    fields = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: " + encoding + b"\n"
    assert parse_mail(mail(fields, body)).text == text


LINES = b"From: a@quay.example\nSubject: Stock\n\nwords\nmore"


@pytest.mark.parametrize(
    ("raw", "subject", "text"),
    [
        pytest.param(LINES, "Stock", "words\nmore", id="LF"),
        pytest.param(LINES.replace(b"\n", b"\r\n"), "Stock", "words\nmore", id="CRLF"),
        pytest.param(LINES.replace(b"\n", b"\r"), "Stock", "words\nmore", id="CR"),
        pytest.param(LINES.replace(b"\n", b"\r\r\n"), "Stock", "words\nmore", id="CRCRLF"),
        pytest.param(LINES.replace(b"\n", b"\r", 3), "Stock", "words\nmore", id="CR in the header, LF in the body"),
        pytest.param(LINES.replace(b"\n", b"\r\n", 3), "Stock", "words\nmore", id="CRLF in the header, LF in the body"),
        pytest.param(b"X: a\rb\r\n" + LINES, "Stock", "words\nmore", id="one stray CR"),
        pytest.param(b"\xef\xbb\xbf" + LINES, "Stock", "words\nmore", id="byte order mark"),
        pytest.param(b"From a@quay.example Tue Mar  3 09:14:00 2026\n" + LINES, "Stock", "words\nmore", id="mbox line"),
        pytest.param(b">From a@quay.example Tue Mar  3\n" + LINES, "Stock", "words\nmore", id="quoted mbox line"),
        pytest.param(b"\r\n\r\n" + LINES, "Stock", "words\nmore", id="empty lines on top"),
        pytest.param(b" \n" + LINES, "Stock", "words\nmore", id="a line of spaces on top"),
        pytest.param(LINES.replace(b"Subject: ", b"Subject:"), "Stock", "words\nmore", id="no space behind the colon"),
        pytest.param(LINES.replace(b"Subject:", b"SUBJECT :"), "Stock", "words\nmore", id="a space before the colon"),
        pytest.param(LINES.replace(b"Stock", b"\n Stock"), "Stock", "words\nmore", id="folded before the first word"),
        pytest.param(LINES.replace(b"Stock", b"Sto\n\tck"), "Sto ck", "words\nmore", id="folded with a tab"),
        pytest.param(
            LINES.replace(b"Stock", b"Stock\n   "), "Stock", "words\nmore", id="folded with nothing but spaces"
        ),
        pytest.param(LINES.replace(b"Stock", b"St\0ock"), "Stock", "words\nmore", id="NUL in a field"),
        pytest.param(LINES.replace(b"words", b"wo\0rds"), "Stock", "words\nmore", id="NUL in the body"),
        pytest.param(b"no field here\n" + LINES, "Stock", "words\nmore", id="a line without a colon first"),
        pytest.param(
            LINES.replace(b"\nSubject", b"\nno field here\nSubject"),
            "Stock",
            "words\nmore",
            id="a line without a colon between",
        ),
        pytest.param(LINES.replace(b"\n\n", b"\n"), "Stock", "words\nmore", id="no empty line"),
        pytest.param(
            LINES.replace(b"\nSubject", b"\n: nothing\nSubject"), "Stock", "words\nmore", id="a field without a name"
        ),
        pytest.param(
            LINES.replace(b"Stock", b"Stock\nSubject: Other"), "Stock", "words\nmore", id="the first of two subjects"
        ),
        pytest.param(
            b"just some words, no header at all\nmore", "", "just some words, no header at all\nmore", id="only a body"
        ),
        pytest.param(b"\nwords\nmore", "", "words\nmore", id="an empty header"),
        pytest.param(b"", "", "", id="nothing"),
    ],
)
def test_header_blocks(raw: bytes, subject: str, text: str) -> None:
    parsed = parse_mail(raw)
    assert (parsed.subject, parsed.text) == (subject, text)


ROW = b"M" + b"A" * 60 + b"\n"


@pytest.mark.parametrize(
    ("body", "text", "names"),
    [
        pytest.param(b"a\nbegin 644 a.txt\n#86)C\n`\nend\nb\n", "a\nb", ["a.txt"], id="in the middle"),
        pytest.param(b"begin 644 a\n#86)C\n`\nend\n" * 2, "", ["a", "a"], id="two"),
        pytest.param(b"see\nbegin 644 a.bin\n" + ROW * 2, "see", ["a.bin"], id="cut off"),
        pytest.param(
            b"see\nbegin 644 a.bin\n" + ROW + b"so much for that", "see\nso much for that", ["a.bin"], id="no end"
        ),
        pytest.param(b"begin-base64 644 a.txt\nYWJj\n====\nb", "b", ["a.txt"], id="base64"),
        pytest.param(b"begin 644 works for\nus all\nend\n", "begin 644 works for\nus all\nend", [], id="only words"),
    ],
)
def test_uuencoded_files_within_a_text(body: bytes, text: str, names: list[str]) -> None:
    parsed = parse_mail(mail(b"", body))
    assert (parsed.text, [one.name for one in parsed.attachments]) == (text, names)
