"""The page's engine gives the same bits in every browser: those whose digest is kept beside each model."""

import json
from pathlib import Path

import pytest

from latent_explorer.model.registry import ZOO
from tests.e2e.explorer import Explorer
from tests.e2e.firefox import firefox, window

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

KEPT = {path.parent.name: json.loads(path.read_text()) for path in ZOO.glob("*/page_digest.json")}
# The codes are those of tests/js/engine/networks.js.
DIGESTS = """(async (ids) => {
    const { engine, kernel } = document.body.dataset;
    const whole = (path) => new URL(path, document.baseURI).href;
    const json = async (path) => (await fetch(path)).json();
    const codesOf = (n, d) => {
        let state = 1;
        const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
        return Float32Array.from({ length: n * d }, () => (2 * next() - 1) * 2);
    };
    const digests = {};
    for (const id of ids) {
        const about = await json(`api/models/${id}`);
        const { revision, latent_dim, images, judge: ofSet } = about;
        const set = images.id === "mnist" ? "" : `sets/${images.id}/`;
        const judge = whole(`api/${set}judge/${ofSet}/weights.safetensors`);
        const worker = new Worker(whole(engine), { type: "module" });
        const asked = (message) => new Promise((resolve, reject) => {
            worker.onmessage = ({ data }) => resolve(data);
            worker.onerror = ({ message }) => reject(new Error(message));
            worker.postMessage(message);
        });
        const model = whole(`api/models/${id}/${revision}/weights.safetensors`);
        const files = { kernel: whole(kernel), model, judge };
        const { failed } = await asked({ number: 0, load: { files, about, distances: [] } });
        if (failed) throw new Error(failed);
        const given = { kind: 0, codes: codesOf(1000, latent_dim) };
        const { found } = await asked({ number: 1, ask: "codes", given });
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", found));
        digests[id] = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        worker.terminate();
    }
    return JSON.stringify(digests);
})"""


@pytest.fixture(scope="module")
def wanted() -> dict[str, str]:
    assert len(KEPT) == 19
    return {model: kept["sha256"] for model, kept in KEPT.items()}


def test_in_chromium(explorer: Explorer, wanted: dict[str, str]) -> None:
    explorer.open()
    assert json.loads(explorer.page.evaluate(DIGESTS, [*wanted])) == wanted


def test_in_firefox(address: str, wanted: dict[str, str], tmp_path: Path) -> None:
    if not (program := firefox()):
        pytest.skip("there is no Firefox on this machine")
    with window(program, tmp_path) as page:
        page.open(address)
        assert json.loads(page.evaluate(f"{DIGESTS}({json.dumps([*wanted])})")) == wanted
