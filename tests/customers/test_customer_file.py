"""Customers from a CSV file: good rows go in, bad ones are told with their line; it never fails in another way."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.bootstrap.customer_file import COLUMNS, BadRow, read_customers
from intake.domain.customer import Customer
from intake.domain.errors import BadInput
from tests.stages.office import contracts

HEADER = "name,contract,plan,language,zone,telephone,domains,contacts"


def rows(text: str) -> list[tuple[int, Customer | BadRow]]:
    return list(read_customers(text, contracts()))


def problem(row: str) -> str:
    """Return what is wrong with a file's only row."""
    ((line, found),) = rows(f"{HEADER}\n{row}\n")
    assert isinstance(found, BadRow), found
    assert (line, found.line) == (2, 2)
    return found.problem


def customer(row: str) -> Customer:
    ((_, found),) = rows(f"{HEADER}\n{row}\n")
    assert isinstance(found, Customer), found
    return found


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param(",gotomyerp,,,,,,", "name: it is empty; write the company's name", id="no name"),
        pytest.param(
            "Acme,goldplan,,,,,,",
            "contract: there is no contract 'goldplan'; write one of erp-maestro, gotomyerp, gotomyerp-plans, helpdesk,"
            " priority-matrix",
            id="an unknown contract",
        ),
        pytest.param(
            "Acme,gotomyerp-plans,,,,,,",
            "plan: gotomyerp-plans promises by plan; write one of starter, silver, gold, platinum",
            id="no plan where there are plans",
        ),
        pytest.param(
            "Acme,gotomyerp-plans,bronze,,,,,",
            "plan: gotomyerp-plans has no plan 'bronze'; write one of starter, silver, gold, platinum",
            id="an unknown plan",
        ),
        pytest.param(
            "Acme,gotomyerp-plans,business,,,,,",
            "plan: 'business' names two plans in gotomyerp-plans; write silver or gold",
            id="business names two plans",
        ),
        pytest.param(
            "Acme,gotomyerp-plans,Enterprise,,,,,",
            "plan: 'Enterprise' names two plans in gotomyerp-plans; write gold or platinum",
            id="enterprise names two plans, in capitals too",
        ),
        pytest.param(
            "Acme,gotomyerp,gold,,,,,", "plan: gotomyerp has no plans; leave the cell empty", id="a plan too many"
        ),
        pytest.param(
            "Acme,gotomyerp,,English,,,,",
            "language: 'English' is not a language code; write one such as en, es, fr or de",
            id="a language by its name",
        ),
        pytest.param(
            "Acme,gotomyerp,,,Boston,,,",
            "zone: 'Boston' is not a time zone: write an IANA name such as America/New_York, or an offset such as"
            " -05:00",
            id="a city that is no zone",
        ),
        pytest.param(
            "Acme,gotomyerp,,,,,acme,",
            "domains: 'acme' is not a mail domain; write one such as example.com, several apart by ;",
            id="a domain without a dot",
        ),
        pytest.param("Acme,gotomyerp,,,,,https://acme.example,", "domains: 'https://acme.example' is not", id="a link"),
        pytest.param("Acme,gotomyerp,,,,,*.acme.example,", "domains: '*.acme.example' is not", id="a wildcard"),
        pytest.param("Acme,gotomyerp,,,,,acme..example,", "domains: 'acme..example' is not", id="an empty label"),
        pytest.param("Acme,gotomyerp,,,,,.example,", "domains: '.example' is not", id="an empty first label"),
        pytest.param(
            "Acme,gotomyerp,,,,,gmail.com,",
            "domains: gmail.com is a public mail service, anybody can write from it; list contacts instead",
            id="a public mail service",
        ),
        pytest.param("Acme,gotomyerp,,,,,a.example; GMX.de,", "domains: gmx.de is a public mail", id="one of several"),
        pytest.param(
            "Acme,gotomyerp,,,,,hotmail.co.uk,", "domains: hotmail.co.uk is a public mail", id="one of a country's"
        ),
        pytest.param(
            "Acme,gotomyerp,,,,,laposte.net,", "domains: laposte.net is a public mail", id="one known in one country"
        ),
        pytest.param(
            "Acme,gotomyerp,,,,,a.example;A.example,",
            "domains: 'a.example' is there twice; write it once",
            id="a domain twice",
        ),
        pytest.param(
            "Acme,gotomyerp,,,,,,Ann Lee",
            "contacts: 'Ann Lee' is not an address; write Ann Lee <ann@example.com>, several apart by ;",
            id="a name without an address",
        ),
        pytest.param("Acme,gotomyerp,,,,,,ann@@acme.example", "contacts: 'ann@@acme.example' is not", id="two @"),
        pytest.param("Acme,gotomyerp,,,,,,ann@acme", "contacts: 'ann@acme' is not an address", id="no top domain"),
        pytest.param(
            "Acme,gotomyerp,,,,,,ann@acme.example;Ann <ANN@acme.example>",
            "contacts: 'ann@acme.example' is there twice; write it once",
            id="a contact twice",
        ),
        pytest.param(
            "Acme, Inc.,gotomyerp,,,,,,,", "more cells than columns; put cells with commas in quotes", id="a bare comma"
        ),
        pytest.param(
            "Ac\x07me,gotomyerp,,,,,,",
            "name: 'Ac\\x07me' holds a line break or an unprintable character; write it on one line",
            id="a control character",
        ),
    ],
)
def test_a_bad_row(row: str, said: str) -> None:
    assert problem(row).startswith(said)


