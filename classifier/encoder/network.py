"""The network that is trained: a pretrained encoder, the mean over its tokens, and one linear layer for every label."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn import functional
from transformers import AutoModel

from classifier.corpus import VALUES, Example

LABELS = ("level", "kind", "scope", "locations", "connectivity", "data_loss", "workaround", "planned_event")
KINDS = ("incident", "question", "enhancement", "scheduled_task", "not_a_request")
VAGUE = 0.5  # how far a level's target spreads to its neighbours: exp(-distance squared / VAGUE)
BESIDE = 0.3  # what kind and facts together weigh beside the level
FROZEN = 2  # lowest layers, and the word vectors, that stay as they were


def _values(label: str) -> tuple[object, ...]:
    return KINDS if label == "kind" else tuple(VALUES[label])


def dimensions() -> tuple[str, ...]:
    """Return the names of the numbers: "level=1", ..., "scope=all", ...; a yes-or-no fact has one."""
    return tuple(f"{label}={value}" for label in LABELS for value in _shown(label))


def _shown(label: str) -> tuple[object, ...]:
    return (True,) if _values(label) == (True, False) else _values(label)


class Network(nn.Module):
    """Tokens in, (messages, dimensions) out."""

    def __init__(self, base: Path) -> None:
        """Load the pretrained encoder from a folder in the format of `transformers`."""
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base)
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(self.encoder.config.hidden_size, len(dimensions()))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        still = [self.encoder.embeddings, *self.encoder.encoder.layer[:FROZEN]]
        for parameter in (parameter for module in still for parameter in module.parameters()):
            parameter.requires_grad = False

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Return the undecided scores of every label."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        there = attention_mask[..., None]
        mean = (hidden * there).sum(1) / there.sum(1)
        scores: torch.Tensor = self.head(self.drop(mean))
        return scores


class Loss:
    """How wrong scores are: the level first, softly over its neighbours; kind and facts beside it."""

    def __init__(self, levels: Sequence[int]) -> None:
        """Weigh levels by how seldom they are in the messages at hand."""
        counts = torch.tensor([levels.count(level) for level in (1, 2, 3, 4)], dtype=torch.float)
        self._weights = (counts.mean() / counts).sqrt()
        distance = torch.tensor([[(one - two) ** 2 for two in range(4)] for one in range(4)], dtype=torch.float)
        self._soft = torch.softmax(-distance / VAGUE, dim=1)

    def __call__(self, scores: torch.Tensor, examples: Sequence[Example]) -> torch.Tensor:
        """Return the loss of one batch."""
        at = 4
        levels = torch.tensor([example.level - 1 for example in examples])
        surprise = -(self._soft[levels] * functional.log_softmax(scores[:, :4], dim=1)).sum(1)
        total = (surprise * self._weights[levels]).mean()
        for label in LABELS[1:]:
            width = len(_shown(label))
            total = total + BESIDE * _beside(scores[:, at : at + width], label, examples)
            at += width
        return total


def _beside(scores: torch.Tensor, label: str, examples: Sequence[Example]) -> torch.Tensor:
    values = [example.kind if label == "kind" else getattr(example.facts, label) for example in examples]
    if scores.shape[1] == 1:
        return functional.binary_cross_entropy_with_logits(scores[:, 0], torch.tensor(values, dtype=torch.float)) / 2
    return functional.cross_entropy(scores, torch.tensor([_values(label).index(value) for value in values]))


def groups(network: Network, speed: float) -> list[Mapping[str, Any]]:
    """Return the parameters for the optimiser: the new layer learns faster than the pretrained ones."""
    inner = [parameter for parameter in network.encoder.parameters() if parameter.requires_grad]
    return [
        {"params": [one for one in inner if one.dim() > 1], "lr": speed, "weight_decay": 0.01},
        {"params": [one for one in inner if one.dim() == 1], "lr": speed, "weight_decay": 0.0},
        {"params": list(network.head.parameters()), "lr": 2e-3, "weight_decay": 0.01},
    ]
