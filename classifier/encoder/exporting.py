"""Write an encoder as ONNX, fine-tuned and as it came in one graph: each token's share of each number, in 8 bits."""

import hashlib
import json
import tempfile
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from transformers import AutoModel

from classifier.encoder.files import GRAPH, LAYERS, MANIFEST, VOCABULARY, senses
from classifier.encoder.network import FROZEN, Network, dimensions


class _Shares(nn.Module):
    """Tokens in; out come shares of the labels' numbers and of the sense, (messages, tokens, dimensions) each.

    The sum over tokens and the constant give the network's scores; the other sum over tokens is the mean of each of
    the pretrained encoder's `LAYERS`, side by side. What was left as it was while learning is gone through once.
    """

    def __init__(self, base: Path, network: Network) -> None:
        super().__init__()
        # Plain attention: the quicker kind cannot be written as ONNX.
        self.pretrained = AutoModel.from_pretrained(base, attn_implementation="eager")
        tuned = AutoModel.from_pretrained(base, attn_implementation="eager")
        tuned.load_state_dict(network.encoder.state_dict())
        self.tuned = tuned.encoder.layer[FROZEN:]
        self.weight = nn.Parameter(network.head.weight.detach().clone())

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        there = attention_mask[..., None].to(torch.float32)
        share = there / there.sum(1, keepdim=True)
        unseen = (1.0 - attention_mask[:, None, None, :].to(torch.float32)) * torch.finfo(torch.float32).min
        layers = self.pretrained.encoder.layer
        hidden = self.pretrained.embeddings(input_ids=input_ids)
        hidden = _through(layers[:FROZEN], hidden, unseen)[-1]
        parts: torch.Tensor = (_through(self.tuned, hidden, unseen)[-1] * share) @ self.weight.T
        senses = _through(layers[FROZEN:], hidden, unseen)[-len(LAYERS) :]
        return parts, torch.cat([one * share for one in senses], dim=2)


def _through(layers: Iterable[nn.Module], hidden: torch.Tensor, unseen: torch.Tensor) -> list[torch.Tensor]:
    """Return what each layer makes of what the one before made."""
    every = []
    for layer in layers:
        found = layer(hidden, unseen)
        hidden = found[0] if isinstance(found, tuple) else found
        every.append(hidden)
    return every


def export(network: Network, base: Path, directory: Path, about: Mapping[str, Any]) -> None:
    """Write graph, vocabulary and manifest into a folder; `about` joins the manifest."""
    directory.mkdir(parents=True, exist_ok=True)
    shares = _Shares(base, network).eval()
    _write_graph(shares, directory / GRAPH)
    (directory / VOCABULARY).write_bytes((base / VOCABULARY).read_bytes())
    width = int(shares.pretrained.config.hidden_size)
    manifest = {
        **about,
        "sha256": {name: hashlib.sha256((directory / name).read_bytes()).hexdigest() for name in (GRAPH, VOCABULARY)},
        "dimensions": [*dimensions(), *senses(width)],
        "constant": [*(round(float(one), 6) for one in network.head.bias.tolist()), *(0.0 for _ in senses(width))],
    }
    (directory / MANIFEST).write_text(json.dumps(manifest, indent=None) + "\n", encoding="utf-8")


def _write_graph(shares: _Shares, path: Path) -> None:
    ids = torch.randint(1000, 20000, (2, 24))
    mask = torch.ones_like(ids)
    mask[1, 10:] = 0
    free = {name: {0: "messages", 1: "tokens"} for name in ("input_ids", "attention_mask", "parts", "sense")}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns of what it does itself
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            shares,
            (ids, mask),
            str(whole),
            input_names=["input_ids", "attention_mask"],
            output_names=["parts", "sense"],
            dynamic_axes=free,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True)
