"""Remind: ask a customer once more who has not answered a question of consent, and then no more."""

from intake.domain.timer import Timer
from intake.render.write import consent_reminder
from intake.stages.ask import REMINDER, About, question_letter, question_links, stands, write
from intake.stages.desk import Run
from intake.storage import cases, links


def remind(run: Run, timer: Timer) -> None:
    """Write the reminder of a question that still waits for its answer."""
    question = links.find(run.connection, _number(timer))
    case = cases.find(run.connection, timer.case_id)
    contract = None if case is None else run.desk.contract_of(case)
    if question is None or case is None or contract is None or not stands(run.connection, question, case):
        return
    of = About(question=question, contract=contract, name=REMINDER)
    made = consent_reminder(question_letter(run, case, of), run.desk.templates, question_links(run, question))
    write(run, case, of, made)


def _number(timer: Timer) -> int:
    number = timer.detail.get("question")
    return number if isinstance(number, int) else 0
