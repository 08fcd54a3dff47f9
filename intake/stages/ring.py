"""Ring: do what a timer was set for."""

from collections.abc import Callable, Mapping

from intake.domain.timer import Timer, TimerKind
from intake.stages.calls.escalate import escalate
from intake.stages.desk import Run
from intake.stages.proof_later import ask_again
from intake.stages.remind import remind
from intake.stages.warn import warn
from intake.stages.window.transcript import mail_unseen

# What each kind of timer does when it rings: a warning before a deadline, the next name on call, a reminder, who wrote,
# whether an answer was seen.
RINGS: Mapping[TimerKind, Callable[[Run, Timer], None]] = {
    TimerKind.REMINDER: remind,
    TimerKind.ESCALATION: escalate,
    TimerKind.WARNING: warn,
    TimerKind.IDENTITY: ask_again,
    TimerKind.UNSEEN: mail_unseen,
}


def ring(run: Run, timer: Timer) -> None:
    """Do what a timer was set for, in the caller's transaction; its kind says what."""
    RINGS[timer.kind](run, timer)
