"""What is measured of models of small sets: without labels, of one class, with few images, collapsed."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.config import ImageSet
from latent_explorer.model.measures.evaluate import evaluate
from latent_explorer.model.measures.unmeasured import unmeasured
from latent_explorer.model.store.checkpoint import load
from latent_explorer.model.store.metrics_schema import check_metrics
from tests.helpers.collapsed import collapsed
from tests.helpers.sets import COLOUR, ONE_CLASS, UNLABELLED, images_of, sample_of, train_on

pytestmark = pytest.mark.usefixtures("quick")
OF_A_JUDGE = {"label_kept", "judge_sure", "confidence", "label_entropy", "knn_accuracy"}


def measured(folder: Path, images: ImageSet, judge: JudgeCodec | None = None, count: int = 40) -> dict[str, Any]:
    """The metrics of a model by `count` test images; they are JSON, and what a checkpoint may hold."""
    codec, test, training = Codec(load(folder)), images_of(images, 40, seed=1), images_of(images)
    few = test.take(np.arange(count))
    found = evaluate(codec, judge, few, training, 3, lambda *_: None, sample=sample_of(images))
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    check_metrics(found)
    return found


def names(value: Any) -> set[str]:
    """The names of all figures, however deep."""
    if isinstance(value, dict):
        return set(value).union(*map(names, value.values()))
    return set().union(*map(names, value)) if isinstance(value, list) else set()


@pytest.mark.parametrize(
    ("images", "said"), [(UNLABELLED, "The images have no labels"), (ONE_CLASS, "All images are of one class, only,")]
)
def test_without_labels_that_tell_images_apart_the_rest_is_measured(
    images: ImageSet, said: str, tmp_path: Path
) -> None:
    judge = None
    if images.classes:
        judge = JudgeCodec(load(train_on(images, "judge", tmp_path, "judge")), sample_of(images))
    for kind in ("vae", "ae"):
        found = measured(train_on(images, kind, tmp_path, kind), images, judge)
        assert len(found["unmeasured"]) == 1 and found["unmeasured"][0].startswith(said)
        assert not OF_A_JUDGE & names(found)
        assert {"mse_median", "far", "trustworthiness", "log10_volume", "local"} <= names(found["nearness"])
        assert ("posterior_samples" in found["nearness"]) == (kind == "vae")


def test_a_set_with_a_judge_has_all_figures(tmp_path: Path) -> None:
    judge = JudgeCodec(load(train_on(COLOUR, "judge", tmp_path, "judge")), sample_of(COLOUR))
    found = measured(train_on(COLOUR, "vae", tmp_path, "vae"), COLOUR, judge)
    assert "unmeasured" not in found and names(found) >= OF_A_JUDGE


def test_a_set_whose_judge_is_not_there_is_told_how_to_make_it(tmp_path: Path) -> None:
    found = measured(train_on(COLOUR, "ae", tmp_path, "ae"), COLOUR)
    assert "no judge of these images beside the model" in found["unmeasured"][0]
    assert names(found) & OF_A_JUDGE == {"knn_accuracy"}, "labels suffice for it"


@pytest.mark.parametrize(("count", "said"), [(1, "There is one test image"), (2, "There are 2"), (15, "There are 15")])
def test_few_test_images_are_told(count: int, said: str, tmp_path: Path) -> None:
    found = measured(train_on(UNLABELLED, "vae", tmp_path, "vae"), UNLABELLED, count=count)
    assert found["unmeasured"][1].startswith(said)
    assert not {"trustworthiness", "continuity"} & names(found)
    assert ("step_curve" in found["nearness"]) == (count > 1)
    assert found["test"]["images"] == count


@pytest.mark.parametrize("axes", [[1], [0, 1]])
@pytest.mark.parametrize("kind", ["vae", "ae"])
def test_a_collapsed_model_is_measured(axes: list[int], kind: Any, tmp_path: Path) -> None:
    """An axis of sd 0; and all of them, so that codes lie at one point."""
    folder = collapsed(train_on(UNLABELLED, kind, tmp_path, kind), tmp_path / "flat", axes)
    near = measured(folder, UNLABELLED)["nearness"]
    assert 0 <= near["holes"]["fitted"]["far"]["value"] <= 1
    if len(axes) == 2:
        assert near["rank_correlation"]["all"]["value"] == 0, "codes at one point tell nothing of distances"


def test_a_whole_set_lacks_nothing() -> None:
    assert unmeasured(COLOUR, labelled=True, judged=True, count=21) == []
    assert "more than 20" in unmeasured(COLOUR, labelled=True, judged=True, count=20)[0]
