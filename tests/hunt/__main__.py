"""Hunt: `python -m tests.hunt [--cases 60] [--seed N]` against a server of its own on loopback; exits 1 at a find."""

import sys
from typing import Annotated, Any

import typer

from tests.bench.servers import get_json, ours
from tests.hunt.search import SEED, Seen, search

MODELS = ("vae-2d", "ae-2d", "vae-16d", "small-vae-2d")


def main(
    cases: Annotated[int, typer.Option(min=1, max=5000, help="Of each operation, kind of data, and model.")] = 60,
    seed: int = SEED,
    model: Annotated[list[str], typer.Option(help="Models to ask for.")] = list(MODELS),  # noqa: B006 (typer copies it)
) -> None:
    """Print how many cases of each operation were sent, how they ended, and what was found."""
    total, finds = 0, 0
    with ours(core=None) as server:
        openapi: dict[str, Any] = get_json(f"{server.address}/openapi.json")
        models = {one["id"]: one for one in get_json(f"{server.address}/api/models")}
        for name in model:
            for seen in search(openapi, models[name], server.address, cases, seed):
                typer.echo(f"{name:8} {seen.operation:68} {seen.cases:5}  {_statuses(seen)}")
                for find, request in seen.finds.items():
                    typer.echo(f"    FOUND {find}: {request}\n")
                total, finds = total + seen.cases, finds + len(seen.finds)
    typer.echo(f"{total} cases, {finds} finds")
    sys.exit(bool(finds))


def _statuses(seen: Seen) -> str:
    return "  ".join(f"{status}: {count}" for status, count in sorted(seen.statuses.items()))


if __name__ == "__main__":
    typer.run(main)
