"""A CSV file of customers, read row by row: good rows become customers, bad ones a line each."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from intake.contract.versions import Contracts
from intake.contract.zones import zone
from intake.domain.contract import Contract
from intake.domain.customer import Customer
from intake.domain.errors import BadInput
from intake.identify.sender import normal

COLUMNS = ("name", "contract", "plan", "language", "zone", "telephone", "domains", "contacts", "slack")
_NEEDED = ("name", "contract")
_DOMAIN = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}")
_LOCAL = re.compile(r"[^\s\x00-\x1f\x7f\"(),:;<>@\[\\\]]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*")
# As Slack writes ids, in capitals: names of channels are in small letters there, and none of them is taken for an id.
_SLACK_PLACE = re.compile(r"[TE][A-Z0-9]{2,20}(?:/[CG][A-Z0-9]{2,20})?")
# Anybody can write from these, so none of them says which company somebody is of: these domains, and these names in any
# country's.
_PUBLIC_DOMAINS = frozenset(
    {
        "126.com", "163.com", "arcor.de", "att.net", "bellsouth.net", "bluewin.ch", "btinternet.com", "comcast.net",
        "cox.net", "fastmail.com", "free.fr", "freenet.de", "gmail.com", "googlemail.com", "hey.com", "icloud.com",
        "inbox.com", "laposte.net", "libero.it", "mac.com", "mail.com", "mail.ru", "me.com", "naver.com", "orange.fr",
        "pm.me", "posteo.de", "proton.me", "protonmail.ch", "protonmail.com", "qq.com", "rocketmail.com", "sky.com",
        "sbcglobal.net", "sfr.fr", "sina.com", "t-online.de", "telefonica.net", "terra.com.br", "tuta.com",
        "tutanota.com", "uol.com.br", "verizon.net", "virgilio.it", "wanadoo.fr", "web.de", "ymail.com", "zoho.com",
    }
)  # fmt: skip
_PUBLIC_NAMES = re.compile(r"(?:aol|gmx|hotmail|live|msn|outlook|yahoo|yandex)\.(?:com|net|[a-z]{2}|com?\.[a-z]{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that cannot be used: its line in the file, and what is wrong with it and what to write."""

    line: int
    problem: str


def read_customers(text: str, contracts: Contracts) -> Iterator[tuple[int, Customer | BadRow]]:
    """Yield each row's line number with its customer or what is wrong; raises BadInput for a wrong header."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        header = [name.strip() for name in rows.fieldnames or ()]
        _refuse_header(header)
        rows.fieldnames = header
        for row in rows:
            line = rows.line_num - _line_breaks(row)
            yield line, _row(row, line, contracts)
    except csv.Error as error:
        line = rows.reader.line_num  # the one it failed on; the other counter stands at the row before
        raise BadInput(f"line {line}: not CSV ({error}); put cells with commas or quotes in quotes") from error


def _refuse_header(header: list[str]) -> None:
    problems = [f"column {name!r} is not known" for name in header if name not in COLUMNS]
    problems += [f"column {name!r} is missing" for name in _NEEDED if name not in header]
    problems += [f"column {name!r} is there twice" for name in COLUMNS if header.count(name) > 1]
    if problems:
        raise BadInput(f"line 1: {problems[0]}; the header names {', '.join(COLUMNS)}, the first two at least")


_Cells = Mapping[str | None, str | list[str] | None]


def _line_breaks(row: _Cells) -> int:
    """Count the line breaks inside a row's cells: the reader knows the line on which a row ends."""
    cells = [part for cell in row.values() for part in (cell if isinstance(cell, list) else [cell or ""])]
    return sum(cell.count("\n") for cell in cells)


def _row(row: _Cells, line: int, contracts: Contracts) -> Customer | BadRow:
    if None in row:
        return BadRow(line=line, problem="more cells than columns; put cells with commas in quotes")
    cells = {key: value for key, value in row.items() if key is not None and isinstance(value, str)}
    try:
        return checked_customer(cells, contracts)
    except BadInput as error:
        return BadRow(line=line, problem=str(error))


