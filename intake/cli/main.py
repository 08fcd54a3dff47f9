"""The command group: names and one-line helps here, everything else in the command's own module."""

from importlib import import_module

import click

# Command, its module in intake.cli, and its line in `intake --help`: nothing is imported to print that.
COMMANDS = {
    "demo": ("demo", "Run the main job on this machine: sample customers, real mail, acknowledgements."),
    "serve": ("serve", "Run the doors, the stages and delivery in one process."),
    "init": ("init", "Write a commented intake.toml."),
    "doctor": ("doctor", "Check settings, store, contracts, templates, model and ports; say what to do."),
    "parse": ("parse", "Show how mail files are understood."),
    "suggest": ("suggest", "Suggest a severity for a message, with evidence."),
    "promise": ("promise", "Say what a contract promises, and by when."),
    "contracts": ("contracts", "List, show and check contracts."),
    "acknowledge": ("acknowledge", "Preview an acknowledgement."),
    "cases": ("cases", "List cases, the most pressing first."),
    "case": ("case", "Show one case: message, suggestion, clause, clock, acknowledgement, trail."),
    "confirm": ("decisions", "Confirm the suggested or standing severity of a case."),
    "override": ("decisions", "Set another severity level, with the reason."),
    "consent": ("decisions", "Record the customer's answer to a change of level."),
    "reply": ("reply", "Answer the customer of a case, in the thread."),
    "begin": ("reply", "Record that work on a case has begun."),
    "assign": ("assign", "Say whom a case is for: passed-on mail, or a sender whom nothing proves."),
    "close": ("close", "Close a case, resolved or not, with the reason."),
    "evidence": ("evidence", "Show the checklist of an emergency, or record your own check."),
    "page": ("page", "List who is being called, or take a page."),
    "storms": ("storms", "List the storms: cases of several customers that look like one outage."),
    "storm": ("storms", "Show a storm and why each case is in it, close it, or take a case out."),
    "customers": ("customers", "Add, list and import customers."),
    "slack": ("slack", "Print the manifest that the Slack app is made from."),
    "evaluate": ("evaluate", "Measure a model on labelled messages, or on what engineers decided."),
    "train": ("train", "Train a challenger from the corpus and engineers' verdicts."),
    "promote": ("promote", "Let a model serve, if it is not worse than the one that does."),
    "replay": ("replay", "Decide past mail anew, under another contract or model, and tell what differs."),
    "verify": ("verify", "Check that the ledger balances, the trail holds and nobody else wrote to the store."),
    "erase": ("erase", "Erase a person's data; case numbers, decisions and the trail stay whole."),
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"intake.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="severity-intake", prog_name="intake")
def intake() -> None:
    """Support intake that answers by contract.

    Try `intake demo` first.
    """
