"""What an emergency rests on, said in German, Spanish and French, and what only sounds like it."""

import pytest

from classifier.facts import facts_of

SAID = [
    ("de", "Hallo, niemand kann sich anmelden, das System ist komplett ausgefallen", "all connectivity"),
    ("de", "Das System ist ausgefallen, niemand kann sich anmelden.", "all connectivity"),
    ("de", "Niemand kommt hinein", "all connectivity"),
    ("de", "Keine Verbindung möglich", "connectivity"),
    ("de", "Es fällt an zwei Standorten aus", "connectivity two"),
    ("de", "Der Dienst fällt auch von einem anderen Standort aus.", "connectivity two"),
    ("de", "Keiner unserer Mitarbeiter kann sich seit heute Morgen einloggen!", "all connectivity"),
    ("de", "Bei uns geht gar nichts mehr, alle Benutzer sind betroffen", "all connectivity"),
    ("de", "Der Server ist seit gestern nicht mehr erreichbar.", "connectivity"),
    ("de", "Seit 8 Uhr kann sich niemand mehr anmelden, was sollen wir tun?", "all connectivity"),
    ("de", "Bei uns kommt keiner mehr ins System", "all connectivity"),
    ("de", "Das liegt an der geplanten Wartung.", "planned"),
    ("de", "Das System ist wieder erreichbar, danke.", "over"),
    ("de", "Wir können uns alle wieder anmelden.", "over"),
    ("es", "el sistema no funciona, nadie puede entrar", "all connectivity"),
    ("es", "Nadie puede iniciar sesión, el sitio no funciona.", "all connectivity"),
    ("es", "No podemos conectarnos", "connectivity"),
    ("es", "Falla desde dos lugares", "connectivity two"),
    ("es", "Nadie en la oficina puede acceder, ¿qué hacemos?", "all connectivity"),
    ("es", "Se ha caído el servidor y todos los usuarios están bloqueados.", "all connectivity"),
    ("es", "También en otra oficina no funciona el programa.", "connectivity two"),
    ("es", "Esta mañana no entra nadie", "all connectivity"),
    ("es", "Es por el mantenimiento programado.", "planned"),
    ("es", "Ya funciona de nuevo, gracias.", "over"),
    ("fr", "Le site est en panne, personne ne peut se connecter.", "all connectivity"),
    ("fr", "Bonjour, personne n’arrive à se connecter au serveur", "all connectivity"),
    ("fr", "Connexion impossible", "connectivity"),
    ("fr", "En panne depuis deux endroits", "connectivity two"),
    ("fr", "Aucun de nos utilisateurs ne peut accéder au service", "all connectivity"),
    ("fr", "Le système ne fonctionne plus, tous les utilisateurs sont bloqués", "all connectivity"),
    ("fr", "Le serveur est inaccessible sur deux sites.", "connectivity two"),
    ("fr", "Plus personne n'a accès à l'application", "all connectivity"),
    ("fr", "C'est dû à la maintenance prévue ce matin.", "planned"),
    ("fr", "Le site est de nouveau accessible, merci.", "over"),
]
NOT_SAID = [
    ("de", "Das System ist nicht ausgefallen."),
    ("de", "Das System war gestern ausgefallen."),
    ("de", "Gestern konnte sich niemand anmelden."),
    ("de", "Falls das System ausfällt, kann niemand arbeiten."),
    ("de", "Was passiert, wenn niemand sich anmelden kann?"),
    ("de", "Ist das System ausgefallen?"),
    ("de", "Wissen Sie, ob das System ausgefallen ist?"),
    ("de", "Es liegt nicht an einer geplanten Änderung."),
    ("de", "Niemand hat bisher Zeit dafür gehabt."),
    ("de", "Es ist nichts ausgefallen."),
    ("de", "Das Problem ist noch nicht behoben."),
    ("de", "Niemand sonst hat das, nur ich kann mich nicht anmelden."),
    ("de", "Nicht alle Benutzer sind betroffen."),
    ("de", "Wenn sich niemand anmelden kann, antworten Sie bitte, dass das System ausgefallen ist."),
    ("de", "Das wird morgen nicht erreichbar sein."),
    ("de", "Übung: Niemand kann sich anmelden."),
    ("de", "Wir haben zwei Standorte in Bayern."),
    ("es", "El sistema no está caído."),
    ("es", "El sistema estaba caído ayer."),
    ("es", "Si el sistema se cae, nadie puede entrar."),
    ("es", "¿Qué pasa si nadie puede entrar?"),
    ("es", "¿Está caído el sistema?"),
    ("es", "Si nadie puede iniciar sesión, responda que el sitio no funciona."),
    ("es", "No se debe a un cambio planificado."),
    ("es", "El problema todavía no está resuelto."),
    ("es", "Nadie más tiene el problema."),
    ("es", "Tenemos dos oficinas en Sevilla."),
    ("fr", "Le site n'est pas en panne."),
    ("fr", "Le site était en panne hier."),
    ("fr", "Si le site tombe en panne, personne ne peut se connecter."),
    ("fr", "Que se passe-t-il si personne ne peut se connecter ?"),
    ("fr", "Est-ce que le site est en panne ?"),
    ("fr", "Cela ne tient pas à un changement planifié."),
    ("fr", "Le problème n'est toujours pas résolu."),
    ("fr", "Une personne ne peut pas ouvrir son rapport."),
    ("fr", "Nous avons deux sites à Lyon."),
]


def stated(text: str) -> set[str]:
    facts, _ = facts_of(text)
    told = {
        "all": facts.scope == "all",
        "two": facts.locations == "two_or_more",
        "connectivity": facts.connectivity,
        "planned": facts.planned_event,
        "over": facts.over,
    }
    return {name for name, is_told in told.items() if is_told}


@pytest.mark.parametrize(
    ("text", "facts"), [pytest.param(text, facts, id=f"{language}: {text}") for language, text, facts in SAID]
)
def test_what_is_said_plainly_is_recognised(text: str, facts: str) -> None:
    assert stated(text) == set(facts.split())


@pytest.mark.parametrize("text", [pytest.param(text, id=f"{language}: {text}") for language, text in NOT_SAID])
def test_what_is_denied_past_asked_or_supposed_is_not_said(text: str) -> None:
    assert stated(text) == set()


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        pytest.param("Gestern war alles tot. Heute ist das System wieder ausgefallen.", "connectivity", id="de"),
        pytest.param("Ayer funcionaba. El sistema ya no funciona.", "connectivity", id="es"),
        pytest.param("Hier ça marchait. Le site est de nouveau en panne.", "connectivity", id="fr"),
    ],
)
def test_failing_again_is_not_over(text: str, fact: str) -> None:
    assert stated(text) == {fact}
