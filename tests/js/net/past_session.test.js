import assert from "node:assert/strict";
import { test } from "node:test";
import { loadPast, momentsOf, PastSession } from "../../../static/net/past_session.js";

const told = (/** @type {object} */ more) => ({
  ...{ step: 21, images_seen: 5376, train_loss: 170, validation_loss: 171, reconstruction: 168, ...more },
  ...{ active_units: null, sigma: null, label_kept: { value: 0.8 }, judge_sure: { value: 0.6 }, kl_per_dim: null },
});
const MODELS = { ae: { id: "small-ae", revision: "a1" }, vae: { id: "small-vae", revision: "b2", beta: 2 } };

test("figures and decoders of both are asked for by their revisions, and told in the page's own terms", async () => {
  const asked = [];
  const file = async (url) => {
    asked.push(url);
    return new Blob([JSON.stringify({ moments: [told({ kl: url.includes("vae") ? 3 : null })] })]);
  };
  const { moments, tensors } = await loadPast({ file }, MODELS);
  assert.deepEqual(asked.sort(), [
    ...["json", "safetensors"].map((suffix) => `api/models/small-ae/a1/snapshots.${suffix}`),
    ...["json", "safetensors"].map((suffix) => `api/models/small-vae/b2/snapshots.${suffix}`),
  ]);
  assert.deepEqual(Object.keys(tensors), ["ae", "vae"]);
  const [{ step, images, train, of }] = moments;
  assert.deepEqual([step, images, train.ae], [21, 5376, 170]);
  assert.deepEqual([of.ae.kl, of.vae.kl, of.vae.loss, of.vae.kept, of.vae.sure], [null, 3, 174, 0.8, 0.6]);
});

test("of twins that were kept at other steps only the common ones are shown, each with its own place", () => {
  const kept = (...steps) => steps.map((step) => ({ ...told({}), step }));
  const moments = momentsOf({ ae: kept(0, 10, 20), vae: kept(0, 20, 30) }, 1);
  assert.deepEqual(
    moments.map(({ step, places }) => [step, places.ae, places.vae]),
    [
      [0, 0, 0],
      [20, 2, 1],
    ],
  );
});

/** A Worker that answers once it is let. */
class FakeWorker {
  asked = [];
  postMessage(question) {
    this.asked.push(question);
  }
  answer(found) {
    const { number } = this.asked.at(-1);
    this.onmessage({ data: { number, found } });
    return new Promise((resolve) => setImmediate(resolve));
  }
  terminate() {}
}

/** @param {(place: number) => void} onFrame */
function sessionOf(onFrame) {
  const worker = new FakeWorker();
  const files = { script: "trainer.js", kernel: "k", judge: "j" };
  const moments = Array.from({ length: 9 }, (_, i) => ({ places: { ae: i, vae: i } }));
  const past = { moments, tensors: { ae: "a", vae: "b" } };
  return {
    worker,
    session: new PastSession({
      files,
      past: /** @type {any} */ (past),
      side: 4,
      onFrame,
      onLost() {},
      create: () => worker,
    }),
  };
}

test("of moments that are wanted meanwhile the newest is shown", async () => {
  const shown = [];
  const { worker, session } = sessionOf((place) => shown.push(place));
  session.show(3);
  await worker.answer(undefined);
  for (const place of [4, 5, 6]) session.show(place);
  await worker.answer({});
  assert.deepEqual(worker.asked.at(-1).given, { ae: 6, vae: 6 });
  await worker.answer({});
  assert.deepEqual(shown, [3, 6]);
});

test("what is asked of one that has ended fails nobody", async () => {
  const { worker, session } = sessionOf(() => assert.fail("nothing is shown"));
  const showing = session.show(1);
  session.end();
  await showing;
  await session.show(2);
  assert.equal(worker.asked.length, 1);
});
