import torch

from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.training.augment import warp


def test_no_strength_is_no_change(sample: ImageData) -> None:
    x = torch.from_numpy(sample.pixels()[:5])
    assert warp(x, 0.0, torch.Generator()) is x


def test_warps_are_slight_and_repeat(sample: ImageData) -> None:
    x = torch.from_numpy(sample.pixels()[:200])
    first, second = (warp(x, 1.0, torch.Generator().manual_seed(2)) for _ in range(2))
    assert torch.equal(first, second)
    assert first.min() >= 0 and first.max() <= 1
    change = (first - x).square().mean(1)
    unlike = (x.roll(1, 0) - x).square().mean(1)
    assert (change > 0).all()
    assert change.median() < 0.7 * unlike.median()


def test_ink_stays_where_it_is_on_average(sample: ImageData) -> None:
    x = torch.from_numpy(sample.pixels())
    assert abs(float(warp(x, 1.0, torch.Generator().manual_seed(0)).mean() / x.mean()) - 1) < 0.03
