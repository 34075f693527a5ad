"""Training in the page, seen in Chromium: `python -m tests.bench.page_training_seen --data MNIST` prints what comes.

How many steps it takes, how often the screen and the maps are drawn meanwhile, plain and with the page's processor
slowed down; and what `evaluate` says on MNIST's 10,000 test images of the models as they are after 30 s, as a visitor
saves them.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any
from zipfile import ZipFile

import typer
from playwright.sync_api import Page

from tests.bench import servers
from tests.bench.browser import visit
from tests.e2e.made_file import keep_made_file, made_file

# Counts the screen's frames, and those in which the VAE's map is drawn.
COUNT = """() => {
    const seen = (window.counted = { screen: 0, maps: 0 });
    const tick = () => (seen.screen++, requestAnimationFrame(tick));
    requestAnimationFrame(tick);
    const map = document.querySelector("#training [data-side=vae] canvas.space");
    const { drawImage } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.drawImage = function (...given) {
        if (this.canvas === map) seen.maps++;
        return drawImage.apply(this, given);
    };
}"""
STEP = """() => {
    const told = document.querySelector("#training [data-at=count]").textContent;
    return Number(told.match(/[\\d,]+/)[0].replace(/,/g, ""));
}"""
MEASURED = ("reconstruction", "kl", "negative_elbo")


@dataclass(frozen=True)
class Seen:
    """Of a time of training: steps, frames of the screen and drawn maps, each a second."""

    steps: float
    screen: float
    maps: float


def watched(page: Page, seconds: float) -> Seen:
    """Look on for a while."""
    step = page.evaluate(STEP)
    before = page.evaluate("({ ...counted, at: performance.now() })")
    page.wait_for_timeout(1000 * seconds)
    after = page.evaluate("({ ...counted, at: performance.now() })")
    passed = (after["at"] - before["at"]) / 1000
    frames = ((after[name] - before[name]) / passed for name in ("screen", "maps"))
    return Seen((page.evaluate(STEP) - step) / passed, *frames)


def saved(page: Page, folder: Path) -> int:
    """Pause, and unpack what a visitor would save; gives its steps."""
    page.click("#training [data-at=play]")
    page.wait_for_selector("#training [data-at=play]:not(.playing)")
    page.wait_for_timeout(500)
    keep_made_file(page)
    page.click("#training [data-at=save]")
    page.wait_for_timeout(1000)
    ZipFile(BytesIO(made_file(page))).extractall(folder)
    return int(page.evaluate(STEP))


def evaluated(folder: Path, data: Path) -> dict[str, dict[str, Any]]:
    """The metrics of both."""
    command = ["evaluate", "--model", str(folder / "trained-vae"), "--twin", "--iwae-k", "0", "--data", str(data)]
    subprocess.run([sys.executable, "-c", servers.SERVE, *command], check=True, stdout=subprocess.DEVNULL)
    return {kind: json.loads((folder / f"trained-{kind}/metrics.json").read_text()) for kind in ("ae", "vae")}


def tell(kind: str, metrics: dict[str, Any]) -> None:
    """A line of what was measured."""
    losses = [f"{name} {metrics['test'][name]:.2f}" for name in MEASURED if metrics["test"][name] is not None]
    (near,) = (one for one in metrics["nearness"]["step_curve"] if one["step"] == 0.1)
    kept = f"label kept after 0.1 sd {100 * near['label_kept']['value']:.1f} %"
    change = f"change of the image then {near['mse_median']['value']:.5f}"
    typer.echo(f"  {kind:4} {', '.join(losses)} nats; {kept}, {change}")


def main(
    data: Annotated[Path, typer.Option(help="MNIST's folder of IDX files.")] = Path("data/mnist"),
    seconds: Annotated[float, typer.Option(min=1, help="Of training, before what comes of it is measured.")] = 30.0,
    slower: Annotated[list[float] | None, typer.Option(help="How many times slower the page's processor is.")] = None,
) -> None:
    """Print speeds, then figures of the models."""
    with servers.ours(None) as server, visit(f"{server.address}/?lesson=off#train=on") as (page, _):
        page.wait_for_selector("#training [data-at=play].playing")
        page.evaluate(COUNT)
        rows = {1.0: watched(page, seconds)}
        with TemporaryDirectory() as place:
            steps = saved(page, Path(place))
            page.click("#training [data-at=play]")
            for times in slower or [4.0]:
                page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})
                page.wait_for_timeout(1000)
                rows[times] = watched(page, 10)
            for times, seen in rows.items():
                how = f"page {times:g} times slower" if times > 1 else "plain"
                typer.echo(f"{how:22} {seen.steps:6.0f} steps/s {seen.screen:6.1f} frames/s {seen.maps:6.1f} maps/s")
            typer.echo(f"after {steps:,} steps, in {seconds:g} s, on 10,000 test images:")
            for kind, metrics in evaluated(Path(place), data).items():
                tell(kind, metrics)


if __name__ == "__main__":
    typer.run(main)
