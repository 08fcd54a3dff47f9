"""Write an encoder as ONNX, fine-tuned and as it came: each token's share of each number, in eight bits."""

import hashlib
import json
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from transformers import AutoModel

from classifier.encoder.files import GRAPH, MANIFEST, PRETRAINED, SENSE, VOCABULARY
from classifier.encoder.network import Network, dimensions


class _Shares(nn.Module):
    """Tokens in, (messages, tokens, dimensions) out; the sum over tokens and the constant give the network's scores.

    Without a network the dimensions are those of the pretrained encoder's mean.
    """

    def __init__(self, base: Path, network: Network | None = None) -> None:
        super().__init__()
        # Plain attention: the quicker kind cannot be written as ONNX.
        self.encoder = AutoModel.from_pretrained(base, attn_implementation="eager")
        self.weight = None
        if network is not None:
            self.encoder.load_state_dict(network.encoder.state_dict())
            self.weight = nn.Parameter(network.head.weight.detach().clone())

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        there = attention_mask[..., None].to(hidden.dtype)
        shares: torch.Tensor = hidden * there / there.sum(1, keepdim=True)
        return shares if self.weight is None else shares @ self.weight.T


def export(network: Network, base: Path, directory: Path, about: Mapping[str, Any]) -> None:
    """Write graphs, vocabulary and manifest into a folder; `about` joins the manifest."""
    directory.mkdir(parents=True, exist_ok=True)
    _write_graph(_Shares(base, network).eval(), directory / GRAPH)
    constant = [round(float(one), 6) for one in network.head.bias.tolist()]
    complete(base, directory, {**about, "constant": constant})


def complete(base: Path, directory: Path, about: Mapping[str, Any]) -> None:
    """Write what stands beside the fine-tuned graph; `about` has its constant and joins the manifest."""
    (directory / VOCABULARY).write_bytes((base / VOCABULARY).read_bytes())
    pretrained = _Shares(base).eval()
    _write_graph(pretrained, directory / PRETRAINED)
    width = int(pretrained.encoder.config.hidden_size)
    names = (GRAPH, PRETRAINED, VOCABULARY)
    manifest = {
        **about,
        "sha256": {name: hashlib.sha256((directory / name).read_bytes()).hexdigest() for name in names},
        "dimensions": [*dimensions(), *(f"{SENSE}{at}" for at in range(width))],
        "constant": [*about["constant"], *(0.0 for _ in range(width))],
    }
    (directory / MANIFEST).write_text(json.dumps(manifest, indent=None) + "\n", encoding="utf-8")


def _write_graph(shares: _Shares, path: Path) -> None:
    ids = torch.randint(1000, 20000, (2, 24))
    mask = torch.ones_like(ids)
    mask[1, 10:] = 0
    free = {name: {0: "messages", 1: "tokens"} for name in ("input_ids", "attention_mask", "parts")}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns of what it does itself
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            shares,
            (ids, mask),
            str(whole),
            input_names=["input_ids", "attention_mask"],
            output_names=["parts"],
            dynamic_axes=free,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True)
