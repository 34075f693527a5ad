import re
import xml.etree.ElementTree as ET

from latent_explorer.app.cli.loss_plot import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, curves
from latent_explorer.model.training.trainer import Epoch


def epochs(losses: list[float]) -> list[Epoch]:
    return [Epoch(i, loss + 1, loss, 1.0) for i, loss in enumerate(losses)]


def points(svg: str) -> list[list[tuple[float, float]]]:
    """The corners of the two lines."""
    paths = [
        p.get("d", "") for p in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}path") if p.get("fill") == "none"
    ]
    return [[(float(x), float(y)) for x, y in re.findall(r"([\d.]+),([\d.]+)", path)] for path in paths]


def test_lines_fall_as_the_losses_do() -> None:
    validation, training = points(curves("m", epochs([30, 20, 15, 12])))
    assert len(validation) == len(training) == 4
    assert [y for _, y in validation] == sorted(y for _, y in validation)
    assert all(t < v for (_, v), (_, t) in zip(validation, training, strict=True)), "training lies higher: one nat more"
    assert validation[0][0] == LEFT and validation[-1][0] == WIDTH - RIGHT


def test_the_first_epochs_do_not_flatten_the_others() -> None:
    validation, _ = points(curves("m", epochs([9000, *range(60, 40, -1)])))
    assert len(validation) == 20
    assert min(y for _, y in validation) < TOP + 20


def test_the_scale_has_round_numbers_around_all_losses() -> None:
    svg = curves("m", epochs([30.3, 20.2, 15.1, 12.4]))
    assert re.findall(r'text-anchor="end" fill="#333">([\d.]+)<', svg) == ["10", "15", "20", "25", "30", "35"]
    assert all(TOP <= y <= HEIGHT - BOTTOM for line in points(svg) for _, y in line)


def test_one_epoch_is_a_picture_too_and_names_are_escaped() -> None:
    svg = curves("<b> & co", epochs([10]))
    assert "&lt;b&gt; &amp; co" in svg and "validation 10.00" in svg
    assert len(points(svg)) == 2
