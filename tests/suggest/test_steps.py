"""What a person sees while a model is trained or measured: at once what is done, then how far it is."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.cli.steps import NOW_AND_THEN, lines
from intake.places import folder
from intake.suggest.measuring import Asked, on_file
from intake.suggest.training import Order, train
from tests.classifier.loop.made_up import corpus

ROW = {"id": "m1", "channel": "email", "text": "Nobody can log in since eight.", "level": 1, "kind": "incident"}
PLAIN = folder("models") / "severity-1.4.0"


def test_without_a_terminal_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    at = [0.0]
    step = lines(lambda: at[0])
    step("loading", 0, 1)
    step("loading", 1, 1)
    for done in range(0, 101, 5):
        step("reading", done, 100)
        at[0] += NOW_AND_THEN / 4
    assert capsys.readouterr().err.splitlines() == [
        "loading",
        "reading (100)",
        *(f"reading: {done} of 100" for done in (20, 40, 60, 80)),
    ]


def test_measuring_tells_what_it_loads_before_it_loads_it_and_then_each_message(tmp_path: Path) -> None:
    path = tmp_path / "labelled.jsonl"
    path.write_text("\n".join(json.dumps({**ROW, "id": f"m{number}"}) for number in range(3)), encoding="utf-8")
    told: list[tuple[str, int, int]] = []
    on_file(Asked(model=PLAIN, beside=None, seed=0), path, lambda *step: told.append(step))
    loading, asking, drawing = f"loading {PLAIN.name}", f"asking {PLAIN.name}", "drawing samples for the intervals"
    assert told == [
        (loading, 0, 1),
        (loading, 1, 1),
        *((asking, done, 3) for done in (1, 2, 3)),
        (drawing, 0, 1),
        (drawing, 1, 1),
    ]


def test_training_tells_how_far_each_of_its_parts_is_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "made_up.jsonl"
    rows = [{**ROW, "id": one.id, "text": one.text, "level": one.level, "kind": one.kind} for one in corpus(64)]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    order = Order(
        to=tmp_path / "models",
        present=None,
        teachings=[],
        local_weight=1.0,
        half_life_days=365.0,
        seed=0,
        at=datetime(2026, 3, 2, tzinfo=UTC),
        corpus=[path],
    )
    told: dict[str, list[tuple[int, int]]] = {}
    train(order, lambda what, done, total: told.setdefault(what, []).append((done, total)))
    assert list(told) == [
        "loading the corpus and the present model",
        "reading the messages",
        "predicting what was left out",
        "fitting",
    ]
    assert all(steps[0][0] == 0 and steps[-1][0] == steps[-1][1] and steps == sorted(steps) for steps in told.values())
