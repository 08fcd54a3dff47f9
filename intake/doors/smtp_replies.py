"""Answers as they go out: with the enhanced status code of RFC 2034 where an answer has none yet."""

# RFC 3463, for the codes of the library's own answers; greetings and what is said before a body have none.
_ENHANCED = {
    b"221": b"2.0.0",
    b"250": b"2.0.0",
    b"252": b"2.5.2",
    b"454": b"4.7.0",
    b"500": b"5.5.2",
    b"501": b"5.5.4",
    b"502": b"5.5.1",
    b"503": b"5.5.1",
    b"552": b"5.3.4",
    b"555": b"5.5.4",
}
_CLASSES = (b"2.", b"4.", b"5.")


def enhanced(answer: bytes) -> bytes:
    """Return an answer of one line with an enhanced status code, as it came where it has one or none is known."""
    status = _ENHANCED.get(answer[:3])
    if status is None or answer[4:6] in _CLASSES:
        return answer
    return b"%b %b %b" % (answer[:3], status, answer[4:])
