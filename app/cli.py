"""The command line: serve, train, evaluate."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False)
DataFolder = Annotated[
    Path, typer.Option(help="Folder of MNIST's IDX files, plain or .gz; filled where they are missing.")
]
DEFAULT_DATA = Path("data/mnist")


@app.command()
def serve(
    host: Annotated[str, typer.Option(envvar="LATENT_HOST", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(envvar="LATENT_PORT", min=0, max=65535, help="Port to listen on; 0 takes a free one.")
    ] = 8000,
) -> None:
    """Serve the page and the API."""
    from app.serve import serve as run

    run(host, port)


@app.command()
def train(
    model: Annotated[str, typer.Option(help="What to call the model: its folder's name.")],
    kind: Annotated[str, typer.Option(help="ae, vae or judge.")] = "vae",
    latent_dim: Annotated[int, typer.Option(help="Latent dimensions.")] = 2,
    likelihood: Annotated[str, typer.Option(help="bernoulli or gaussian (squared error).")] = "bernoulli",
    beta: Annotated[float, typer.Option(help="Weight of the KL divergence.")] = 1.0,
    twin: Annotated[str | None, typer.Option(help="Id of the model that differs in kind only.")] = None,
    epochs: Annotated[int, typer.Option(help="Passes over the training images.")] = 60,
    augment: Annotated[float, typer.Option(help="Random affine warps of the training images, 0 to 1.")] = 0.4,
    seed: Annotated[int, typer.Option(min=0, help="Of weights, order, noise and the validation split.")] = 0,
    threads: Annotated[int, typer.Option(min=1, help="Torch threads; results repeat for the same number.")] = 1,
    device: Annotated[str, typer.Option(help="cpu or cuda.")] = "cpu",
    data: DataFolder = DEFAULT_DATA,
    out: Annotated[Path, typer.Option(help="Folder of trained models.")] = Path("runs"),
) -> None:
    """Train a model on MNIST's training images. Run it again after a kill: it goes on from the last whole epoch."""
    from app.commands import TrainingRun, train_model

    fields = {"kind": kind, "latent_dim": latent_dim, "likelihood": likelihood, "beta": beta, "twin": twin}
    train_model(TrainingRun(model, fields, epochs, augment, seed, threads, device, data, out))


@app.command()
def evaluate(
    model: Annotated[str, typer.Option(help="A shipped model's id, or a checkpoint's folder.")],
    data: DataFolder = DEFAULT_DATA,
    iwae_k: Annotated[int, typer.Option(min=0, help="Importance samples of the likelihood; 0 leaves it out.")] = 500,
    threads: Annotated[int, typer.Option(min=1, help="Torch threads.")] = 2,
) -> None:
    """Measure a checkpoint on MNIST's 10,000 test images and write its metrics.json."""
    from app.commands import evaluate_model

    evaluate_model(model, data, iwae_k, threads)
