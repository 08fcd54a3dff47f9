"""A CSV file of customers, read row by row: good rows become customers, bad ones a line each."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from intake.contract.zones import zone
from intake.domain.contract import Contract
from intake.domain.customer import Customer
from intake.domain.errors import BadInput
from intake.identify.sender import normal

COLUMNS = ("name", "contract", "plan", "language", "zone", "telephone", "domains", "contacts")
_NEEDED = ("name", "contract")
# Anybody can write from these, so none of them says which company somebody is of.
_PUBLIC_DOMAINS = frozenset(
    {
        "163.com", "aol.com", "free.fr", "gmail.com", "gmx.de", "gmx.net", "googlemail.com", "hotmail.com",
        "icloud.com", "libero.it", "live.com", "mail.ru", "me.com", "orange.fr", "outlook.com", "proton.me",
        "protonmail.com", "qq.com", "t-online.de", "web.de", "yahoo.com", "yandex.ru",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that cannot be used: its line in the file, and what is wrong with it and what to write."""

    line: int
    problem: str


def read_customers(text: str, contracts: Mapping[str, Contract]) -> Iterator[tuple[int, Customer | BadRow]]:
    """Yield each row's line number with its customer or what is wrong; raises BadInput for a wrong header."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        header = [name.strip() for name in rows.fieldnames or ()]
        _refuse_header(header)
        rows.fieldnames = header
        for row in rows:
            yield rows.line_num, _row(row, rows.line_num, contracts)
    except csv.Error as error:
        raise BadInput(f"line {rows.line_num}: not CSV ({error}); put cells with commas or quotes in quotes") from error


def _refuse_header(header: list[str]) -> None:
    unknown = [name for name in header if name not in COLUMNS]
    missing = [name for name in _NEEDED if name not in header]
    if unknown or missing:
        problem = f"column {unknown[0]!r} is not known" if unknown else f"column {missing[0]!r} is missing"
        raise BadInput(f"line 1: {problem}; the header names {', '.join(COLUMNS)}, the first two at least")


def _row(
    row: Mapping[str | None, str | list[str] | None], line: int, contracts: Mapping[str, Contract]
) -> Customer | BadRow:
    if None in row:
        return BadRow(line=line, problem="more cells than columns; put cells with commas in quotes")
    cells = {key: value.strip() for key, value in row.items() if key is not None and isinstance(value, str)}
    try:
        return checked_customer(cells, contracts)
    except BadInput as error:
        return BadRow(line=line, problem=str(error))


def checked_customer(cells: Mapping[str, str], contracts: Mapping[str, Contract]) -> Customer:
    """Return a customer from text cells; raises BadInput that names the cell, what is wrong and what to write."""
    name, contract_id = cells.get("name", ""), cells.get("contract", "")
    if not name:
        raise BadInput("name: it is empty; write the company's name")
    if contract_id not in contracts:
        raise BadInput(f"contract: there is no contract {contract_id!r}; write one of {', '.join(sorted(contracts))}")
    contract = contracts[contract_id]
    return Customer(
        name=name,
        contract=contract_id,
        plan=_plan(cells.get("plan", ""), contract),
        language=cells.get("language", "").lower() or "en",
        zone=_zone(cells.get("zone", ""), contract),
        telephone=cells.get("telephone") or None,
        domains=tuple(_domain(part) for part in _parts(cells.get("domains", ""))),
        contacts=tuple(_contact(part) for part in _parts(cells.get("contacts", ""))),
    )


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _plan(plan: str, contract: Contract) -> str | None:
    plans = [known.id for known in contract.plans]
    both = dict(contract.ambiguous_plans).get(plan.lower())
    if both is not None:
        raise BadInput(f"plan: {plan!r} names two plans in {contract.id}; write {' or '.join(both)}")
    if plans and plan not in plans:
        raise BadInput(f"plan: {contract.id} has no plan {plan!r}; write one of {', '.join(plans)}")
    if plan and not plans:
        raise BadInput(f"plan: {contract.id} has no plans; leave the cell empty")
    return plan or None


def _zone(name: str, contract: Contract) -> str:
    if not name:
        return str(contract.zone)
    try:
        zone(name)
    except BadInput as error:
        raise BadInput(f"zone: {error}") from error
    return name


def _domain(text: str) -> str:
    domain = normal(f"x@{text}").rpartition("@")[2]
    if "." not in domain or any(character in domain for character in " @/:,"):
        raise BadInput(f"domains: {text!r} is not a mail domain; write one such as example.com, several apart by ;")
    if domain in _PUBLIC_DOMAINS:
        raise BadInput(f"domains: {domain} is a public mail service, anybody can write from it; list contacts instead")
    return domain


def _contact(text: str) -> tuple[str, str]:
    name, _, address = text.rpartition("<") if text.endswith(">") else ("", "", text)
    found = normal(address.rstrip(">"))
    local, _, domain = found.rpartition("@")
    if not local or "." not in domain or any(character.isspace() for character in found):
        raise BadInput(f"contacts: {text!r} is not an address; write Ann Lee <ann@example.com>, several apart by ;")
    return found, name.strip().strip('"')
