"""Fine-tune the encoder on the corpus. Needs torch and transformers, which nobody needs who only runs it."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from tokenizers import Tokenizer

from classifier.corpus import Example
from classifier.encoder.blurring import blurred
from classifier.encoder.network import Loss, Network, dimensions, groups
from classifier.reading import joined

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 0
EPOCHS = 3
SPEED = 3e-5
BATCH = 16
LEARNED = 192  # tokens of a message while learning
READ = 256  # tokens of a message while predicting, as when it serves
_SHELF = 20  # batches whose messages are sorted by length together

Tells = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Workshop:
    """The folder of the pretrained encoder, its vocabulary, and whom to tell of the progress."""

    base: Path
    tokens: Tokenizer
    tell: Tells


def trained(shop: Workshop, examples: Sequence[Example]) -> Network:
    """Return an encoder fine-tuned on these messages; some minutes for 3,000 of them on two cores."""
    torch.manual_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311 - shuffling, not secrets
    network, loss = Network(shop.base), Loss([example.level for example in examples])
    optimiser = torch.optim.AdamW(groups(network, SPEED))
    steps = EPOCHS * -(-len(examples) // BATCH)
    slope = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min(1.0, 10 * step / steps) * (1 - step / steps))
    network.train()
    began = time.monotonic()
    for epoch in range(EPOCHS):
        total = 0.0
        for batch in _batches(examples, chance):
            texts = [blurred(joined(example.subject, example.text)[0], chance) for example in batch]
            with torch.autocast("cpu", torch.bfloat16):
                scores = network(**_tensors(shop.tokens, texts, LEARNED))
            wrong = loss(scores.float(), batch)
            optimiser.zero_grad()
            wrong.backward()  # type: ignore[no-untyped-call] # torch's own
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            slope.step()
            total += wrong.item()
        mean = total * BATCH / len(examples)
        shop.tell(f"  epoch {epoch + 1} of {EPOCHS}: loss {mean:.3f}, {time.monotonic() - began:.0f} s")
    return network.eval()


def predicted(shop: Workshop, network: Network, examples: Sequence[Example]) -> "NDArray[np.float32]":
    """Return the numbers of messages, (messages, dimensions)."""
    numbers = np.zeros((len(examples), len(dimensions())), dtype=np.float32)
    with torch.inference_mode():
        for at, example in enumerate(examples):
            text = joined(example.subject, example.text)[0]
            numbers[at] = network(**_tensors(shop.tokens, [text], READ))[0].numpy()
    return numbers


def _tensors(tokens: Tokenizer, texts: Sequence[str], longest: int) -> dict[str, Any]:
    tokens.enable_truncation(longest)
    tokens.enable_padding()
    read = tokens.encode_batch(list(texts))
    return {
        "input_ids": torch.tensor([one.ids for one in read]),
        "attention_mask": torch.tensor([one.attention_mask for one in read]),
    }


def _batches(examples: Sequence[Example], chance: random.Random) -> Iterator[list[Example]]:
    """Return the messages once, in batches of like length, shuffled."""
    order = list(examples)
    chance.shuffle(order)
    batches: list[list[Example]] = []
    for start in range(0, len(order), BATCH * _SHELF):
        shelf = sorted(order[start : start + BATCH * _SHELF], key=lambda example: len(example.text))
        batches += [shelf[at : at + BATCH] for at in range(0, len(shelf), BATCH)]
    chance.shuffle(batches)
    yield from batches
