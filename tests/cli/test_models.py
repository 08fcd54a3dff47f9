"""`intake train`, `promote`, `evaluate` on a desk: what engineers decide becomes a model that a person lets serve."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from threadpoolctl import threadpool_limits

from classifier.corpus import Example
from classifier.loop.trial import TRIAL
from classifier.train import train
from intake.bootstrap.models import serving_of
from intake.bootstrap.settings import read_settings
from intake.domain.suggestion import Kind, Suggestion
from intake.storage import audit, promotions
from intake.storage.taught import taught
from intake.suggest.shelf import on_shelf
from tests.classifier.loop.made_up import ENGINEERS, corpus, dice, message
from tests.cli.command import Place, settle
from tests.review.engineers import confirms, overrides
from tests.stages.office import mail, opinion

VERSION = "9.0.0"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small corpus and a model of it, as if they were the shipped ones."""
    folder = tmp_path_factory.mktemp("shipped")
    path = folder / "made_up.jsonl"
    path.write_text("\n".join(map(_row, corpus(64))) + "\n", encoding="utf-8")
    models = folder / "models"
    with threadpool_limits(1):  # tests stand beside each other on few cores
        train(models, VERSION, [path])
    return path, models


def _row(example: Example) -> str:
    row = {"id": example.id, "channel": "email", "text": example.text, "level": example.level, "kind": example.kind}
    return json.dumps(row)


