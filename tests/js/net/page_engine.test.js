import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { COMPARED, IMAGES } from "../../../static/core/request_kinds.js";
import { EngineEnded, PageEngine } from "../../../static/net/page_engine.js";

class FakeWorker {
  posted = [];
  terminate = mock.fn();

  postMessage(message) {
    this.posted.push(message);
  }

  says(data) {
    this.onmessage({ data });
  }
}

const START = { files: { kernel: "k", model: "m", judge: "j" }, about: {}, distances: [] };

function started() {
  const workers = { ae: new FakeWorker(), vae: new FakeWorker() };
  const onLost = mock.fn();
  const engine = new PageEngine((side) => workers[side], { ae: START, vae: START }, onLost);
  return { engine, workers, onLost };
}

test("each model has a Worker, which is told once what to load", async () => {
  const { engine, workers } = started();
  for (const side of ["ae", "vae"]) {
    assert.deepEqual(workers[side].posted, [{ number: 1, load: START }]);
    workers[side].says({ number: 1, failed: "" });
  }
  await engine.ready;
});

test("it is not ready where one of them can't load, and says why", async () => {
  const { engine, workers } = started();
  workers.ae.says({ number: 1, failed: "" });
  workers.vae.says({ number: 1, failed: "Error: no weights" });
  await assert.rejects(engine.ready, /no weights/);
});

test("answers find their questions by number, and their side", async () => {
  const { engine, workers } = started();
  const first = engine.ask({ side: "vae", codes: [[1, 2]] });
  const second = engine.ask({ side: "vae", codes: [[3, 4]], kind: COMPARED });
  const [, one, two] = workers.vae.posted;
  assert.deepEqual([one.given.kind, two.given.kind, ...two.given.codes], [IMAGES, COMPARED, 3, 4]);
  assert.equal(workers.ae.posted.length, 1);
  workers.vae.says({ number: two.number, found: Uint8Array.of(2) });
  workers.vae.says({ number: one.number, found: Uint8Array.of(1) });
  assert.deepEqual([await first, await second], [Uint8Array.of(1), Uint8Array.of(2)]);
});

test("a Worker that dies takes its questions with it, and is told of", async () => {
  const { engine, workers, onLost } = started();
  engine.ready.catch(() => {});
  const asked = engine.ask({ side: "ae", codes: [[1, 2]] });
  workers.ae.onerror();
  await assert.rejects(asked);
  await assert.rejects(engine.ready);
  assert.equal(onLost.mock.callCount(), 1);
  assert.equal(workers.ae.terminate.mock.callCount(), 1);
});

test("an engine that is ended while it loads will not be ready", async () => {
  const { engine } = started();
  engine.end();
  await assert.rejects(engine.ready, /has ended/);
  await assert.rejects(engine.ask({ side: "ae", codes: [[1, 2]] }), EngineEnded, "nor is it asked any more");
});

test("it ends both Workers", () => {
  const { engine, workers } = started();
  engine.ready.catch(() => {});
  engine.end();
  assert.deepEqual(
    [workers.ae, workers.vae].map(({ terminate }) => terminate.mock.callCount()),
    [1, 1],
  );
});

/** Answers the newest question of a Worker. */
const answer = (worker, found) => worker.says({ number: worker.posted.at(-1).number, found });

test("a layer is asked of the model's own Worker, at codes that it takes over", async () => {
  const { engine, workers } = started();
  const codes = [
    [1, 2],
    [3, 4],
  ];
  const plane = { along: [[1, 0], [0, 1]], sd: [1, 1] }; // prettier-ignore
  const found = engine.layer("ae", "density", codes, plane);
  const { ask, given } = workers.ae.posted.at(-1);
  assert.deepEqual([ask, given], ["layer", { name: "density", codes: Float32Array.of(1, 2, 3, 4), plane }]);
  answer(workers.ae, { density: [5, 6] });
  assert.deepEqual(await found, { density: [5, 6] });
});

test("it knows the sample once it has learnt it", async () => {
  const { engine, workers } = started();
  const learnt = engine.learn([new Uint8Array(784)]);
  assert.equal(engine.knowsSample, false);
  answer(workers.vae);
  await learnt;
  assert.equal(engine.knowsSample, true);
});

test("what can't be asked so is for whoever asks, and the engine goes on", async () => {
  const { engine, workers, onLost } = started();
  const asked = engine.draw({ seed: -1 });
  workers.vae.says({ number: workers.vae.posted.at(-1).number, failed: "RangeError: a seed is 0 or more" });
  await assert.rejects(asked, /a seed is 0 or more/);
  const another = engine.draw({ seed: 1 });
  answer(workers.vae, [[1]]);
  assert.deepEqual(await another, [[1]]);
  assert.equal(onLost.mock.callCount(), 0);
});

test("a digit is encoded by both, judged once, and odd in each by itself", async () => {
  const { engine, workers } = started();
  const encoded = engine.encode(new Uint8Array(784));
  const standing = (error) => ({ standing: { percentile: { relative_error: error } } });
  const [, ofAe] = workers.ae.posted;
  const [, ofVae, ofImage] = workers.vae.posted;
  assert.deepEqual([ofAe.ask, ofVae.ask, ofImage.ask], ["digit", "digit", "image"]);
  workers.ae.says({ number: ofAe.number, found: { mu: [1], ...standing(99.9) } });
  workers.vae.says({ number: ofVae.number, found: { mu: [2], ...standing(50) } });
  const image = { judge: { probabilities: [0.4, 0.3, 0.3] }, feature_percentile: 50 };
  workers.vae.says({ number: ofImage.number, found: image });
  const { models, image: told } = await encoded;
  assert.equal(told, image);
  assert.deepEqual([models.ae.mu, models.ae.warnings], [[1], ["unlike_digits"]]);
  assert.deepEqual([models.vae.mu, models.vae.warnings], [[2], ["unsure"]]);
});
