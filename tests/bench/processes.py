"""Training in one process and in two: where the losses end over three seeds, and seconds per epoch.

`python -m tests.bench.processes --data data/mnist` prints both tables, with `--losses-only` or `--seconds-only` one.
The losses do not depend on what else the machine does, the seconds do.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.helpers.paths import ROOT
from tests.helpers.together import LOOPBACK

SEEDS = 3
EPOCHS = 10
ROUNDS = 3
CONTENDERS = {"1 process, 1 thread": (1, 1), "1 process, 2 threads": (1, 2), "2 processes, 1 thread each": (2, 1)}
PRECISIONS = ("float32", "bfloat16")


def train(data: Path, processes: int, threads: int, *options: object) -> list[dict[str, float]]:
    """The epochs of one training like that of the shipped vae-2d, as history.json has them."""
    many = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(processes)] if processes > 1 else []
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, *many, "-m", "latent_explorer.app.cli", "train",
                   "--model", "trained", "--like", "vae-2d",
                   "--threads", threads, "--data", data, "--out", out, *options]  # fmt: skip
        environment = os.environ | {"GLOO_SOCKET_IFNAME": LOOPBACK}
        subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=True, capture_output=True)
        history = json.loads((Path(out) / "trained" / "history.json").read_text())
    if (history["processes"], history["threads"]) != (processes, threads):
        raise RuntimeError(f"trained by {history['processes']} processes of {history['threads']} threads")
    epochs_done: list[dict[str, float]] = history["epochs"]
    return epochs_done


def losses(data: Path) -> None:
    """The table of the last validation losses: of a seed both trainings have the same first weights and batches."""
    seeds, found = range(SEEDS), dict[int, list[float]]()
    for processes in (1, 2):
        runs = [train(data, processes, 1, "--seed", seed, "--epochs", EPOCHS) for seed in seeds]
        found[processes] = [epochs[-1]["validation_loss"] for epochs in runs]
    apart = [two - one for one, two in zip(found[1], found[2], strict=True)]
    head = " | ".join(f"seed {seed}" for seed in seeds)
    print(f"| `--like vae-2d --epochs {EPOCHS}`: last validation loss, nats | {head} | mean ± sd |")
    print("|---|" + "---:|" * (SEEDS + 1))
    for name, values in (("1 process", found[1]), ("2 processes", found[2]), ("difference", apart)):
        shown = " | ".join(f"{value:+.2f}" if values is apart else f"{value:.2f}" for value in values)
        mean = f"{statistics.mean(values):+.2f}" if values is apart else f"{statistics.mean(values):.2f}"
        print(f"| {name} | {shown} | {mean} ± {statistics.stdev(values):.2f} |", flush=True)


def seconds(data: Path) -> None:
    """The table of seconds per epoch, start-up and the first epoch left out; all contenders in turn."""
    taken = {(precision, name): list[float]() for precision in PRECISIONS for name in CONTENDERS}
    for _ in range(ROUNDS):
        for precision, name in taken:
            epochs = train(data, *CONTENDERS[name], "--precision", precision, "--epochs", 3)
            taken[precision, name] += [epoch["seconds"] for epoch in epochs[1:]]
    print("| training like `vae-2d` | median s an epoch | least | largest | speed |")
    print("|---|---:|---:|---:|---:|")
    for (precision, name), times in taken.items():
        speed = statistics.median(taken[precision, next(iter(CONTENDERS))]) / statistics.median(times)
        figures = f"{statistics.median(times):.1f} | {min(times):.1f} | {max(times):.1f} | {speed:.2f} ×"
        print(f"| {precision}, {name} | {figures} |")


def main() -> None:
    """Measure what is asked for, and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data/mnist"), help="folder of MNIST's files")
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--losses-only", action="store_true")
    part.add_argument("--seconds-only", action="store_true")
    asked = parser.parse_args()
    if not asked.seconds_only:
        losses(asked.data.absolute())
    if not asked.losses_only:
        seconds(asked.data.absolute())


if __name__ == "__main__":
    main()
