#!/usr/bin/env bash
# Behaviour: LinearSVC, SGDClassifier and Perceptron split several classes into "one against the rest", and give the one its
#   class weight and all of the rest the weight 1, whatever class they are of. So class_weight="balanced" is not what the
#   same weights make when given by sample_weight; in SVC, LogisticRegression and RidgeClassifier both are the same. With
#   ten equally frequent classes it changes not a bit of LinearSVC, though each of its splits is 1 against 9.
# Version: scikit-learn 1.9.1 with NumPy 2.4.6; seen 2026-11-30.
# Why a good guess is wrong: by their documentation class_weight multiplies C, or the weight of its class, and "balanced" has
#   one formula for all six. By that a sample weighs the same in every split; or, if "balanced" is done in each split, the
#   two sides of it weigh the same. It is neither. Two classes show no difference.
# What helps: OneVsRestClassifier(LinearSVC(class_weight="balanced")) balances each split; sample_weight weighs the samples.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scikit-learn==1.9.1 numpy==2.4.6
cat >look.py <<'PYTHON'
import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression, Perceptron, RidgeClassifier, SGDClassifier
from sklearn.multiclass import OneVsRestClassifier
from sklearn.svm import SVC, LinearSVC
from sklearn.utils.class_weight import compute_class_weight, compute_sample_weight

EXACT = {"C": 0.01, "tol": 1e-8, "max_iter": 100_000}
EPOCHS = {"max_iter": 50, "tol": None, "random_state": 0}
svc = lambda weight: LinearSVC(class_weight=weight, **EXACT)
images, digits = load_digits(return_X_y=True)
images = images / 16


def first(zeros, others):
    """That many zeros, and that many of each other digit."""
    rows = [np.flatnonzero(digits == digit)[: others if digit else zeros] for digit in range(10)]
    return images[np.concatenate(rows)], digits[np.concatenate(rows)]


def close(one, other):
    return "the same" if np.allclose(one, other, atol=1e-4 * abs(one).max()) else "different"


KINDS = {
    "LinearSVC": svc,
    "SGDClassifier": lambda weight: SGDClassifier(class_weight=weight, **EPOCHS),
    "Perceptron": lambda weight: Perceptron(class_weight=weight, **EPOCHS),
    "SVC": lambda weight: SVC(kernel="linear", class_weight=weight, **EXACT),
    "LogisticRegression": lambda weight: LogisticRegression(class_weight=weight, **EXACT),
    "RidgeClassifier": lambda weight: RidgeClassifier(class_weight=weight),
}


def both_ways(make, x, y):
    by_class = make("balanced").fit(x, y).coef_
    by_sample = make(None).fit(x, y, sample_weight=compute_sample_weight("balanced", y)).coef_
    return close(by_class, by_sample)


x, y = first(zeros=15, others=150)
print("balanced by class and by sample are")
for name, make in KINDS.items():
    print(f"  {name}: {both_ways(make, x, y)} for ten classes, {both_ways(make, x, y == 0)} for two")

weights = compute_class_weight("balanced", classes=np.arange(10), y=y)
by_hand = [svc({True: weights[digit], False: 1}).fit(x, y == digit).coef_[0] for digit in range(10)]
print("LinearSVC, and each split by hand with the rest at 1:", close(svc("balanced").fit(x, y).coef_, np.array(by_hand)))

x, y = first(zeros=150, others=150)
balanced, plain = svc("balanced").fit(x, y), svc(None).fit(x, y)
print("ten equal classes, balanced and not, equal to the bit:", np.array_equal(balanced.coef_, plain.coef_))
each = OneVsRestClassifier(svc("balanced")).fit(x, y)
for name, fitted in (("LinearSVC", balanced), ("OneVsRestClassifier", each)):
    own = (fitted.decision_function(x) > 0)[np.arange(len(y)), y].mean()
    print(f"{name}, balanced: {own:.0%} of the images are on their own digit's side")
PYTHON
venv/bin/python -W error look.py | tee seen
diff seen - <<'WANTED'
balanced by class and by sample are
  LinearSVC: different for ten classes, the same for two
  SGDClassifier: different for ten classes, the same for two
  Perceptron: different for ten classes, the same for two
  SVC: the same for ten classes, the same for two
  LogisticRegression: the same for ten classes, the same for two
  RidgeClassifier: the same for ten classes, the same for two
LinearSVC, and each split by hand with the rest at 1: the same
ten equal classes, balanced and not, equal to the bit: True
LinearSVC, balanced: 86% of the images are on their own digit's side
OneVsRestClassifier, balanced: 99% of the images are on their own digit's side
WANTED
