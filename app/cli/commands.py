"""The command line: serve, cluster, data, train, import, evaluate, disagreement, report, export."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from latent_explorer.app.cli.training_options import with_config_options

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help=__doc__, pretty_exceptions_enable=False
)
DataFolder = Annotated[
    Path,
    typer.Option(
        help="MNIST's folder of IDX files, plain or .gz; missing ones are fetched. Or your own images, or: sprites."
    ),
]
Side = Annotated[int | None, typer.Option(min=8, max=64, help="Side of the images in pixels (their own, else 32).")]
Colour = Annotated[
    bool | None, typer.Option("--colour/--grey", help="Red, green and blue, or brightness (as the images are).")
]
Range = Annotated[
    str | None, typer.Option("--range", metavar="LOW,HIGH", help="Black and white, as 0,255 or -1,1 (measured).")
]
Transpose = Annotated[
    bool | None,
    typer.Option("--transpose/--no-transpose", help="Swap rows and columns (EMNIST's files alone)."),
]
Labels = Annotated[
    str | None, typer.Option(help="Column or key of the labels; of CSV also first or last; none leaves them out.")
]
Language = Literal["en", "vi"]  # as in app/http/i18n.py
# As in model/measures, whose import would load torch for every --help.
Part = Literal["loss", "likelihood", "nearness", "samples", "factors"]
DEFAULT_DATA = Path("data/mnist")


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"latent-explorer {version('latent-explorer')}")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Handle the options that belong to no command."""


@app.command()
def serve(
    host: Annotated[str, typer.Option(envvar="LATENT_HOST", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(envvar="LATENT_PORT", min=0, max=65535, help="Port to listen on; 0 takes a free one.")
    ] = 8000,
    workers: Annotated[
        int,
        typer.Option(envvar="LATENT_WORKERS", min=1, help="Processes that share the port; each holds all models."),
    ] = 1,
    root_path: Annotated[
        str, typer.Option(envvar="LATENT_ROOT_PATH", help="Path under which a proxy serves it, such as /latent.")
    ] = "",
    models: Annotated[
        Path | None, typer.Option(envvar="LATENT_MODELS", help="A folder of further models, one folder each.")
    ] = None,
) -> None:
    """Serve the page and the API."""
    from latent_explorer.app.server.run import serve as run

    if models and not models.is_dir():
        raise typer.BadParameter(f"--models, or LATENT_MODELS, takes a folder of models, and {models} is none")
    if models:
        os.environ["LATENT_MODELS"] = str(models)  # workers read the settings anew
    run(host=host, port=port, workers=workers, root_path=root_path)


@app.command()
def cluster(
    file: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="File to deploy; by default that of --print.")
    ] = None,
    host: Annotated[
        str | None, typer.Option(envvar="LATENT_HOST", help="Address to listen on, in place of the file's.")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(envvar="LATENT_PORT", min=1, max=65535, help="Port to listen on, in place of the file's."),
    ] = None,
    show: Annotated[
        bool, typer.Option("--print", help="Print the default file, to edit or for `serve deploy`.")
    ] = False,
) -> None:
    """Serve on Ray, on this machine: processes for pages, and as many for models as the load needs.

    Needs the extra, in a clone: pip install '.[ray]'. Settings come from the environment, as for `serve`.
    """
    from latent_explorer.app.cluster.local import FILE, run

    if show:
        typer.echo(FILE.read_text("utf-8"), nl=False)
    else:
        run(file or FILE, host, port)


@app.command()
def data(
    folder: Annotated[Path, typer.Argument(help="Folder of images, a zip of one, or a file.")],
    side: Side = None,
    colour: Colour = None,
    range_: Range = None,
    transpose: Transpose = None,
    labels: Labels = None,
    look: Annotated[
        Path | None, typer.Option(help="The picture of some images, a PNG (NAME-look.png in the current folder).")
    ] = None,
) -> None:
    """Show what is understood of a data set, before anything is trained: counts, classes, range, orientation.

    Read are folders of pictures by class, IDX, .npz and .npy, CSV, Hugging Face's parquet, and zips of these.
    (In parentheses: what is taken without the option.)
    """
    from latent_explorer.app.cli.data import reading_options, show_data

    show_data(folder, reading_options(side, colour, range_, transpose, labels), look)


