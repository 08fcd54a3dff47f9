"""Reply: an engineer's words to the customer, written at the command line or in the console."""

from dataclasses import dataclass
from hashlib import sha256

from intake.domain.contract import PromiseKind
from intake.domain.errors import BadInput
from intake.domain.kept import Act, How
from intake.domain.message import Attachment
from intake.review.engineer import Engineer, the_case
from intake.stages.answer import Answer, Answered, answer, last_of_customer, why_not

_LONGEST = 200_000  # characters; longer is a file that was meant to be attached


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What an engineer writes. `signed` is the name the customer reads below it, "" for the desk's alone.

    `files` go with it; those that go into Slack lie in the store already.
    """

    text: str
    signed: str = ""
    begins_work: bool = False
    how: How = How.CLI
    files: tuple[Attachment, ...] = ()


def reply(engineer: Engineer, number: int, written: Reply) -> Answered:
    """Send words to a case's customer, in the thread, and record the first answer; a closed case is open again.

    The same words by the same engineer are sent once for each message of the customer's. Raises BadInput for an
    unknown case, for no words or too many, and for a customer who must not be written to.
    """
    run = engineer.run
    case = the_case(run.connection, number)
    if len(written.text) > _LONGEST:
        raise BadInput(f"reply: {len(written.text):,} characters are too many; write at most {_LONGEST:,}")
    refused = why_not(run, case, written.text)
    if refused is not None:
        raise BadInput(f"reply: nothing can be sent to the customer of case {number}: {refused}")
    said = (engineer.name, written.text.strip(), *(one.sha256 for one in written.files))
    told = sha256("\n".join(said).encode("utf-8", "replace")).hexdigest()[:16]
    words = Answer(
        text=written.text,
        key=f"reply:{number}:{last_of_customer(run, case)}:{told}",
        act=Act(
            case_id=number,
            promise=PromiseKind.INITIAL_RESPONSE,
            at=run.now,
            actor=engineer.name,
            how=written.how,
        ),
        signed=written.signed,
        begins_work=written.begins_work,
        attachments=written.files,
    )
    return answer(run, case, words)