def test_a_full_row() -> None:
    assert customer(
        '"Acme, Inc.",gotomyerp-plans,gold,de,Europe/Berlin,+49 30 1,Acme.example; müller.example,'
        '"Ann Lee <Ann@acme.example>; bob@gmail.com; ""Kim, Jr."" <kim@acme.example>"'
    ) == Customer(
        name="Acme, Inc.",
        contract="gotomyerp-plans",
        plan="gold",
        language="de",
        zone="Europe/Berlin",
        telephone="+49 30 1",
        domains=("acme.example", "xn--mller-kva.example"),
        contacts=(
            ("ann@acme.example", "Ann Lee"),
            ("bob@gmail.com", ""),
            ("kim@acme.example", "Kim, Jr."),
        ),
    )


def test_a_short_row_takes_the_contract_s_zone_and_english() -> None:
    found = customer("Acme,gotomyerp")
    assert (found.language, found.zone, found.plan, found.domains, found.contacts) == (
        "en",
        "America/New_York",
        None,
        (),
        (),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "line 1: column 'name' is missing", id="an empty file"),
        pytest.param("name;contract\nAcme;gotomyerp\n", "line 1: column 'name;contract' is not known", id="semicolons"),
        pytest.param("name,plan\nAcme,gold\n", "line 1: column 'contract' is missing", id="a column is missing"),
        pytest.param("name,contract,price\n", "line 1: column 'price' is not known", id="a column too many"),
        pytest.param("name,contract,name\n", "line 1: column 'name' is there twice", id="a column twice"),
        pytest.param(f'{HEADER}\nAcme,"gotomyerp\n', "not CSV (unexpected end of data)", id="an open quote"),
        pytest.param(f'{HEADER}\n"Acme"x,gotomyerp\n', "line 2: not CSV (", id="text after a quote"),
    ],
)
def test_a_file_that_is_none(text: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        rows(text)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ufeffname,contract\nAcme,gotomyerp\n", id="Excel's byte order mark"),
        pytest.param("name,contract\r\nAcme,gotomyerp\r\n", id="Windows line ends"),
        pytest.param(" name , contract \nAcme , gotomyerp \n", id="blanks around cells"),
        pytest.param("contract,name\ngotomyerp,Acme", id="another order, no line end"),
        pytest.param("name,contract\n\nAcme,gotomyerp\n\n", id="empty lines"),
    ],
)
def test_files_as_people_s_programs_write_them(text: str) -> None:
    ((_, found),) = rows(text)
    assert isinstance(found, Customer)
    assert (found.name, found.contract) == ("Acme", "gotomyerp")


def test_line_numbers_are_those_of_the_file() -> None:
    text = f'{HEADER}\nA,helpdesk\n\n"B\nB\nB",helpdesk\nC,nothing\n\nD,helpdesk\n'
    assert [(line, isinstance(found, BadRow)) for line, found in rows(text)] == [
        (2, False),
        (4, True),
        (7, True),
        (9, False),
    ]


def as_csv(cells: list[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(cells)
    return written.getvalue()


def only_bad_input(text: str) -> None:
    try:
        found = rows(text)
    except BadInput as error:
        assert "\n" not in str(error)  # noqa: PT017 - it may also be raised by nothing
        return
    for _, row in found:
        assert isinstance(row, Customer | BadRow)
        assert isinstance(row, Customer) or "\n" not in row.problem


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    only_bad_input(text)


PIECES = st.sampled_from(
    ["gotomyerp", "gotomyerp-plans", "helpdesk", "gold", "business", "en", "UTC", "a.example", "Ann <a@b.example>", ""]
)


@given(
    st.permutations(COLUMNS),
    st.lists(st.lists(PIECES | st.text(max_size=30), min_size=0, max_size=9), max_size=6),
)
def test_any_cells_under_a_good_header_are_read_or_refused(header: list[str], cells: list[list[str]]) -> None:
    only_bad_input(as_csv([header, *cells]))


@given(st.sampled_from(COLUMNS), st.text(max_size=60))
def test_any_one_cell_in_an_otherwise_good_row_is_taken_or_refused(column: str, cell: str) -> None:
    good = dict.fromkeys(COLUMNS, "") | {"name": "Acme", "contract": "gotomyerp"} | {column: cell}
    only_bad_input(as_csv([list(COLUMNS), [good[name] for name in COLUMNS]]))