@app.command()
@with_config_options
def train(
    model: Annotated[
        str | None, typer.Option(help="Name of the model and of its folder; of twins that of the VAE.")
    ] = None,
    like: Annotated[
        str | None, typer.Option(help="Take all settings from a shipped model or a folder; further options override.")
    ] = None,
    start_from: Annotated[
        str | None,
        typer.Option(help="Begin with the weights and the architecture of a shipped model or a folder."),
    ] = None,
    *,
    model_config: dict[str, Any],
    train_config: dict[str, Any],
    twins: Annotated[
        bool,
        typer.Option("--twin", help="Train an autoencoder and a VAE, and of your own labelled images a judge."),
    ] = False,
    snapshots: Annotated[
        int,
        typer.Option(
            min=0, max=100, help="Moments of training to keep, two or more, for the page to go through; some 16."
        ),
    ] = 0,
    threads: Annotated[
        int, typer.Option(min=1, help="Torch threads per process; the same number gives the same results.")
    ] = 1,
    device: Annotated[
        str, typer.Option(help="cpu, cuda or mps; each of several processes takes a GPU of its own, under cuda.")
    ] = "cpu",
    data: DataFolder = DEFAULT_DATA,
    side: Side = None,
    colour: Colour = None,
    range_: Range = None,
    transpose: Transpose = None,
    labels: Labels = None,
    out: Annotated[Path, typer.Option(help="Folder of trained models.")] = Path("runs"),
) -> None:
    """Train a model on MNIST's training images, or on images of your own.

    Run it again after a stop: it goes on from the last whole epoch.

    Two processes share each batch after torchrun --standalone --nproc-per-node 2 --no-python latent-explorer train …

    (In parentheses: the value if neither the option nor --like gives one.)
    """
    from latent_explorer.app.cli.data import reading_options
    from latent_explorer.app.cli.train import train_model
    from latent_explorer.app.cli.training_jobs import TrainingRun

    if model is None and not twins:
        raise typer.BadParameter("name the model by --model, or train both twins by --twin")
    reading = reading_options(side, colour, range_, transpose, labels)
    run = TrainingRun(model, like, model_config, train_config, threads, device, data, out, twins, reading)
    train_model(replace(run, start_from=start_from, snapshots=snapshots))


@app.command("import")
def import_model(
    files: Annotated[
        list[Path],
        typer.Argument(help="encoder.onnx and decoder.onnx, one graph of both, their folder, or a file of weights."),
    ],
    data: DataFolder = DEFAULT_DATA,
    name: Annotated[str, typer.Option(help="Name of the model and of its folder.")] = "imported",
    out: Annotated[Path, typer.Option(help="Folder of models, for serve --models.")] = Path("runs"),
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="What you know of its conventions, as second=log_sd."),
    ] = None,
    manifest: Annotated[
        Path | None, typer.Option(help="The same from a JSON file, or from the config.json of an imported model.")
    ] = None,
    likelihood: Annotated[
        Literal["bernoulli", "gaussian"] | None,
        typer.Option(help="What it was trained with; without, there is no ELBO."),
    ] = None,
    observation_sd: Annotated[
        float | None, typer.Option(help="The Gaussian's sd, in units of pixel value: 0.707 for a summed squared error.")
    ] = None,
    beta: Annotated[float | None, typer.Option(min=0, help="Weight of its KL divergence, if you know it.")] = None,
    twin_id: Annotated[str | None, typer.Option(help="Id of the model to show beside it.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Take what is proposed, and ask nothing.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Write over an imported model of this name.")] = False,
    side: Side = None,
    colour: Colour = None,
    range_: Range = None,
    transpose: Transpose = None,
    labels: Labels = None,
) -> None:
    """Make a model's folder of an encoder and a decoder that were trained elsewhere, to serve and to examine.

    How it takes images and what it gives is found by trying all conventions on images of yours, and shown to you first.
    """
    from latent_explorer.app.cli.data import reading_options
    from latent_explorer.app.cli.import_model import ImportJob
    from latent_explorer.app.cli.import_model import import_model as run

    reading = reading_options(side, colour, range_, transpose, labels)
    declared = likelihood, observation_sd, beta, twin_id
    run(ImportJob(files, data, reading, name, out, set_ or [], manifest, *declared, yes, replace))


