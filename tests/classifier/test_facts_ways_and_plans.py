"""Ways round, planned changes and lost data as people word them, and the questions, denials and wishes beside them."""

import pytest

from classifier.facts import facts_of

WAY = [
    "The workaround is to export first, that holds.",
    "Workaround: reopen the form after each save.",
    "We have a work-around in place, so take your time.",
    "As a workaround we print the labels from the old client.",
    "The label printer jams, so we print from the packing desk.",
    "The form hangs in Edge, so I work from my tablet.",
    "The desktop client shows a white page. I am using the web version until you find it.",
    "Drag and drop fails. Going through the menu, that'll do.",
    "It opens in Chrome, so nobody is held up.",
    "The handheld loses the wifi; on the cable it works fine.",
    "Approving by mail fails. From home it works for all of them.",
    "The first attempt times out, the second attempt goes through.",
    "The sort button is dead, we use the filter meanwhile.",
    "I told people to use the other queue until Friday.",
    "Two columns overlap. We live with it, and I manage by zooming out.",
    "The badge reader is slow; that's how we do it: we let them in with the spare card, which works.",
    "Der Client stürzt ab, stattdessen nutzen wir solange das Portal.",
    "Im Browser geht es, also können wir weiter arbeiten.",
    "La impresora no responde; mientras usamos la del almacén.",
    "Desde el móvil sí funciona, así podemos seguir.",
    "L'appli se ferme, en attendant nous utilisons le site.",
]
NO_WAY = [
    "There is no workaround.",
    "Is there a workaround?",
    "Is there any workaround for this?",
    "Please send us a workaround.",
    "We need a workaround by noon.",
    "Workaround: none.",
    "The workaround no longer works.",
    "We have found no workaround yet.",
    "Do you know of a workaround?",
    "Which workaround do you suggest?",
    "The work-around is not possible for us.",
    "We can carry on by hand.",
    "It does not work in Chrome either, so we wait.",
    "If it works in the browser, please tell us.",
    "The second attempt fails as well.",
    "Im Browser funktioniert es auch nicht.",
    "Il n'y a pas d'autre moyen, ça ne marche pas par le site.",
]
PLANNED = [
    "We are moving to a new server on Saturday.",
    "Since last night's deploy the totals are wrong.",
    "Since the new release the buttons are grey.",
    "After the switchover on Sunday half the tills stayed dark.",
    "Since our router was replaced the tunnel drops.",
    "As announced, the cluster was renamed this morning and now nothing prints.",
    "The update on Tuesday took the shortcuts away.",
    "The certificate of the gateway expires next month, who renews it?",
    "We will migrate the mailboxes on 4 May, please be reachable.",
    "The maintenance window is over and the portal still says closed.",
    "We rolled out version 9 to all tills yesterday.",
    "Our planned failover of the database is on Thursday.",
    "The migration finished at four and the folders are empty.",
    "We upgraded from 8.1 to 8.2 and the index is broken.",
    "Our department moves on Friday, please move five phones.",
    "Seit dem Update am Montag fehlt das Menü.",
    "Desde la actualización del lunes no abre.",
    "Depuis la mise à jour de mardi, rien ne s'imprime.",
    "Depuis le déménagement, le badge est refusé.",
]
UNPLANNED = [
    "Nothing was planned and nothing changed on our side.",
    "There was no update on our end.",
    "It stopped without any change or release.",
    "No maintenance was announced, yet the page says closed.",
    "Could you update me on ticket 77?",
    "What does an upgrade cost?",
    "The scanner stopped at nine.",
    "Please update the delivery address of customer 12.",
    "The order screen has been empty since nine.",
]
LOST = [
    "Die Rechnungen vom März sind gelöscht.",
    "Alle Buchungen von gestern sind weg.",
    "Han desaparecido las facturas de mayo.",
    "Los pedidos se han borrado: los pedidos de ayer están perdidos.",
    "Les factures de mars ont disparu.",
    "Nous avons perdu toutes les écritures de juin.",
]
KEPT = [
    "Es sind keine Rechnungen gelöscht worden.",
    "Werden die Belege beim Update gelöscht?",
    "No se ha perdido nada, las facturas están.",
    "Aucune donnée n'a disparu.",
    "J'ai peur que les factures aient disparu.",
]


@pytest.mark.parametrize("text", WAY)
def test_a_way_round_is_told(text: str) -> None:
    assert facts_of(text)[0].workaround


@pytest.mark.parametrize("text", NO_WAY)
def test_a_way_round_is_denied_asked_for_or_no_way(text: str) -> None:
    assert not facts_of(text)[0].workaround


@pytest.mark.parametrize("text", PLANNED)
def test_a_change_is_planned_or_blamed(text: str) -> None:
    assert facts_of(text)[0].planned_event


@pytest.mark.parametrize("text", UNPLANNED)
def test_no_change_is_planned_or_blamed(text: str) -> None:
    assert not facts_of(text)[0].planned_event


@pytest.mark.parametrize("text", LOST)
def test_data_are_said_to_be_lost(text: str) -> None:
    assert facts_of(text)[0].data_loss


@pytest.mark.parametrize("text", KEPT)
def test_data_are_not_said_to_be_lost(text: str) -> None:
    assert not facts_of(text)[0].data_loss
