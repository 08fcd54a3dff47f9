"""What stands in the subject, and which level the customer names."""

import pytest

from intake.parse.claim import claimed_level
from intake.parse.subject import case_tag, is_forward, subject_base


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        ("Re: Import", "Import"),
        ("RE: FW: Re: Import", "Import"),
        ("AW: WG: Import", "Import"),
        ("Re[2]: Import", "Import"),
        ("Re(3): Import", "Import"),
        ("SV: VS: Import", "Import"),
        ("RV: Import", "Import"),
        ("TR : Import", "Import"),
        ("ODP: Import", "Import"),
        ("Ynt: Import", "Import"),
        ("回复：Import", "Import"),
        ("转发: Import", "Import"),
        ("[users] Re: [users] Import", "Import"),
        ("Re: [Case 1234] Import", "Import"),
        ("Import [#1234]", "Import"),
        ("Import (fwd)", "Import"),
        ("(Fwd) Import", "Import"),
        ("[Fwd: Import]", "Import"),
        ("Fwd: [Fwd: Re: Import]", "Import"),
        ("İLT: Ynt: Import", "Import"),
        ("Antw: Antwoord: Doorst: Import", "Import"),
        ("Odp.: PD: Import", "Import"),
        ("RIF: I: Import", "Import"),
        ("RES: ENC: Import", "Import"),
        ("Rép : Import", "Import"),
        ("Tr.: Import", "Import"),
        ("Válasz: Import", "Import"),
        ("Отв: Import", "Import"),
        ("Πρθ: Απ: Import", "Import"),
        ("RE: Fw: 答复: 轉寄: Import", "Import"),
        ("회신: 전달: Import", "Import"),
        ("Re[4]: Fwd[3]: RE (2): Re^2: Import", "Import"),
        ("re: [list] [other] Re: Import", "Import"),
        ("\u200bRe: \u202aImport", "Import"),
        ("[EXTERNAL] AW: [EXT] WG: Import", "Import"),
        ("Regarding: Import", "Regarding: Import"),
        ("Report: totals", "Report: totals"),
        ("Re:", "Re:"),
        ("[users]", "[users]"),
        ("", ""),
    ],
)
def test_subject_base(subject: str, base: str) -> None:
    assert subject_base(subject) == base


@pytest.mark.parametrize(
    ("subject", "forward"),
    [
        ("Fwd: a", True),
        ("FW: a", True),
        ("WG: a", True),
        ("TR: a", True),
        ("[list] Fwd: a", True),
        ("Re: Fwd: a", False),
        ("Forward a", False),
    ],
)
def test_is_forward(subject: str, *, forward: bool) -> None:
    assert is_forward(subject) is forward


@pytest.mark.parametrize(
    ("subject", "tag"),
    [("Re: [Case 1234] Import", "1234"), ("[#77] x", "77"), ("Case closed", None), ("[Ticket#9] x", "9")],
)
def test_case_tag(subject: str, tag: str | None) -> None:
    assert case_tag(subject) == tag


@pytest.mark.parametrize(
    ("subject", "words", "level"),
    [
        pytest.param("Severity 2: import fails", "", "2", id="Severity 2"),
        pytest.param("", "This is sev 1 for us.", "1", id="sev 1"),
        pytest.param("SEV-1 import", "", "1", id="SEV-1"),
        pytest.param("", "severity level: 3", "3", id="severity level: 3"),
        pytest.param("", "Severity is 2", "2", id="severity is 2"),
        pytest.param("", "Severity one please", "1", id="a number in words"),
        pytest.param("", "please treat as level 2", "2", id="level 2"),
        pytest.param("P1 - all down", "", "P1", id="P1"),
        pytest.param("", "we see this as p3.", "P3", id="p3 at the end of a sentence"),
        pytest.param("P2", "sev 1", "P2", id="the subject comes first"),
        pytest.param("", "sev 3, later sev 2", "3", id="the first of two"),
        pytest.param("", "not a sev 1, rather severity 2", "2", id="the one that is not denied"),
        pytest.param("Urgent!", "very high priority", None, id="urgent is no level"),
        pytest.param("", "priority 1", None, id="a priority is no level"),
        pytest.param("", "your level 2 support told me", None, id="a support tier"),
        pytest.param("", "this is not a P1", None, id="denied"),
        pytest.param("", "it isn't severity 1", None, id="denied, short form"),
        pytest.param("", "What does severity 2 mean?", None, id="a question about the words"),
        pytest.param("", "How do severity 1 and 2 differ?", None, id="a question about the difference"),
        pytest.param("", "stock level 2 is wrong", None, id="some other level"),
        pytest.param("", "severity 5", None, id="no such level"),
        pytest.param("", "severity 10", None, id="a longer number"),
        pytest.param("", "level 2.5", None, id="a fraction"),
        pytest.param("", "P7 and P1x and /P1/", None, id="no such priority"),
        pytest.param("", "printer HP1 and AP2", None, id="part of a word"),
        pytest.param("", "levels 1 to 3", None, id="several levels at once"),
    ],
)
def test_claimed_level(subject: str, words: str, level: str | None) -> None:
    assert claimed_level(subject, words) == level
