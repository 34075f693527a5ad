"""Steps a second of the page's training beside PyTorch's of the same networks: `python -m tests.bench.page_training`.

Both train an autoencoder and its VAE together, in batches of 64, on one thread and in turn; the page's in Node, with
the modules and the kernel that the page has. `python -m tests.bench.page_training_seen` measures the page itself.
"""

import statistics
from typing import Annotated

import torch
import typer

from latent_explorer.model.datasets.sample import IMAGES, TRAINING, training_sample
from tests.bench.twins_in_torch import steps_a_second
from tests.helpers.page_engine import asked_of_node


def main(
    rounds: Annotated[int, typer.Option(min=1, help="Of both.")] = 5,
    seconds: Annotated[float, typer.Option(min=0.1, help="Of each, in a round.")] = 4.0,
) -> None:
    """Print both, and their ratio."""
    torch.set_num_threads(1)
    images = torch.tensor(training_sample().data.images.reshape(-1, 784))
    asked = {"images": str(TRAINING / IMAGES), "seconds": seconds}
    page, eager, ratios = [], [], []
    for turn in range(rounds):
        typer.echo(f"  round {turn + 1} of {rounds} …", err=True)
        page.append(float(asked_of_node("training/speed.js", asked)))
        eager.append(steps_a_second(images, seconds))
        ratios.append(page[-1] / eager[-1])
    measured = (("the page's", page, " steps/s"), ("PyTorch, eager", eager, " steps/s"), ("ratio", ratios, "×"))
    for name, values, unit in measured:
        typer.echo(f"{name:15} {statistics.median(values):7.2f}{unit} [{min(values):.2f}, {max(values):.2f}]")


if __name__ == "__main__":
    typer.run(main)
