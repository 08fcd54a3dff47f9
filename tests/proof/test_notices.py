"""Notices that have been tampered with: a figure under another clause, our own staff where the contract has none."""

import re
from dataclasses import replace
from datetime import datetime

import pytest

from intake.contract.decide import facts_stating
from intake.contract.promise import promise
from intake.domain.contract import Channel, Contract, Fact
from intake.domain.promise import Situation
from intake.proof.claims import Told
from intake.proof.languages.known import TONGUES
from intake.proof.letters import CASE, NAME, SUBJECT, acknowledged
from intake.proof.phrasebook import phrasebook
from intake.render.write import acknowledgement
from tests.contract.shipped import contract
from tests.proof.letters import BERLIN, LINE_BREAK, Case, case, templates

LANGUAGES = ("en", "es", "fr", "de")
OWN_STAFF = {
    "en": "Our staff can be the second location.",
    "es": "Nuestro personal puede comprobarlo desde el otro lugar.",
    "fr": "Notre équipe peut vérifier depuis l'autre endroit.",
    "de": "Der andere Standort kann auch unser eigenes Team sein.",
}


def half_shown(language: str, *, own_staff: bool) -> Case:
    """Return the letter about an emergency of which the second location is missing."""
    found = contract("gotomyerp")
    assert found.emergency is not None
    found = replace(found, emergency=replace(found.emergency, own_staff_counts=own_staff))
    return letter(found, frozenset({Fact.ALL_USERS, Fact.CONNECTIVITY}), language)


def letter(found: Contract, facts: frozenset[Fact], language: str) -> Case:
    at = datetime.fromisoformat("2026-05-12T10:00:00-04:00")
    situation = Situation(received_at=at, channel=Channel.PORTAL, claimed="2", facts=facts_stating(facts))
    book, made = phrasebook(found, TONGUES[language]), promise(found, situation)
    told = Told(
        book=book,
        promise=made,
        zone=BERLIN,
        received=at,
        case_number=CASE,
        aside=(SUBJECT, NAME),
        notices=made.notices,
    )
    written = acknowledgement(acknowledged(made, situation, BERLIN, book), templates())
    return Case(LINE_BREAK.sub(" ", written.body), told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_has_the_clause_of_its_own_beside_it(language: str) -> None:
    charges = case("charges", language)
    assert "Service & Support Incidents" in charges.text
    other = charges.text.replace("Service & Support Incidents", "Incident Charges")
    gone = re.sub(r" \([^()]*Service & Support Incidents[^()]*\)", "", charges.text)
    for tampered in (other, gone):
        assert tampered != charges.text
        assert "stands without the clause of a notice of this case" in " ".join(charges.wrong(tampered))


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_staff_is_offered_where_the_contract_has_it(language: str) -> None:
    offered = half_shown(language, own_staff=True)
    assert offered.wrong(offered.text) == ()
    silent = half_shown(language, own_staff=False)
    assert silent.wrong(silent.text) == ()
    assert "it does not say that our own staff can be a second location" in offered.wrong(silent.text)
    told = "it says that our own staff can be a second location, and the contract does not"
    assert told in silent.wrong(offered.text)
    assert told in silent.wrong(f"{silent.text}\n\n{OWN_STAFF[language]}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_up_offers_our_own_staff_too(language: str) -> None:
    for own_staff in (True, False):
        found = contract("gotomyerp")
        assert found.emergency is not None
        found = replace(found, emergency=replace(found.emergency, own_staff_counts=own_staff))
        assert (OWN_STAFF[language] in letter(found, frozenset(), language).text) is own_staff


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        pytest.param({Fact.CONNECTIVITY, Fact.TWO_LOCATIONS}, True, id="by what was stated"),
        pytest.param({Fact.CONNECTIVITY, Fact.TWO_LOCATIONS, Fact.OVER}, False, id="over, so none"),
    ],
)
def test_an_emergency_names_where_its_evidence_stands(facts: set[Fact], named: bool) -> None:
    text = letter(contract("gotomyerp"), frozenset(facts), "en").text.replace("\N{NO-BREAK SPACE}", " ")
    assert ("emergency (clause 1.1, clause 2.1.2)" in text) is named