@app.command()
def evaluate(
    model: Annotated[str, typer.Option(help="A shipped model's id, or a checkpoint's folder.")],
    twin: Annotated[bool, typer.Option("--twin", help="Measure its twin too, and show both side by side.")] = False,
    seeds: Annotated[
        int | None, typer.Option(min=2, help="Train and measure both twins from this many seeds, and pool the figures.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder where the further seeds are trained.")] = Path("runs"),
    data: DataFolder = DEFAULT_DATA,
    iwae_k: Annotated[
        int, typer.Option(min=0, help="Importance samples of the likelihood; 0 leaves it and the exact one out.")
    ] = 500,
    only: Annotated[
        Part | None, typer.Option(help="Measure one part again, and keep the rest of metrics.json as it is.")
    ] = None,
    threads: Annotated[int, typer.Option(min=1, help="Torch threads.")] = 2,
    device: Annotated[str, typer.Option(help="cpu, cuda or mps, for the model; the judge stays on the CPU.")] = "cpu",
) -> None:
    """Measure a checkpoint on the test images of its set; write metrics.json into its folder, even a shipped one's."""
    from latent_explorer.app.cli.evaluate import Measurement, evaluate_model
    from latent_explorer.app.cli.seeds import SeedRuns, measure_seeds

    if only and seeds:
        raise typer.BadParameter("--seeds measures whole models; leave --only out")
    how = Measurement(data, iwae_k, threads, only, device)
    if seeds is None:
        evaluate_model(model, twin, how)
    else:
        measure_seeds(model, SeedRuns(seeds, out), how)


@app.command()
def disagreement(
    model: Annotated[str, typer.Option(help="A shipped model's id, or a checkpoint's folder.")],
    data: DataFolder = DEFAULT_DATA,
    decoders: Annotated[int, typer.Option(min=2, help="How many are trained.")] = 5,
    epochs: Annotated[int, typer.Option(min=1, help="Passes over the training images, for each.")] = 10,
    seed: Annotated[int, typer.Option(min=0, help="Of the first; each further one has the next.")] = 0,
    threads: Annotated[int, typer.Option(min=1, help="Torch threads.")] = 2,
) -> None:
    """Train further decoders on a model's codes, and keep where they disagree: a layer of its map.

    Of models of a plane. It is written into the model's folder, even a shipped one's.
    """
    from latent_explorer.app.cli.disagreement import Question, measure_disagreement
    from latent_explorer.model.training.decoders import Ensemble

    measure_disagreement(model, Question(data, Ensemble(decoders, epochs, seed), threads))


@app.command()
def report(
    model: Annotated[str, typer.Argument(help="A shipped model's id, or a model's folder.")],
    data: Annotated[
        Path | None,
        typer.Option(help="Images of its set, as for evaluate: all test images, in place of the sample beside it."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of report.html and report.json (MODEL-report in the current folder).")
    ] = None,
    language: Annotated[Language, typer.Option(help="Language of the page.")] = "en",
    threads: Annotated[int, typer.Option(min=1, help="Torch threads.")] = 2,
    device: Annotated[str, typer.Option(help="cpu, cuda or mps, for the model.")] = "cpu",
) -> None:
    """Examine a model's health: nine questions, each with a figure, a picture, a verdict, and what people do about it.

    Writes a page that opens by a double click, and the same as JSON. (In parentheses: without the option.)
    """
    from latent_explorer.app.cli.report import Examination, report_model

    report_model(model, Examination(data, out, language, threads, device))


@app.command()
def export(
    folder: Annotated[str | None, typer.Argument(help="Folder of the site; made if it is not there.")] = None,
    single_file: Annotated[
        str | None, typer.Option(help="In place of a site, one file that opens by a double click.")
    ] = None,
    models: Annotated[
        list[str] | None,
        typer.Option(help="A model's id, once for each; its twin comes along. Without any: all that are here."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="The page's title, in place of the product's name.")] = None,
    language: Annotated[Language, typer.Option(help="Language of the first page.")] = "en",
    force: Annotated[bool, typer.Option("--force", help="Overwrite files of the same names.")] = False,
) -> None:
    """Write the explorer as files that need no server: a site for any static host, or one file for a disk.

    Both compute in the visitor's browser. Models of LATENT_MODELS are taken too, as by `serve`.
    """
    from latent_explorer.app.cli.export import Export, export_site

    export_site(Export(folder, single_file, models or [], title, language, force))


@app.command()
def cards(
    models: Annotated[
        Path | None, typer.Option(help="A folder of your own models, in place of the shipped ones.")
    ] = None,
) -> None:
    """Print the cards of the shipped models, as Markdown: what each is, how it was made, its figures and its limits."""
    from latent_explorer.app.cli.cards import OF_EACH, SHORT_HEAD
    from latent_explorer.app.cli.cards import cards as page
    from latent_explorer.app.cli.terminal import plain_errors
    from latent_explorer.model.registry import ZOO

    with plain_errors():
        typer.echo(page(models, SHORT_HEAD.format(OF_EACH)) if models else page(ZOO), nl=False)


@app.command()
def settings() -> None:
    """Print every setting that is read from the environment, as Markdown: its default and its purpose."""
    from latent_explorer.app.settings import settings_table

    typer.echo(settings_table(), nl=False)
