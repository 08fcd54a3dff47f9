"""How good a model is on labelled messages, for the command line."""

from pathlib import Path

from intake.domain.errors import BadInput


def measured(directory: Path, on: Path) -> dict[str, float]:
    """Return a model's figures on a file of labelled messages; raises BadInput for a file or model that will not do."""
    from classifier.corpus import CorpusError, load
    from classifier.evaluate import evaluate
    from classifier.storing import ModelRefused
    from classifier.suggest import load as load_suggester

    try:
        return evaluate(load_suggester(directory), load([on]))
    except (CorpusError, ModelRefused, OSError) as error:
        raise BadInput(str(error)) from error
