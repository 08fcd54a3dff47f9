"""`intake acknowledge`: a letter as a customer would get it, for any combination of contract, channel and time."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.domain.contract import Fact
from intake.domain.errors import BadInput
from intake.domain.suggestion import Kind

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from intake.domain.contract import Contract
    from intake.domain.promise import Situation
    from intake.render.letter import Letter, Written
    from intake.render.templates import Templates


LETTERS = (
    "acknowledgement",
    "level_change",
    "consent",
    "consent_reminder",
    "consent_refused",
    "receipt",
    "receipt_unproved",
)


@click.command()
@click.option("--preview", is_flag=True, help="Print a letter; nothing is sent or stored.")
@click.option("--check", "checked", is_flag=True, help="Try the templates; exit 1 when something is wrong with them.")
@click.option("--letter", type=click.Choice(LETTERS), default=LETTERS[0], show_default=True, help="Which letter.")
@click.option("--html", "as_html", is_flag=True, help="Print the HTML that goes beside the text.")
@click.option("--blocks", is_flag=True, help="Print what Slack is given: text and blocks, as JSON.")
@click.option(
    "--contract", "contract_id", metavar="ID", help="The contract's id; without it, an unknown sender's receipt."
)
@click.option("--plan", help="The customer's plan, where the contract has plans.")
@click.option("--level", help="A level set by someone entitled to (portal or engineer).")
@click.option("--emergency", is_flag=True, help="Both facts of an emergency hold (helpdesk: the site is down).")
@click.option(
    "--channel",
    help="email, slack, web_chat, portal or phone: the contract's rule for it decides; a chat has words of its own.",
)
@click.option("--claimed", help="The level the customer named.")
@click.option("--suggested", help="The severity 1-4 of a confident suggestion.")
@click.option(
    "--kind", type=click.Choice([str(kind) for kind in Kind]), help="What the suggestion takes the message for."
)
@click.option(
    "--fact",
    "facts",
    multiple=True,
    type=click.Choice([str(fact) for fact in Fact]),
    help="A stated fact; may be repeated.",
)
@click.option(
    "--previous", metavar="LEVEL", help="The level before a change, or emergency; else what the channel's rule sets."
)
@click.option("--decided-at", metavar="ISO", help="When an engineer decided on a change; else at receipt.")
@click.option("--answered", is_flag=True, help="The first answer has been given: nothing promises it again.")
@click.option("--web", metavar="URL", help="A web address for the links of a consent letter; else there are none.")
@click.option("--at", metavar="ISO", help="The time of receipt, with its offset.")
@click.option("--zone", help="The customer's time zone; without it the contract's.")
@click.option("--language", default="en", show_default=True, help="The customer's language.")
@click.option("--subject", default="Cannot post invoices", show_default=True, help="The customer's subject.")
@click.option("--name", help="The contact's name.")
@click.option("--contracts", type=click.Path(path_type=Path), help="A folder of contract files.")
@click.option("--templates", type=click.Path(path_type=Path), help="A folder of templates.")
def acknowledge(*, preview: bool, checked: bool, templates: Path | None, **asked: object) -> None:
    """Show a letter: subject, an empty line, text; in a chat the text alone. Or try the templates."""
    if checked:
        _check(templates)
    elif preview:
        _show(templates, asked)
    else:
        raise BadInput("acknowledge: add --preview or --check; acknowledgements are sent by `intake serve` only")


def _check(directory: Path | None) -> None:
    from intake.bootstrap.templates import template_sources, web_sources
    from intake.render.check import check_templates
    from intake.render.check_web import check_web

    sources, web = template_sources(directory), web_sources(directory)
    findings = (*check_templates(sources), *check_web(web))
    for finding in findings:
        click.echo(finding)
    if findings:
        raise click.exceptions.Exit(1)
    languages = sorted({name.partition("/")[0] for name in sources})
    click.echo(f"{len(sources) + len(web)} templates in {', '.join(languages)}: nothing is wrong with them.")


def _show(directory: Path | None, asked: dict[str, object]) -> None:
    from intake.bootstrap.templates import read_templates
    from intake.render import write
    from intake.render.letter import ConsentLinks

    name, letter, templates = str(asked["letter"]), _letter(asked), read_templates(directory)
    if name in ("consent", "consent_reminder"):
        ask = write.consent if name == "consent" else write.consent_reminder
        web = (_text(asked, "web") or "").rstrip("/")
        written = ask(
            letter, templates, ConsentLinks(agree=f"{web}/yes" if web else None, refuse=f"{web}/no" if web else None)
        )
    else:
        tell = {
            "acknowledgement": write.acknowledgement,
            "level_change": write.level_change,
            "consent_refused": write.consent_refused,
            "receipt": write.receipt,
            "receipt_unproved": write.receipt_unproved,
        }
        written = tell[name](letter, templates)
    shown = _shown(written, letter, templates, asked)
    _say_if_english(templates, letter.language)
    click.echo(shown, nl=False)


def _say_if_english(templates: "Templates", wanted: str) -> None:
    """Say on standard error that there are no letters in a language, where English stands in for it."""
    from intake.render.templates import FALLBACK

    if templates.language(wanted) == FALLBACK and not wanted.lower().startswith(FALLBACK):
        told = f"acknowledge: no letters are written in {wanted!r}; English is shown, as such a customer gets"
        click.echo(told, err=True)


def _shown(written: "Written", letter: "Letter", templates: "Templates", asked: dict[str, object]) -> str:
    """Return what is printed of a letter; raises BadInput for what it has not."""
    if asked["blocks"]:
        if not letter.threaded:
            raise BadInput("acknowledge: only Slack has blocks; add --channel slack")
        return _blocks(written, letter, templates)
    if asked["as_html"] and not written.html:
        raise BadInput("acknowledge: what is said in a chat has no HTML; leave out --html, or add --blocks")
    if asked["as_html"]:
        return written.html
    return f"Subject: {written.subject}\n\n{written.body}" if written.html else written.body


def _blocks(written: "Written", letter: "Letter", templates: "Templates") -> str:
    import json

    from intake.render.buttons import Buttons
    from intake.render.slack.letter import post

    made = post(written, Buttons(templates, letter.language))
    return json.dumps({"text": made.text, "blocks": list(made.blocks)}, ensure_ascii=False, indent=2) + "\n"


def _letter(asked: dict[str, object]) -> "Letter":
    from intake.bootstrap.library import one_contract
    from intake.contract.decide import stated
    from intake.contract.promise import promise
    from intake.domain.contract import Channel
    from intake.render.letter import Letter, Medium

    situation = _situation(asked)
    at, contract_id, folder = situation.received_at, _text(asked, "contract_id"), asked["contracts"]
    contract = (
        None if contract_id is None else one_contract(contract_id, at, folder if isinstance(folder, Path) else None)
    )
    changes = contract is not None and str(asked["letter"]) in ("level_change", "consent", "consent_reminder")
    return Letter(
        case_number=1042,
        received_at=at,
        subject=str(asked["subject"]),
        contact_name=_text(asked, "name"),
        customer_name=None,
        language=str(asked["language"]),
        zone=_zone(_text(asked, "zone"), contract, at),
        promise=None if contract is None else promise(contract, situation),
        contract=contract,
        claimed=situation.claimed,
        previous=promise(contract, _before(situation, asked)) if contract is not None and changes else None,
        decided_by="an engineer" if changes else None,
        decided_at=_decided_at(asked, at) if changes else None,
        stated=frozenset() if situation.facts is None else stated(situation.facts),
        medium=Medium.CHAT if situation.channel in (Channel.SLACK, Channel.WEB_CHAT) else Medium.MAIL,
        threaded=situation.channel is Channel.SLACK,
        answered=bool(asked["answered"]),
    )


def _before(situation: "Situation", asked: dict[str, object]) -> "Situation":
    """Return the situation before a change: without what an engineer has set."""
    from dataclasses import replace

    from intake.domain.contract import Channel

    channel, level = situation.channel or Channel.EMAIL, _text(asked, "previous")
    if level == "emergency":
        return replace(situation, channel=channel, level=None, emergency=True)
    return replace(situation, channel=channel, level=level, emergency=False, facts=None)


def _decided_at(asked: dict[str, object], received_at: "datetime") -> "datetime":
    from intake.contract.as_json import situation_from_json

    at = _text(asked, "decided_at")
    return received_at if at is None else situation_from_json({"at": at}).received_at


def _situation(asked: dict[str, object]) -> "Situation":
    from intake.contract.as_json import KEYS, situation_from_json

    row = {key: value for key, value in asked.items() if key in KEYS}
    return situation_from_json({**row, "facts": _listed(asked["facts"])})


def _listed(value: object) -> list[str]:
    return [str(fact) for fact in value] if isinstance(value, tuple) else []


def _text(asked: dict[str, object], key: str) -> str | None:
    value = asked[key]
    return None if value is None else str(value)


def _zone(name: str | None, contract: "Contract | None", received_at: "datetime") -> "tzinfo":
    from intake.contract.zones import zone

    if name is not None:
        return zone(name)
    found = received_at.tzinfo if contract is None else contract.zone
    assert found is not None  # noqa: S101 - a time without an offset has been refused
    return found
