"""A language that the model was not trained on is told, and English is told without asking a detector."""

import pytest

from classifier import foreign
from classifier.foreign import is_foreign

TRAINED = frozenset({"de", "en", "es", "fr"})
STRANGE = {
    "Swedish": "Sedan i morse kan ingen på kontoret logga in och vi kan inte skicka några fakturor till kunderna.",
    "Finnish": "Aamusta asti kukaan toimistolla ei ole päässyt kirjautumaan, ja laskut jäävät lähettämättä.",
    "Dutch": "Sinds vanmorgen kan niemand van ons inloggen, we hadden gisteren ook al last van de facturen.",
    "Romanian": "De azi dimineață nimeni nu are acces la facturi, iar contabilitatea are mult de lucru până mâine.",
    "Portuguese": "Desde esta manhã ninguém consegue entrar no sistema e não podemos emitir faturas aos clientes.",
    "Polish": "Od rana nikt w naszym biurze nie może się zalogować, a my musimy dzisiaj wysłać wszystkie faktury.",
    "Swedish that quotes English": "Jag får bara felet access denied när jag öppnar listan över kunder från i går.",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_what_was_not_trained_on_is_foreign(text: str) -> None:
    assert is_foreign(text, TRAINED)


@pytest.mark.parametrize(
    "text",
    [
        "Since eight nobody in the office can log in, and we have not been able to send a single invoice.",
        "Seit acht Uhr kann sich niemand im Werk anmelden, und wir können keine Rechnungen schicken.",
        "Inloggen?",
    ],
    ids=["English", "German", "too short to tell"],
)
def test_what_was_trained_on_or_says_too_little_is_not(text: str) -> None:
    assert not is_foreign(text, TRAINED)


def test_plain_english_needs_no_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "_detector", lambda: pytest.fail("the detector was asked"))
    assert not is_foreign("Since eight nobody here can log in, and we have not sent any of the invoices.", TRAINED)


def test_english_is_foreign_to_a_model_that_never_read_any() -> None:
    assert is_foreign("Since eight nobody here can log in, and we have not sent any of the invoices.", TRAINED - {"en"})
