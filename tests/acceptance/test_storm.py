"""A storm at a real bot with the shipped model: five customers write, engineers see one outage and close it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance import mails, running, store
from tests.acceptance.running import ROOT, Place, Serving
from tests.acceptance.smarthost import Smarthost
from tests.acceptance.warm import Nursery
from tests.storms.outages import Written, written

FIVE = written("labels")[:5]


def domain(one: Written) -> str:
    return re.sub(r"[^a-z]", "", one.customer.lower()) + ".example"


@pytest.fixture
def stormy(tmp_path: Path, sink: Smarthost, nursery: Nursery) -> Iterator[tuple[Serving, Place]]:
    """Run a bot with the shipped model and five customers whose contract asks the suggestion."""
    place = running.settle_in(tmp_path / "bot", sink.port)
    text = place.settings.read_text(encoding="utf-8")
    models = f'models = "{(place.folder / "models").as_posix()}"'
    assert models in text
    place.settings.write_text(text.replace(models, f'models = "{(ROOT / "models").as_posix()}"'), encoding="utf-8")
    lines = [f"{one.customer.replace('&', 'and')},priority-matrix,,en,,,{domain(one)}," for one in FIVE]
    file = place.folder / "customers.csv"
    file.write_text("name,contract,plan,language,zone,telephone,domains,contacts\n" + "\n".join(lines) + "\n", "utf-8")
    ran = running.intake(place, "customers", "import", str(file))
    assert ran.returncode == 0, ran.stderr
    with running.opened(nursery.begin(place)) as bot:
        yield bot, place


def test_one_outage_is_seen_suggested_and_closed(stormy: tuple[Serving, Place]) -> None:
    bot, place = stormy
    for one in FIVE:
        sender = f"desk@{domain(one)}"
        raw = mails.letter(f"<{sender}>", sender=sender, subject=one.subject, body=one.text)
        assert mails.send(bot, raw, sender=sender).startswith("250")
    store.until_quiet(place, 300.0)  # a model is loaded first
    [storm] = json.loads(running.intake(place, "storms", "--json").stdout)["storms"]
    assert storm["customers"] >= 3
    inside = [case["number"] for case in storm["cases"]]
    assert {case["suggested_level"] for case in storm["cases"]} == {"P1"}
    assert (
        f"Storm 1: {len(inside)} cases of {storm['customers']} customers since" in running.intake(place, "cases").stdout
    )
    shown = running.intake(place, "case", str(inside[0])).stdout
    assert f"One of {len(inside)} cases of a storm since" in shown
    assert "it suggests P1" in shown
    levels = store.column(place, "SELECT DISTINCT level FROM cases")
    assert "P1" not in levels, "nobody has set it"
    closed = running.intake(place, "storm", "1", "--close", "--reason", "the carrier is back", "--by", "Kim")
    assert (closed.returncode, running.intake(place, "storms").stdout) == (0, "There is no storm.\n")
    assert running.intake(place, "verify").returncode == 0