@pytest.fixture
def desk(tmp_path: Path, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A desk whose shipped corpus and model are the small ones."""
    path, models = files
    monkeypatch.setattr("classifier.corpus.shipped", lambda: (path,))
    monkeypatch.setattr("intake.bootstrap.models.folder", lambda name: models)
    found = settle(tmp_path)
    yield found
    found.office.database.close()


def decided(place: Place, count: int, *, flips: str = "") -> None:
    """Have so many cases decided by three engineers, one of whom may call outages wishes and wishes outages."""
    office, lot = place.office, dice(5)
    office.customer("gotomyerp")
    for number in range(count):
        example = message(lot.choice((1, 2, 3, 4)), lot, number)
        office.suggests.answer = replace(opinion(example.level), model=f"severity@{VERSION}")
        office.mail_in(mail(example.text, subject=f"Matter {number}"))
        office.now += timedelta(minutes=10)
        who = ENGINEERS[number % 3]
        wrong = {1: "4", 4: "1"}.get(example.level) if who == flips else None
        if wrong is None:
            confirms(office, 1001 + number, by=who)
        else:
            overrides(office, wrong, number=1001 + number, reason="I say so", by=who)


def serves(place: Place) -> str:
    found = serving_of(read_settings(place.settings)).directory
    shelf = None if found is None else on_shelf(found)
    return "none" if shelf is None else shelf.version


def test_a_challenger_serves_only_once_a_person_says_so_and_can_be_taken_back(desk: Place) -> None:
    decided(desk, 12)
    trained = desk.intake("train", "--by", "Kim")
    assert (trained.code, serves(desk)) == (0, VERSION)
    assert "from the corpus and 12 verdicts" in trained.out
    assert "reading the messages (" in trained.err
    version = next((desk.settings.parent / "intake-models").glob("severity-*+1")).name.removeprefix("severity-")
    promoted = desk.intake("promote", version, "--reason", "a good month", "--by", "Kim")
    assert (promoted.code, serves(desk)) == (0, version)
    back = desk.intake("promote", "--back", "--by", "Lee")
    assert (back.code, serves(desk)) == (0, VERSION)
    assert desk.intake("promote", version, "--by", "Lee").code == 0, "it has served before"
    with desk.office.reading() as connection:
        told = [(one["version"], one["before"], one["reason"]) for one in audit.details(connection, "model.promoted")]
    assert told == [(version, None, "a good month"), (VERSION, version, ""), (version, VERSION, "")]
    assert desk.office.chain_holds()
    assert desk.intake("verify").code == 0


def test_what_serves_already_is_said_with_its_figures_and_nothing_is_written(desk: Place) -> None:
    told = desk.intake("promote", VERSION, "--by", "Kim")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(f"Model {VERSION} already serves. On messages left out of its training: accuracy 0.")
    with desk.office.reading() as connection:
        assert list(audit.details(connection, "model.promoted")) == []


def test_one_engineer_who_flips_what_is_sure_is_named_and_only_a_person_can_let_it_pass(desk: Place) -> None:
    decided(desk, 60, flips="Eve")
    assert "It may not serve as it is:" in desk.intake("train", "--by", "Kim").out
    version = next((desk.settings.parent / "intake-models").glob("severity-*+1")).name.removeprefix("severity-")
    refused = desk.intake("promote", version, "--by", "Kim")
    assert (refused.code, refused.out, serves(desk)) == (1, "", VERSION)
    named = [line for line in refused.err.splitlines() if "verdicts of Eve" in line]
    assert len(named) == 1
    assert "look at cases 10" in named[0]
    assert "--accept-engineer 'Eve'" in named[0]
    assert "verdicts of Ann" not in refused.err
    left = desk.intake("promote", version, "--accept-engineer", "Eve", "--by", "Kim")
    assert "verdicts of Eve" not in left.err
    with desk.office.reading() as connection:
        on_record = list(audit.details(connection, "model.promoted"))
        assert [one["accepted"] for one in on_record] == ([["Eve"]] if left.code == 0 else [])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param("trial", "train again", id="what it is judged by was edited"),
        pytest.param("model", "no `intake train` of this desk has written it", id="the model was exchanged"),
    ],
)
def test_a_challenger_that_is_not_what_training_wrote_may_not_serve(desk: Place, spoil: str, said: str) -> None:
    decided(desk, 12)
    assert desk.intake("train", "--by", "Kim").code == 0
    place = next((desk.settings.parent / "intake-models").glob("severity-*+1"))
    if spoil == "trial":
        (place / TRIAL).write_text("{}", encoding="utf-8")
    else:
        manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
        (place / "manifest.json").write_text(json.dumps({**manifest, "sha256": "0" * 64}), encoding="utf-8")
    refused = desk.intake("promote", place.name.removeprefix("severity-"), "--by", "Kim")
    assert refused.code in (1, 2)
    assert said in refused.err
    assert refused.err.count("\n") == 1


def test_a_promoted_model_that_was_changed_gives_way_to_the_shipped_one_and_doctor_says_so(desk: Place) -> None:
    with desk.office.database.write() as connection:
        promotions.add(connection, promotions.Promotion(
            at=desk.office.now, actor="Kim", version="9.0.0+7", sha256="1" * 64, reason=""))  # fmt: skip
    found = serving_of(read_settings(desk.settings))
    assert found.directory is not None
    assert found.directory.name == f"severity-{VERSION}"
    assert "9.0.0+7 is not there any more" in found.why_not


def test_a_model_that_lies_where_the_bot_does_not_look_is_not_promoted(desk: Place) -> None:
    decided(desk, 12)
    elsewhere = desk.settings.parent / "elsewhere"
    assert desk.intake("train", "--to", str(elsewhere), "--by", "Kim").code == 0
    place = next(elsewhere.glob("severity-*+1"))
    assert "where the bot does not look; move it to" in desk.intake("promote", str(place), "--by", "Kim").refusal
    (desk.settings.parent / "intake-models").mkdir()
    place.rename(desk.settings.parent / "intake-models" / place.name)
    assert desk.intake("promote", place.name, "--by", "Kim").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("train",), "there is no verdict to learn from", id="nothing to learn"),
        pytest.param(("train", "--since", "soon"), "--since: 'soon' is no date", id="no date"),
        pytest.param(("train", "--since", "2026-01-01", "--without-feedback"), "leave one of the two out", id="both"),
        pytest.param(("promote",), "write either a version", id="nothing"),
        pytest.param(("promote", "1.2.3"), "1.2.3 is no model's folder, nor a version", id="no such version"),
        pytest.param(("promote", "--back"), "no model was ever promoted", id="nothing before"),
    ],
)
def test_what_is_refused_in_one_line(desk: Place, words: tuple[str, ...], said: str) -> None:
    assert said in desk.intake(*words).refusal


def test_what_is_learned_is_the_last_word_on_each_case_of_those_who_are_not_erased(desk: Place) -> None:
    office = desk.office
    decided(desk, 3)
    level = "1" if office.case(1002).level != "1" else "2"
    overrides(office, level, number=1002, reason="not what it seemed", by="Zoe")
    gone = ("erase", "--case", "1003", "--even-open", "--yes", "--reason", "asked", "--by", "Kim")
    assert desk.intake(*gone).code == 0
    with office.reading() as connection:
        found = {one.case: one for one in taught(connection)}
    assert sorted(found) == [1001, 1002]
    assert (found[1002].engineer, found[1002].severity, found[1002].reason) == ("Zoe", int(level), "not what it seemed")
    first = found[1001]
    assert (first.subject, first.called, first.engineer) == ("Matter 0", "Acme", "Ann")
    assert first.words.startswith("The ")
    assert isinstance(first.suggestion, Suggestion)


def test_a_case_in_which_nothing_was_asked_for_teaches_that(desk: Place) -> None:
    desk.office.customer("gotomyerp")
    desk.office.mail_in(mail("Thank you, merry Christmas to all of you.", subject="Thanks"))
    both = desk.intake("close", "1001", "--resolved", "--no-request", "--reason", "thanks", "--by", "Ann")
    assert "leave one of the two out" in both.refusal
    assert desk.intake("close", "1001", "--no-request", "--reason", "only thanks", "--by", "Ann").code == 0
    with desk.office.reading() as connection:
        found = taught(connection)
    assert [(one.severity, one.kind, one.engineer) for one in found] == [(4, Kind.NOT_A_REQUEST, "Ann")]
    assert desk.intake("verify").code == 0


def test_evaluating_on_what_engineers_decided_leaves_out_what_was_learned(desk: Place) -> None:
    decided(desk, 12)
    whole = desk.intake("evaluate", "--report", str(desk.settings.parent / "report"))
    told = json.loads(whole.out)
    assert (told["model"], told["feedback"]["messages"], told["trial"]) == (f"severity@{VERSION}", 12, None)
    assert told["left_out"]["messages"] == 64
    assert list(told["feedback"]["by"]["customer"]) == ["Acme"]
    assert told["drift"] is None
    page = (desk.settings.parent / "report" / "report.md").read_text(encoding="utf-8")
    assert "### By customer" in page
    assert list((desk.settings.parent / "report").rglob("*.png")) == [], "twelve verdicts make no curve"
    assert "12 verdicts to measure on: intervals and curves need 20 to tell." in page
    assert whole.err.splitlines()[-1] == f"evaluate: {told['note']}"
    assert desk.intake("train", "--by", "Kim").code == 0
    version = next((desk.settings.parent / "intake-models").glob("severity-*+1")).name.removeprefix("severity-")
    told = json.loads(desk.intake("evaluate", "--model", version).out)
    assert told["feedback"] is None, "it has learned from all of them"
    assert {one["on"] for one in told["trial"]} == {"frozen set"}


def test_evaluating_on_a_file_prints_what_it_always_did_and_more(desk: Place, files: tuple[Path, Path]) -> None:
    told = json.loads(desk.intake("evaluate", "--on", str(files[0])).out)
    assert {"messages", "accuracy", "macro_f1", "kappa", "ece", "alert_recall", "scope_recall"} <= told.keys()
    assert {"mae", "intervals", "baselines", "coverage", "confusion", "by", "alert_rate"} <= told.keys()
    assert list(told["baselines"]) == ["majority", "keywords"]
    beside = json.loads(desk.intake("evaluate", "--on", str(files[0]), "--model", str(files[1] / "severity-9.0.0")).out)
    assert beside["kappa"] == told["kappa"]
