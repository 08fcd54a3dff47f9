"""A small contract made for the tests, and ways to change it."""

from collections.abc import Iterator
from datetime import date

from intake.contract.checks.check import check
from intake.contract.checks.finding import Finding
from intake.contract.file.load import load_contract
from intake.domain.contract import Contract
from intake.places import folder

SHIPPED = sorted(folder("contracts").glob("*.toml"))
TODAY = date(2026, 11, 22)
OFFICE = 'days = ["mon", "tue", "wed", "thu", "fri"]\nopens = "09:00"\ncloses = "17:00"'

MADE = """
id = "made"
title = "Made for the tests"
vendor = "Nobody"
source = "made up"
zone = "America/New_York"
telephones = ["+1-555-0100"]
telephone_levels = ["high"]

[[plans]]
id = "basic"
name = "Basic"

[[plans]]
id = "best"
name = "Best"

[ambiguous_plans]
premium = ["basic", "best"]

[[levels]]
id = "high"
name = "High"
summary = "work has stopped"
clause = "1"
severities = [1, 2]

[[levels]]
id = "low"
name = "Low"
summary = "all the rest"
clause = "2"
severities = [3, 4]
kinds = ["question"]

[[calendars]]
id = "office"
assumed = true
rulings = ["hours"]

[[calendars.windows]]
days = ["mon", "tue", "wed", "thu", "fri"]
opens = "09:00"
closes = "17:00"

[[calendars]]
id = "always"
always = true

[[commitments]]
promise = "initial_response"
level = "high"
plan = "basic"
calendar = "office"
target = { kind = "within", at_most = 4, unit = "hours", words = "4 hours" }
force = "target"
clause = "1"

[[commitments]]
promise = "initial_response"
level = "high"
plan = "best"
calendar = "always"
target = { kind = "within", at_most = 1, unit = "hours", words = "1 hour" }
force = "commitment"
clause = "1"
rulings = ["fast"]

[[commitments]]
promise = "initial_response"
level = "low"
calendar = "office"
target = { kind = "within", at_least = 6, at_most = 8, unit = "hours", words = "6 to 8 hours" }
force = "expected"
clause = "2"

[[commitments]]
promise = "initial_response"
emergency = true
calendar = "always"
target = { kind = "immediate", words = "at once" }
force = "commitment"
clause = "3"

[emergency]
clause = "3"
evidence = [["all_users", "connectivity"]]
half = ["all_users"]

[[channels]]
channel = "email"
order = []
default = "low"
carries_level = false

[[channels]]
channel = "slack"
order = ["claim", "suggestion"]
default = "low"
provisional = "unless_claimed"

[[channels]]
channel = "web_chat"
order = ["claim", "suggestion"]
default = "low"
provisional = "unless_claimed"

[[channels]]
channel = "portal"
order = ["claim"]
default = "low"

[[channels]]
channel = "phone"
order = ["claim"]
default = "low"

[[notices]]
id = "email_carries_no_level"
when = ["channel_sets_no_level"]

[[notices]]
id = "provisional_level"
when = ["provisional"]

[[notices]]
id = "second_location_needed"
when = ["emergency_half_shown"]
clause = "3"

[[rulings]]
id = "hours"
clause = "1"
question = "Which hours?"
readings = ["nine to five", "all day"]
in_force = "nine to five"
why = "It is usual."
by = "Ada"
on = 2026-11-22

[[rulings]]
id = "fast"
clause = "1"
question = "From when?"
readings = ["from receipt", "from reading it"]
in_force = "from receipt"

[[for_a_person]]
clause = "9"
title = "Uptime of 99%"
"""


def changed(old: str, new: str) -> str:
    """Return the made contract's text with the first `old` replaced; the test is wrong when it is not there."""
    assert old in MADE, old
    return MADE.replace(old, new, 1)


def window(opens: str, closes: str, *days: str, more: str = "") -> str:
    """Return the made contract with one other window in its office hours."""
    named = ", ".join(f'"{day}"' for day in days or ("mon", "tue"))
    return changed(OFFICE, f'days = [{named}]\nopens = "{opens}"\ncloses = "{closes}"\n{more}')


def without(heading: str, mark: str) -> str:
    """Return the made contract's text without the block under `heading` that holds `mark`."""
    blocks = MADE.split("\n\n")
    gone = next(block for block in blocks if block.startswith(heading) and mark in block)
    return "\n\n".join(block for block in blocks if block is not gone)


def made(text: str = MADE) -> Contract:
    """Load a contract made for a test."""
    return load_contract(text, "made.toml")


def findings(text: str) -> tuple[Finding, ...]:
    """Check a contract made for a test."""
    return check(made(text), today=TODAY)


def shipped() -> Iterator[Contract]:
    """Load the five contracts."""
    return (load_contract(path.read_text(encoding="utf-8"), path.name) for path in SHIPPED)
