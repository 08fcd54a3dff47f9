"""Which words are the body and which parts are attached, over the shapes that mail programs build."""

import pytest

from intake.parse.message import parse_mail
from tests.parse.mime_mails import HTML, PDF, PICTURE, PLAIN, Found, attached, mail, multi, part, whole

WORDS = "The list is short."
A_PDF = ("list.pdf", "application/pdf", 9, False)
SHOWN = ("shelf.png", "image/png", 4, True)
INNER = (
    b"Content-Type: message/rfc822\n\nFrom: kim@quay.example\nSubject: Inner\n"
    b"Content-Type: multipart/mixed; boundary=in\n\n--in\n\nwords within\n"
    b"--in\nContent-Type: image/gif; name=a.gif\n\nGIF\n--in--\n"
)
INVITATION = (
    b"BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Stock taking\\, hall 2\nLOCATION:Hall 2\n"
    b"DTSTART;TZID=Europe/Oslo:20260304T080000\nDTEND;TZID=Europe/Oslo:20260304T093000\nDESCRIPTION:Bring the list.\\n"
    b"It is lo\n ng.\nEND:VEVENT\nEND:VCALENDAR\n"
)
CALENDAR = part(b'Content-Type: text/calendar; method=REQUEST; charset=utf-8; name="meet.ics"', INVITATION)


