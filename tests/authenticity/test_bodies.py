"""A text has the form that signers give it: compared with what dkimpy makes of it when it signs."""

import hashlib
import re

from dkim.canonicalization import Relaxed, Simple
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.authenticity.bodies import Bodies, Signed
from intake.domain.identity import Result
from tests.authenticity.signing import letter, signed
from tests.authenticity.test_signatures import only

PIECES = [b"a", b" ", b"\t", b"   ", b"\r\n", b"\n", b"\r", b"\r\n\r\n", b" " * 70, b"\t" * 9]


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from([b"\r\n", b"\n"]))
def test_a_text_has_the_form_that_signers_give_it(pieces: list[bytes], last: bytes) -> None:
    text = b"".join(pieces) + last
    lines = b"\r\n".join(re.split(b"\r?\n", text))
    for form, theirs in ((b"simple", Simple), (b"relaxed", Relaxed)):
        signed_text = theirs.canonicalize_body(lines)
        assert Bodies(text).of(form) == Signed(hashlib.sha256(signed_text).digest(), len(signed_text))


def test_an_empty_text_has_a_form_too() -> None:
    assert (Bodies(b"").of(b"simple").length, Bodies(b"").of(b"relaxed").length) == (2, 0)
    assert only(signed(letter(body=""))) == (Result.PASS, "acme.example")