def checked_customer(cells: Mapping[str, str], contracts: Contracts) -> Customer:
    """Return a customer from text cells; raises BadInput that names the cell, what is wrong and what to write."""
    cells = {column: cell.strip() for column, cell in cells.items()}
    name, contract_id = cells.get("name", ""), cells.get("contract", "")
    for column, cell in cells.items():
        if not cell.isprintable():
            raise BadInput(f"{column}: {cell!r} holds a line break or an unprintable character; write it on one line")
    if not name:
        raise BadInput("name: it is empty; write the company's name")
    contract = contracts.newest(contract_id)
    if contract is None:
        raise BadInput(f"contract: there is no contract {contract_id!r}; write one of {', '.join(contracts.ids())}")
    return Customer(
        name=name,
        contract=contract_id,
        plan=_plan(cells.get("plan", ""), contract),
        language=_language(cells.get("language", "")),
        zone=_zone(cells.get("zone", ""), contract),
        telephone=cells.get("telephone") or None,
        domains=_each_once("domains", [_domain(part) for part in _parts(cells.get("domains", ""))]),
        contacts=_contacts(cells.get("contacts", "")),
        slack=slack_places("slack", cells.get("slack", "")),
    )


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _each_once(column: str, found: list[str]) -> tuple[str, ...]:
    twice = [one for one in found if found.count(one) > 1]
    if twice:
        raise BadInput(f"{column}: {twice[0]!r} is there twice; write it once")
    return tuple(found)


def _language(code: str) -> str:
    if code and not _LANGUAGE.fullmatch(code.lower()):
        raise BadInput(f"language: {code!r} is not a language code; write one such as en, es, fr or de")
    return code.lower() or "en"


def _plan(plan: str, contract: Contract) -> str | None:
    plans = [known.id for known in contract.plans]
    both = dict(contract.ambiguous_plans).get(plan.lower())
    if both is not None:
        raise BadInput(f"plan: {plan!r} names two plans in {contract.id}; write {' or '.join(both)}")
    if plans and not plan:
        raise BadInput(f"plan: {contract.id} promises by plan; write one of {', '.join(plans)}")
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
    if not _DOMAIN.fullmatch(domain):
        raise BadInput(f"domains: {text!r} is not a mail domain; write one such as example.com, several apart by ;")
    if domain in _PUBLIC_DOMAINS or _PUBLIC_NAMES.fullmatch(domain):
        raise BadInput(f"domains: {domain} is a public mail service, anybody can write from it; list contacts instead")
    return domain


def slack_places(column: str, cell: str) -> tuple[str, ...]:
    """Return workspaces (`T1`) and channels (`T1/C1`), in whatever way they are set apart.

    Raises BadInput that names the column, the first that is neither as it was written, and what to write.
    """
    places = [place for place in re.split(r"[\s;,]+", cell) if place]
    for place in places:
        if not _SLACK_PLACE.fullmatch(place):
            raise BadInput(
                f"{column}: {place!r} is no workspace or channel; write T0123ABCD for a workspace of theirs, "
                "T0123ABCD/C0123ABCD for a channel in one that the app is installed in, several apart by blanks"
            )
    return _each_once(column, places)


def _contacts(cell: str) -> tuple[tuple[str, str], ...]:
    found = [_contact(part) for part in _parts(cell)]
    _each_once("contacts", [address for address, _ in found])
    return tuple(found)


def _contact(text: str) -> tuple[str, str]:
    name, _, address = text.rpartition("<") if text.endswith(">") else ("", "", text)
    found = normal(address.rstrip(">"))
    local, _, domain = found.rpartition("@")
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise BadInput(f"contacts: {text!r} is not an address; write Ann Lee <ann@example.com>, several apart by ;")
    return found, name.strip().strip('"')
