"""Facts of messages left out: told from the chance that training chose, and shown in the card."""

import json
from pathlib import Path

import numpy as np

from classifier.calibration import facts_left_out
from classifier.card import write_card
from classifier.facts import Facts
from classifier.fitting import Held, Told
from classifier.storing import read_manifest

SHIPPED = Path(__file__).parents[2] / "models" / "severity-2.2.0"


def held(scopes: tuple[str, ...], chances: list[float]) -> Held:
    none = np.zeros(2)
    return Held(np.zeros((2, 4)), none, ("incident",) * 2, none.astype(int), {"workaround": np.array(chances)}, scopes)


def test_a_fact_is_told_from_its_chance_on_and_the_scope_is_the_likeliest() -> None:
    told = facts_left_out(held(("one", "all"), [0.25, 0.2]), Told(yes={"workaround": 0.25}))
    assert told == [Facts(scope="one", workaround=True), Facts(scope="all")]


def test_a_model_that_judges_no_fact_by_meaning_tells_none() -> None:
    assert facts_left_out(held(("", ""), [np.nan, np.nan]), Told()) == []


def test_the_card_shows_what_the_manifest_says_of_facts(tmp_path: Path) -> None:
    manifest = read_manifest(SHIPPED)
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    write_card(tmp_path, manifest)
    card = (tmp_path / "CARD.md").read_text(encoding="utf-8")
    row = manifest["facts"]["connectivity"]
    assert f"| connectivity | {row['stated']} | {row['precision']} | {row['recall']} | {row['f1']} | " in card
    assert f"| scope (macro-F1) | - | - | - | {manifest['facts']['scope']['macro_f1']} | " in card
    write_card(tmp_path, {**manifest, "facts": {}})
    assert "| fact |" not in (tmp_path / "CARD.md").read_text(encoding="utf-8")