@pytest.mark.parametrize(
    ("raw", "text", "found"),
    [
        pytest.param(whole(PLAIN), WORDS, [], id="one text part"),
        pytest.param(whole(multi(b"mixed", PLAIN, PDF)), WORDS, [A_PDF], id="text and a file"),
        pytest.param(whole(multi(b"alternative", PLAIN, HTML)), WORDS, [], id="both forms of one text"),
        pytest.param(whole(multi(b"alternative", HTML, PLAIN)), WORDS, [], id="both forms, the wrong way round"),
        pytest.param(whole(multi(b"mixed", PLAIN, HTML)), WORDS, [], id="both forms in a mixed part are said once"),
        pytest.param(
            whole(multi(b"mixed", PLAIN, part(b"Content-Type: text/plain", b"And old."))),
            f"{WORDS}\n\nAnd old.",
            [],
            id="two texts are joined",
        ),
        pytest.param(
            whole(multi(b"mixed", PLAIN, PICTURE, part(b"Content-Type: text/plain", b"And old."))),
            f"{WORDS}\n\nAnd old.",
            [("shelf.png", "image/png", 4, False)],
            id="a picture between two texts",
        ),
        pytest.param(
            whole(
                multi(
                    b"mixed",
                    multi(b"alternative", PLAIN, multi(b"related", HTML, PICTURE, boundary=b"r"), boundary=b"a"),
                    PDF,
                )
            ),
            WORDS,
            [SHOWN, A_PDF],
            id="mixed of alternative of related",
        ),
        pytest.param(
            whole(multi(b"related", multi(b"alternative", PLAIN, HTML, boundary=b"a"), PICTURE)),
            WORDS,
            [SHOWN],
            id="related of alternative",
        ),
        pytest.param(whole(multi(b"related", PICTURE, HTML)), WORDS, [SHOWN], id="the picture before its text"),
        pytest.param(
            whole(
                multi(
                    b"mixed",
                    PLAIN,
                    part(
                        b"Content-Type: application/pdf; name=a.pdf\nContent-Disposition: inline; filename=a.pdf", b"x"
                    ),
                )
            ),
            WORDS,
            [("a.pdf", "application/pdf", 1, False)],
            id="Apple's inline PDF is an attachment",
        ),
        pytest.param(
            whole(
                multi(
                    b"mixed",
                    PLAIN,
                    part(
                        b'Content-Type: text/plain; name="log.txt"\nContent-Disposition: inline; filename="log.txt"',
                        b"line",
                    ),
                )
            ),
            WORDS,
            [("log.txt", "text/plain", 4, False)],
            id="a text file shown inline is a file",
        ),
        pytest.param(
            whole(multi(b"mixed", PLAIN, part(b"Content-Type: text/plain\nContent-Disposition: attachment", b"line"))),
            WORDS,
            [("", "text/plain", 4, False)],
            id="a text without a name that says attachment",
        ),
        pytest.param(
            whole(multi(b"mixed", part(b"Content-Type: text/html\nContent-Disposition: inline", b"<p>one</p>"), PDF)),
            "one",
            [A_PDF],
            id="inline without a name is the body",
        ),
        pytest.param(
            mail(b"Content-Type: text/html\nContent-Disposition: =?utf-8?Q?inline?=\n", b"<p>one</p>"),
            "one",
            [],
            id="disposition as an encoded word",
        ),
        pytest.param(
            whole(
                multi(
                    b"alternative",
                    part(b'Content-Type: text/plain; name="body.txt"', b"one"),
                    part(b'Content-Type: text/html; name="body.html"', b"<p>one</p>"),
                )
            ),
            "one",
            [],
            id="alternatives with names are the body",
        ),
        pytest.param(
            whole(
                multi(b"alternative", PLAIN, part(b"Content-Type: text/x-amp-html", b"<html amp4email>no</html>"), HTML)
            ),
            WORDS,
            [],
            id="AMP is passed over",
        ),
        pytest.param(
            whole(
                multi(b"alternative", PLAIN, part(b"Content-Type: text/enriched", b"<bold>The list</bold> is short."))
            ),
            WORDS,
            [],
            id="enriched text is passed over",
        ),
        pytest.param(
            whole(multi(b"alternative", PLAIN, HTML, CALENDAR)),
            WORDS,
            [("meet.ics", "text/calendar", len(INVITATION), False)],
            id="an invitation beside its text",
        ),
        pytest.param(
            whole(CALENDAR),
            "Stock taking, hall 2\n2026-03-04 08:00 - 09:30 (Europe/Oslo)\nHall 2\n\nBring the list.\nIt is long.",
            [("meet.ics", "text/calendar", len(INVITATION), False)],
            id="an invitation alone is summed up",
        ),
        pytest.param(
            whole(
                multi(
                    b"signed",
                    PLAIN,
                    part(b"Content-Type: application/pgp-signature; name=signature.asc", b"-----BEGIN"),
                )
            ),
            WORDS,
            [("signature.asc", "application/pgp-signature", 10, False)],
            id="signed with PGP",
        ),
        pytest.param(
            whole(
                multi(
                    b"signed",
                    multi(b"mixed", PLAIN, PDF, boundary=b"m"),
                    part(
                        b"Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64",
                        b"MIIB",
                    ),
                )
            ),
            WORDS,
            [A_PDF, ("smime.p7s", "application/pkcs7-signature", 3, False)],
            id="signed with S/MIME",
        ),
        pytest.param(
            whole(
                multi(
                    b"encrypted",
                    part(b"Content-Type: application/pgp-encrypted", b"Version: 1"),
                    part(b"Content-Type: application/octet-stream; name=encrypted.asc", b"-----BEGIN"),
                )
            ),
            "",
            [("", "application/pgp-encrypted", 10, False), ("encrypted.asc", "application/octet-stream", 10, False)],
            id="encrypted",
        ),
        pytest.param(
            whole(multi(b"mixed", PLAIN, INNER)),
            WORDS,
            [("", "message/rfc822", 154, False)],
            id="a mail in a mail is one attachment",
        ),
        pytest.param(
            whole(multi(b"digest", b"\nSubject: one\n\nfirst", b"\nSubject: two\n\nsecond")),
            "",
            [("", "message/rfc822", 19, False), ("", "message/rfc822", 20, False)],
            id="a digest holds mails",
        ),
        pytest.param(
            mail(
                b'Content-Type: application/pdf; name="list.pdf"\nContent-Transfer-Encoding: base64\n', b"JVBERi0xLjQK"
            ),
            "",
            [A_PDF],
            id="nothing but a file",
        ),
        pytest.param(
            whole(multi(b"mixed", PLAIN, part(b"Content-Type: image/jpeg\nContent-Location: shelf-7.jpg", b"x"))),
            WORDS,
            [("shelf-7.jpg", "image/jpeg", 1, False)],
            id="a name in Content-Location",
        ),
        pytest.param(
            whole(multi(b"mixed", PLAIN, part(b"Content-Type: image/jpeg\nContent-Description: shelf 7.jpg", b"x"))),
            WORDS,
            [("shelf 7.jpg", "image/jpeg", 1, False)],
            id="a name in Content-Description",
        ),
        pytest.param(
            whole(multi(b"mixed", PLAIN, part(b"Content-Type: image/jpeg\nContent-Description: our shelf", b"x"))),
            WORDS,
            [("", "image/jpeg", 1, False)],
            id="a description that is no name",
        ),
        pytest.param(
            whole(
                multi(
                    b"related",
                    part(b"Content-Type: text/html", b'<img src="shelf.png">'),
                    part(b"Content-Type: image/png\nContent-Location: shelf.png", b"x"),
                )
            ),
            "",
            [("shelf.png", "image/png", 1, True)],
            id="shown by its location",
        ),
        pytest.param(
            whole(multi(b"mixed", part(b"Content-Type: text/html", b'<img src="cid:shelf%40harbour">'), PICTURE)),
            "",
            [SHOWN],
            id="shown by a content id written as an address",
        ),
        pytest.param(
            whole(multi(b"appledouble", part(b"Content-Type: application/applefile; name=a.pdf", b"x"), PDF)),
            "",
            [("a.pdf", "application/applefile", 1, False), A_PDF],
            id="both forks of a Macintosh file",
        ),
        pytest.param(
            whole(
                multi(
                    b"report; report-type=delivery-status",
                    PLAIN,
                    part(b"Content-Type: message/delivery-status", b"Reporting-MTA: dns; a"),
                    part(b"Content-Type: text/rfc822-headers", b"Subject: x"),
                )
            ),
            WORDS,
            [("", "message/delivery-status", 21, False), ("", "text/rfc822-headers", 10, False)],
            id="a delivery report",
        ),
        pytest.param(
            whole(
                multi(
                    b"mixed",
                    PLAIN,
                    part(b"Content-Type: text/csv; name=stock.csv", b"a,b"),
                    part(b"Content-Type: text/x-log", b"line"),
                )
            ),
            WORDS,
            [("stock.csv", "text/csv", 3, False), ("", "text/x-log", 4, False)],
            id="other texts are files",
        ),
        pytest.param(whole(multi(b"x-unheard", PLAIN, PDF)), WORDS, [A_PDF], id="one nobody knows is a mixed one"),
        pytest.param(
            whole(multi(b"parallel", multi(b"mixed", multi(b"mixed", PLAIN, boundary=b"n3"), boundary=b"n2"), PDF)),
            WORDS,
            [A_PDF],
            id="three levels down",
        ),
    ],
)
def test_body_and_attachments(raw: bytes, text: str, found: list[Found]) -> None:
    assert (parse_mail(raw).text, attached(raw)) == (text, found)


def test_a_mail_in_a_mail_in_a_mail_is_kept_whole() -> None:
    deepest = b"From: a@quay.example\nSubject: 1\n\nfirst words"
    for number in (2, 3):
        deepest = b"From: b@quay.example\nSubject: %d\nContent-Type: message/rfc822\n\n" % number + deepest
    parsed = parse_mail(whole(multi(b"mixed", PLAIN, b"Content-Type: message/rfc822; name=old.eml\n\n" + deepest)))
    (kept,) = parsed.attachments
    assert (kept.name, kept.content) == ("old.eml", deepest)
    assert parsed.forwarded is not None
    assert (parsed.forwarded.subject, parsed.forwarded.sender.address) == ("3", "b@quay.example")
