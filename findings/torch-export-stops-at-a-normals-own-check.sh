#!/usr/bin/env bash
# Behaviour: an encoder that puts its μ and σ in a torch.distributions.Normal, as PyTorch's own way of a VAE has it, can't be
#   exported, to ONNX or by torch.export: "Could not guard on data-dependent expression". What stops it is the check of the
#   arguments that each distribution makes when it is built. With validate_args=False the same encoder is exported, and of
#   the distribution nothing is left in the graph. A Normal of plain numbers, N(0, 1), is no obstacle; torch.jit.trace, the
#   exporter before, passed over the check as well.
# Version: torch 2.13.0, onnxscript 0.7.2, onnx 1.23.2, seen 2026-11-30.
# Why a good guess is wrong: the check is documented as one that may be left out where it is slow, and belongs to plain
#   Python; that it decides whether a network can be exported at all, no word of the error says. The first guess is that the
#   distribution's class is what can't be exported.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check torch==2.13.0 onnxscript==0.7.2 onnx==1.23.2 numpy==2.4.6
cat >look.py <<'PYTHON'
import torch
from torch.distributions import Normal


class Encoder(torch.nn.Module):
    def __init__(self, ends):
        super().__init__()
        self.last, self.ends = torch.nn.Linear(6, 4), ends

    def forward(self, x):
        mu, log_sigma = self.last(x).chunk(2, -1)
        return self.ends(mu, log_sigma.exp())


def of(distribution):
    return distribution.mean, distribution.stddev


ENCODERS = {
    "Normal(mu, sigma)": lambda mu, sigma: of(Normal(mu, sigma)),
    "Normal(mu, sigma, validate_args=False)": lambda mu, sigma: of(Normal(mu, sigma, validate_args=False)),
    "Normal(0, 1)": lambda mu, sigma: mu + sigma * Normal(0.0, 1.0).sample(mu.shape),
}
x = torch.randn(3, 6)


def first_cause(error):
    while error.__cause__:
        error = error.__cause__
    return type(error).__name__


def tried(export):
    try:
        return export()
    except Exception as error:
        return first_cause(error)


for name, ends in ENCODERS.items():
    encoder = Encoder(ends).eval()
    batch = ({0: torch.export.Dim.DYNAMIC},)

    def to_onnx():
        made = torch.onnx.export(encoder, (x,), dynamo=True, verbose=False, dynamic_shapes=batch)
        return " ".join(sorted(node.op_type for node in made.model.graph))

    def exported():
        torch.export.export(encoder, (x,), dynamic_shapes=batch)
        return "done"

    def traced():
        torch.jit.trace(encoder, x, check_trace=False)
        return "done"

    for how, export in {"onnx.export": to_onnx, "export": exported, "jit.trace": traced}.items():
        print(f"seen: {name}, torch.{how}: {tried(export)}")
PYTHON
venv/bin/python -W ignore look.py 2>notes | grep "^seen" | tee seen
diff seen - <<'WANTED'
seen: Normal(mu, sigma), torch.onnx.export: GuardOnDataDependentSymNode
seen: Normal(mu, sigma), torch.export: GuardOnDataDependentSymNode
seen: Normal(mu, sigma), torch.jit.trace: done
seen: Normal(mu, sigma, validate_args=False), torch.onnx.export: Exp Gemm Split
seen: Normal(mu, sigma, validate_args=False), torch.export: done
seen: Normal(mu, sigma, validate_args=False), torch.jit.trace: done
seen: Normal(0, 1), torch.onnx.export: Add Add Concat Exp Expand Expand Gemm Mul Mul RandomNormalLike Shape Split
seen: Normal(0, 1), torch.export: done
seen: Normal(0, 1), torch.jit.trace: done
WANTED
