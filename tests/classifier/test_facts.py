"""Sentences and the facts they state, and any text at all."""

import sys
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.facts import Evidence, Facts, facts_of, rulebook

PIECES = ["nobody can log in", "both offices are down", "all 12 of us", "not everyone", "No data was lost."]


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Only me, everyone else is fine.", "one"),
        ("My laptop shows a blue screen.", "one"),
        ("Please unlock her account.", "one"),
        ("Three of us cannot print.", "several"),
        ("Some users get an error.", "several"),
        ("The price list is wrong.", "unknown"),
    ],
)
def test_one_or_several(text: str, scope: str) -> None:
    assert facts_of(text)[0].scope == scope


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("All invoices of March are gone.", True),
        ("The import has overwritten 300 customer records.", True),
        ("Yesterday's orders have disappeared from the database.", True),
        ("The index file is corrupt.", True),
        ("We lost all entries of today.", True),
        ("No data was lost.", False),
        ("Nothing is missing, all records are there.", False),
        ("Will the upgrade delete our invoices?", False),
        ("I'm afraid the invoices could be gone.", False),
        ("We lost the connection to the database.", False),
        ("Can I restore deleted files?", False),
        ("The icon has disappeared.", False),
    ],
)
def test_data_loss_is_said_not_feared(text: str, lost: bool) -> None:
    assert facts_of(text)[0].data_loss is lost


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("In the browser it works, so we use that for now.", True),
        ("I am using another printer in the meantime.", True),
        ("If I export to PDF first, it prints correctly.", True),
        ("There is no workaround.", False),
        ("Is there a workaround?", False),
        ("We have found no way round.", False),
        ("We write the orders by hand.", False),
        ("I tried the browser instead, it gives the same error.", False),
    ],
)
def test_workaround_is_named_and_works(text: str, way: bool) -> None:
    assert facts_of(text)[0].workaround is way


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        ("Since the upgrade on Sunday the reports are empty.", True),
        ("We will move to the new server on Saturday.", True),
        ("After last night's migration the client does not start.", True),
        ("Any update on my ticket?", False),
        ("Should I update the driver?", False),
        ("The printer is out of paper.", False),
    ],
)
def test_planned_event(text: str, planned: bool) -> None:
    assert facts_of(text)[0].planned_event is planned


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("It was down from 7 to 8 at both sites, all fine now.", True),
        ("The error went away by itself.", True),
        ("It is not happening any more.", True),
        ("Everyone was thrown out at noon. We are back up since one.", True),
        ("Nobody could log in this morning; it has been resolved.", True),
        ("Both offices are still down.", False),
        ("It worked yesterday.", False),
        ("It was working until 8, now nobody can log in.", False),
        ("We are back to square one.", False),
        ("It came back and dropped again.", False),
        ("When will it be back?", False),
        ("Please get us back up and running.", False),
        ("You said it was fixed, but nobody can log in.", False),
        ("The export does not work.", False),
    ],
)
def test_over(text: str, over: bool) -> None:
    facts, evidence = facts_of(text)
    assert facts.over is over
    assert any(one.why == "over=yes" for one in evidence) is over


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        pytest.param("Nobody gets past the log-in page", "Nobody gets past the log-in", id="a hyphen"),
        pytest.param("Nobody can log in.Please call", "Nobody can log in", id="a full stop"),
        pytest.param("Nobody can log in - please call", "Nobody can log in", id="a dash"),
    ],
)
def test_a_quote_ends_where_a_word_ends(text: str, quote: str) -> None:
    assert quote in [one.text for one in facts_of(text)[1] if one.why == "scope=all"]


def test_one_person_in_two_places_is_no_second_location() -> None:
    assert facts_of("I can't connect from home nor from the office.")[0].locations != "two_or_more"


def test_the_subject_counts_and_evidence_keeps_to_the_text() -> None:
    facts, evidence = facts_of("please help, nobody can log in", "All users down - both offices")
    assert (facts.scope, facts.locations, facts.connectivity) == ("all", "two_or_more", True)
    assert all("please help, nobody can log in"[one.start : one.end] == one.text for one in evidence)
    assert facts_of("", "All users down - both offices") == (facts, ())


def test_evidence_quotes_the_message_across_a_line_break() -> None:
    text = "Hello,\n\nsince 8  nobody\ncan log in."
    _, evidence = facts_of(text)
    assert next(one for one in evidence if one.why == "scope=all").text.startswith("nobody\ncan log")


@given(st.text(max_size=400) | st.lists(st.sampled_from([*PIECES, "\n\n", "\u2028", "'", "…"])).map(" ".join))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_legal_facts_and_true_quotations(text: str) -> None:
    facts, evidence = facts_of(text)
    assert facts.scope in {"one", "several", "all", "unknown"}
    assert facts.locations in {"one", "two_or_more", "unknown"}
    for one in evidence:
        assert isinstance(one, Evidence)
        assert text[one.start : one.end] == one.text != ""
        assert one.why.partition("=")[0] in {entry.name for entry in fields(Facts)}


def test_a_long_message_is_read_in_time() -> None:
    facts, _ = facts_of("nobody can log in at both offices " * 5000)
    assert facts.scope == "all"


def test_rules_name_known_facts_and_cues() -> None:
    assert {rule.fact for rule in rulebook().rules} == {entry.name for entry in fields(Facts)}


def test_facts_need_no_scikit_learn() -> None:
    import subprocess

    code = "import sys, classifier.facts as f; f.facts_of('nobody can log in'); print('sklearn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
