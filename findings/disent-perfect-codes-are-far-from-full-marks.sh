#!/usr/bin/env bash
# Behaviour: of codes of which each axis tells one factor exactly, and nothing of the other, disent's MIG and SAP give far
#   less than they can give. MIG is 1.00 while the codes are spread evenly, and 0.76 once the same ranks are spread as a
#   normal distribution: its 20 bins are of equal width between the extremes, so that neighbouring values of a factor share
#   those in the middle. SAP, by default, is 0.10 for ten values of a factor, where an axis that tells them all is right 0.90
#   more often than one that guesses; and it depends on the unit: of codes ten times as large it is 0.20, of a hundred times
#   as large 0.21. DCI is 1.00.
# Version: disent 0.8.0 with torch 2.13.0 and scikit-learn 1.9.1, seen 2026-11-30. The modules of both measures are the same
#   in 0.9.3, which asks for Python 3.12.
# Why a good guess is wrong: by their definitions both scores reach the top as soon as an axis tells its factor, whatever the
#   axis' distribution or unit. But a VAE's prior asks for the normal one, and so for less than the top of MIG; and SAP's
#   classifier makes one cut along the axis for each value, while a value in the middle has others on both sides. With
#   continuous_factors=True SAP is a squared correlation, near 1 here, which asks for a straight line.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check disent==0.8.0 torch==2.13.0 torchvision==0.28.0 \
  lightning==2.6.6 scikit-learn==1.9.1 numpy==2.4.6
cat >look.py <<'PYTHON'
import numpy as np
import torch
from scipy.stats import norm

# PyPI's torchvision is built for torch with CUDA. Without it, it lacks two operators, which no measure calls.
if torch.version.cuda is None:
    for name in ("nms", "qnms"):
        torch.library.define(f"torchvision::{name}", "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
from disent.dataset import DisentDataset
from disent.dataset.data import ArrayGroundTruthData
from disent.metrics import metric_dci, metric_mig, metric_sap

VALUES = 10
# "Images" of one row, whose two pixels are the two factors.
images = np.indices((VALUES, VALUES)).reshape(2, -1).T.reshape(-1, 1, 2, 1)
data = DisentDataset(ArrayGroundTruthData(images, ("first", "second"), (VALUES, VALUES)))


def scores(measure, key, spread, unit=1, **options):
    """The score of axes that hold each image's rank by its factor, ties broken by chance."""
    np.random.seed(0)
    rng = np.random.default_rng(0)

    def encode(batch):
        factors = np.asarray(batch).reshape(-1, 2)
        ranks = (factors + rng.random(factors.shape)) / VALUES
        codes = norm.ppf(ranks) if spread == "normal" else ranks
        told = np.floor(VALUES * (norm.cdf(codes) if spread == "normal" else codes))
        assert np.array_equal(told, factors), "each axis tells its factor"
        return torch.tensor(unit * codes)

    return f"{measure(data, encode, **options)[key]:.2f}"


for spread in ("even", "normal"):
    print(f"{spread}: MIG", scores(metric_mig, "mig.discrete_score", spread))
    print(f"{spread}: DCI", scores(metric_dci, "dci.disentanglement", spread, num_train=1000, num_test=500))
    for unit in (1, 10, 100):
        print(f"{spread}: SAP of the codes times {unit}:", scores(metric_sap, "sap.score", spread, unit))
    print(f"{spread}: SAP of continuous factors", scores(metric_sap, "sap.score", spread, continuous_factors=True))
PYTHON
venv/bin/python -W ignore look.py | tee seen
diff seen - <<'WANTED'
even: MIG 1.00
even: DCI 1.00
even: SAP of the codes times 1: 0.10
even: SAP of the codes times 10: 0.20
even: SAP of the codes times 100: 0.21
even: SAP of continuous factors 0.99
normal: MIG 0.76
normal: DCI 1.00
normal: SAP of the codes times 1: 0.18
normal: SAP of the codes times 10: 0.19
normal: SAP of the codes times 100: 0.19
normal: SAP of continuous factors 0.94
WANTED
