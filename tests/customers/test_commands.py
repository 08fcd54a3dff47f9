"""`intake customers`: what is imported, what is left out and why, and what a dry run writes (nothing)."""

import json
from pathlib import Path

import pytest

from tests.cli.command import Place
from tests.stages.office import CONTRACTS

BIT = ("--name", "Bit", "--contract", "helpdesk")

GOOD = "name,contract,plan,domains,contacts\nAcme,gotomyerp-plans,silver,acme.example,Ann Lee <ann@acme.example>\n"


def names(place: Place) -> list[str]:
    return [found["name"] for found in json.loads(place.intake("customers", "list", "--json").out)["customers"]]


def written(folder: Path, text: str) -> Path:
    file = folder / "customers.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_good_file(place: Place, tmp_path: Path) -> None:
    ran = place.intake("customers", "import", str(written(tmp_path, GOOD + "Bit,helpdesk,,bit.example,\n")))
    assert (ran.code, ran.out, ran.err) == (0, "Imported 2 of 2 customers; 0 rows left out.\n", "")
    assert names(place) == ["Acme", "Bit"]


def test_bad_rows_are_told_with_their_lines_and_good_ones_go_in(place: Place, tmp_path: Path) -> None:
    file = written(
        tmp_path,
        GOOD
        + "Bit,nothing,,,\n"
        + "Acme,helpdesk,,other.example,\n"
        + "Cog,helpdesk,,acme.example,\n"
        + "Dot,helpdesk,,,ann@acme.example\n"
        + "Eel,gotomyerp-plans,business,,\n"
        + "Fox,helpdesk,,fox.example,\n",
    )
    ran = place.intake("customers", "import", str(file))
    assert ran.code == 2
    assert ran.out == "Imported 2 of 7 customers; 5 rows left out.\n"
    assert [line.removeprefix(f"{file}, ") for line in ran.err.splitlines()] == [
        f"line 3: contract: there is no contract 'nothing'; write one of {', '.join(sorted(CONTRACTS))}",
        "line 4: name: 'Acme' is a customer already; give another name or leave the row out",
        "line 5: domains: 'acme.example' belongs to another customer already; a domain has one owner",
        "line 6: contacts: 'ann@acme.example' belongs to another customer already; an address has one owner",
        "line 7: plan: 'business' names two plans in gotomyerp-plans; write silver or gold",
    ]
    assert names(place) == ["Acme", "Fox"]


def test_a_dry_run_says_the_same_and_writes_nothing(place: Place, tmp_path: Path) -> None:
    file = written(tmp_path, GOOD + GOOD.splitlines()[1] + "\n")
    before = place.office.everything()
    ran = place.intake("customers", "import", "--dry-run", str(file))
    assert ran.out == "Would import 1 of 2 customers; 1 row left out.\n"
    assert "line 3: name: 'Acme' is a customer already" in ran.err
    assert place.office.everything() == before
    assert names(place) == []
    assert place.intake("customers", "import", str(written(tmp_path, GOOD))).code == 0


def test_importing_twice_adds_nobody_twice(place: Place, tmp_path: Path) -> None:
    file = str(written(tmp_path, GOOD))
    assert (place.intake("customers", "import", file).code, place.intake("customers", "import", file).code) == (0, 2)
    assert names(place) == ["Acme"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"name;contract\nA;b\n", "csv, line 1: column 'name;contract' is", id="semicolons"),
        pytest.param(
            "name,contract\nCaf\xe9,helpdesk\n".encode("latin-1"), "not UTF-8 text; save it as CSV UTF-8", id="latin-1"
        ),
        pytest.param("name,contract\nA,b\n".encode("utf-16"), "not UTF-8 text; save it as CSV UTF-8", id="UTF-16"),
        pytest.param(b'name,contract\n"A,helpdesk\n', "not CSV (unexpected end of data)", id="an open quote"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line(place: Place, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "customers.csv"
    file.write_bytes(content)
    assert said in place.intake("customers", "import", str(file)).refusal
    assert names(place) == []


def test_a_file_that_is_not_there(place: Place, tmp_path: Path) -> None:
    said = place.intake("customers", "import", str(tmp_path / "none.csv")).refusal
    assert said.endswith("none.csv: cannot be read (No such file or directory); check the name")


def test_one_customer_at_a_time(place: Place) -> None:
    ran = place.intake(
        "customers", "add", "--name", "Acme", "--contract", "gotomyerp-plans", "--plan", "gold",
        "--domain", "acme.example", "--domain", "acme.test", "--contact", "Ann Lee <ann@home.example>",
    )  # fmt: skip
    assert (ran.code, ran.out) == (0, "Added Acme (gotomyerp-plans, gold).\n")
    listed = place.intake("customers", "list").out
    assert listed.splitlines() == [
        "Acme  (gotomyerp-plans, gold; America/New_York; en)",
        "    acme.example, acme.test, Ann Lee <ann@home.example>",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["--name", "A", "--contract", "none"], "contract: there is no contract 'none'", id="no contract"),
        pytest.param(["--name", " ", "--contract", "helpdesk"], "name: it is empty", id="no name"),
        pytest.param(["--contract", "helpdesk"], "Missing option '--name'", id="no name at all"),
        pytest.param([*BIT, "--domain", "gmail.com"], "domains: gmail.com is a public", id="a public domain"),
        pytest.param([*BIT, "--domain", "a.example", "--domain", "a.example"], "is there twice", id="a domain twice"),
    ],
)
def test_a_customer_that_cannot_be_added_is_one_line(place: Place, words: list[str], said: str) -> None:
    assert said in place.intake("customers", "add", *words).refusal
    assert names(place) == []


def test_no_customers_yet(place: Place) -> None:
    assert "No customers yet; `intake customers import FILE.csv`" in place.intake("customers", "list").out
    assert json.loads(place.intake("customers", "list", "--json").out) == {"customers": []}


def test_a_customer_nobody_can_be_recognised_of_is_said_to_be_so(place: Place) -> None:
    place.intake("customers", "add", "--name", "Acme", "--contract", "helpdesk")
    assert "no domain and no contact: nobody is recognised" in place.intake("customers", "list").out
