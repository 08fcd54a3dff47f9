"""In other languages than English the alarm also rings for an outage that the rules alone find."""

import pytest

from intake.places import folder
from intake.suggest.loading import load

PLAIN = folder("models") / "severity-1.4.0"


@pytest.mark.parametrize(
    ("text", "rings"),
    [
        pytest.param("Das System ist ausgefallen, niemand kann sich anmelden.", True, id="de: down for all"),
        pytest.param("el sistema no funciona, nadie puede entrar", True, id="es: down for all, in few letters"),
        pytest.param("Le site est en panne, personne ne peut se connecter.", True, id="fr: down for all"),
        pytest.param("El sistema no funcionaba, nadie puede entrar. Ya funciona.", False, id="es: over"),
        pytest.param("Nadie puede entrar por el mantenimiento programado.", False, id="es: planned"),
        pytest.param("Si el sistema se cae, nadie puede entrar", False, id="es: supposed"),
    ],
)
def test_the_alarm_rings_for_an_outage_in_other_languages(text: str, rings: bool) -> None:
    suggestion = load(PLAIN, missed_outage=1).suggest(channel="email", subject=None, text=text)
    assert suggestion.alert is rings
    if rings:
        assert (suggestion.facts.scope, suggestion.facts.connectivity) == ("all", True)
