"""A yes, a no, and everything that is neither."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.thread.assent import assent
from intake.thread.assent_words import NO, YES

CLEAR = [
    ("Yes", True),
    ("yes.", True),
    ("YES!!", True),
    ("Yes, please", True),
    ("Yes please, thank you.", True),
    ("Yes, I agree.", True),
    ("> yes", True),
    ("I agree", True),
    ("We agree to the change.", True),
    ("Agreed", True),
    ("ok", True),
    ("OK, thanks!", True),
    ("Hello Sam,\n\nyes, we agree.\n\nAnn", True),
    ("Yes.\nThe orders pile up since this morning.", True),
    ("*Yes*", True),
    ("Sí", True),
    ("Si, gracias", True),
    ("Sí, de acuerdo.", True),
    ("Hola:\nDe acuerdo.", True),
    ("Oui", True),
    ("D’accord, merci", True),
    ("Oui, je suis d'accord.", True),
    ("Bonjour Madame,\n\nd'accord.\n", True),
    ("Ja", True),
    ("Ja, einverstanden. Vielen Dank!", True),
    ("Guten Tag,\nwir sind damit einverstanden.", True),
    ("No", False),
    ("No, thank you.", False),
    ("no\n\nAnn", False),
    ("Not agreed.", False),
    ("I don’t agree", False),
    ("We do not agree. It is not so bad.", False),
    ("No, I do not agree.", False),
    ("No, gracias", False),
    ("No estoy de acuerdo.", False),
    ("Non", False),
    ("Non, je ne suis pas d'accord", False),
    ("Pas d'accord", False),
    ("Nein", False),
    ("Nein, danke.", False),
    ("Nicht einverstanden", False),
]

UNCLEAR = [
    "",
    "   \n",
    "Yes, but only if it is free",
    "Yes. But call me first.",
    "Yes, if you start today.",
    "Yes?",
    "yes or no?",
    "Yes/No",
    "yes no",
    "No, yes",
    "No. Actually yes.",
    "Yes. No, wait.",
    "No problem, go ahead",
    "No idea what you mean",
    "Yes, make it level 1",
    "Yes. Level 1, please.",
    "Yesterday it still worked.",
    "Okay, noted, but what does it cost?",
    "ok what now",
    "Not sure",
    "I agree that it is slow.",
    "I agree with Bob that nothing works",
    "The list is empty. Yes.",
    "We say yes",
    "Si no cuesta nada, sí",
    "Si puede ser hoy.",
    "Sí, pero no hoy.",
    "Oui, mais pas avant lundi",
    "Oui. Sauf le dimanche.",
    "Oui. Si c'est gratuit.",
    "Ja, aber nur heute",
    "Ja, ich bin im Urlaub.",
    "Ja. Wenn es nichts kostet.",
    "Nein, doch",
    "Thanks",
    "Thanks, yes",
    "OK. Let me check with my manager.",
    "Yes. I got your mail and will discuss it with my team.",
    "Sí. Voy a consultarlo con mi jefe.",
    "Oui. Je vais demander à mon chef.",
    "Ja.\nIch frage meinen Chef.",
    "Ok, danke. Ich melde mich.",
    "OK\n\nThis is an automated reply.",
    "Hello,",
    "👍",
    "yes " * 1000,
]


@pytest.mark.parametrize(("words", "said"), [pytest.param(*row, id=repr(row[0])) for row in CLEAR])
def test_a_clear_answer(words: str, said: bool) -> None:
    assert assent(words) is said


@pytest.mark.parametrize("words", UNCLEAR, ids=repr)
def test_what_is_not_clear_is_no_answer(words: str) -> None:
    assert assent(words) is None


PHRASES = [(phrase, said) for table, said in ((YES, True), (NO, False)) for row in table for phrase in row]


@pytest.mark.parametrize(("phrase", "said"), PHRASES, ids=[phrase for phrase, _ in PHRASES])
def test_every_phrase_of_the_tables_says_what_its_table_says(phrase: str, said: bool) -> None:
    assert assent(phrase) is said
    assert assent(f"{phrase.upper()}!") is said
    for hedged in (f"{phrase}, but not today", f"{phrase}?", f"{phrase}. Only if it is free.", f"maybe {phrase}"):
        assert assent(hedged) is None, hedged


@given(st.text(max_size=300))
@example("'")
@example("yes'")
@example("\u0130\u0131 yes")
def test_whatever_is_written_gets_an_answer_and_words_of_no_table_none(text: str) -> None:
    found = assent(text)
    assert found in (True, False, None)
    assert assent(f"x {text}") is None
    assert assent(f"yes {text} ?") is None


@given(st.sampled_from(PHRASES), st.text(alphabet=" \t\n", max_size=5), st.text(alphabet=" \n.!", max_size=5))
def test_white_space_and_full_stops_around_an_answer_change_nothing(
    phrase: tuple[str, bool], before: str, after: str
) -> None:
    words, said = phrase
    assert assent(f"{before}{words}{after}") is said
