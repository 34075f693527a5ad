#!/usr/bin/env bash
# Behaviour: torch.onnx.export writes several functions that exist only for their accuracy as the plain formula that they
#   are there to avoid. binary_cross_entropy_with_logits becomes x (1 - t) - log(sigmoid(x)), logaddexp becomes
#   log(exp(a) + exp(b)), log1p becomes log(1 + x) and expm1 exp(x) - 1. What PyTorch computes exactly is then infinite or
#   zero in onnxruntime: the loss of a black pixel with a logit of -40 is 0 in PyTorch, and infinite in the graph, where it
#   is what a well-trained decoder gives for most of an image. softplus, log_softmax and logsumexp keep their accuracy.
# Version: torch 2.13.0, onnxscript 0.7.2, onnx 1.23.2, onnxruntime 1.32.0, seen 2026-11-30.
# Why a good guess is wrong: "with logits" is the advice for a loss that stays finite, and an exporter that keeps softplus,
#   one operator away, as an operator of its own is taken to keep the others. A check with an untrained network finds no
#   difference, as its logits are near 0.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check torch==2.13.0 onnxscript==0.7.2 onnx==1.23.2 \
  onnxruntime==1.32.0 numpy==2.4.6
cat >look.py <<'PYTHON'
import io

import onnxruntime
import torch
from torch.nn import functional


class Wrapped(torch.nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


def of_black(x):
    return functional.binary_cross_entropy_with_logits(x, torch.zeros_like(x), reduction="none")


FUNCTIONS = {
    "binary_cross_entropy_with_logits": (of_black, -40),
    "logaddexp": (lambda x: torch.logaddexp(x, x), 100),
    "log1p": (torch.log1p, 1e-8),
    "expm1": (torch.expm1, 1e-8),
    "softplus": (functional.softplus, -40),
    "log_softmax": (lambda x: functional.log_softmax(torch.cat([x, 0 * x], 1), 1)[:, :1], -40),
    "logsumexp": (lambda x: torch.logsumexp(torch.cat([x, x], 1), 1), 100),
}
for name, (function, value) in FUNCTIONS.items():
    x = torch.tensor([[float(value)]])
    graph = io.BytesIO()
    torch.onnx.export(Wrapped(function), (x,), dynamo=True, verbose=False).save(graph)
    session = onnxruntime.InferenceSession(graph.getvalue(), providers=["CPUExecutionProvider"])
    (there,) = session.run(None, {session.get_inputs()[0].name: x.numpy()})
    print(f"{name} at {value}: {function(x).item():.3g} in PyTorch, {there.item():.3g} in the graph")
PYTHON
venv/bin/python -W ignore look.py 2>notes | grep " in the graph" | tee seen
diff seen - <<'WANTED'
binary_cross_entropy_with_logits at -40: 0 in PyTorch, inf in the graph
logaddexp at 100: 101 in PyTorch, inf in the graph
log1p at 1e-08: 1e-08 in PyTorch, 0 in the graph
expm1 at 1e-08: 1e-08 in PyTorch, 0 in the graph
softplus at -40: 4.25e-18 in PyTorch, 4.25e-18 in the graph
log_softmax at -40: -40 in PyTorch, -40 in the graph
logsumexp at 100: 101 in PyTorch, 101 in the graph
WANTED
