import assert from "node:assert/strict";
import { test } from "node:test";
import { FAIR } from "../../../static/core/training_settings.js";
import { createTrainingSession } from "../../../static/net/training_session.js";

globalThis.requestAnimationFrame = (go) => setImmediate(go);
globalThis.MessageChannel = /** @type {any} */ (class {});
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A Worker whose answers are made here: by what is asked, or, for what it loads, at once. */
class FakeWorker {
  asked = [];
  ended = false;
  answers = {};
  postMessage({ number, ask, given, load }) {
    if (ask) this.asked.push([ask, given]);
    const finding = Promise.resolve(load ? undefined : this.answers[ask]?.(given));
    finding.then((found) => setImmediate(() => !this.ended && this.onmessage({ data: { number, found } })));
  }
  tell(told) {
    const usual = { epoch: 0, losses: { ae: 1, vae: 2 }, rate: 100, start: FAIR, changes: [], diverged: false };
    this.onmessage({ data: { told: { ...usual, ...told } } });
  }
  terminate() {
    this.ended = true;
  }
}

/** A session of two such, and what it tells. */
async function sessionOf() {
  const [trainer, viewer] = [new FakeWorker(), new FakeWorker()];
  const workers = [trainer, viewer];
  const heard = { frames: [], progress: [], measures: [], lost: [] };
  const step = () => session.step;
  viewer.answers = { frame: () => ({ step: step(), looks: {} }), measure: () => ({ step: step(), of: {} }) };
  const session = createTrainingSession({
    files: { script: "trainer.js", kernel: "k", training: "t", judge: "j" },
    images: { train: [], heldOut: [] },
    settings: FAIR,
    side: 4,
    onFrame: (frame) => heard.frames.push(frame.step),
    onProgress: (progress) => heard.progress.push(progress),
    onMeasures: (measured) => heard.measures.push(measured.step),
    onLost: (reason) => heard.lost.push(reason),
    create: () => /** @type {any} */ (workers.shift()),
  });
  await session.ready;
  await settled();
  return { session, trainer, viewer, heard };
}
const names = (worker) => worker.asked.map(([name]) => name);

test("it begins as it is told to, and what is at rest is looked at and measured once", async () => {
  const { trainer, viewer, heard } = await sessionOf();
  assert.deepEqual(trainer.asked[0], ["reset", { settings: FAIR, images: null }]);
  trainer.tell({ step: 0, isPlaying: false });
  await settled();
  trainer.tell({ step: 3, isPlaying: false });
  await settled();
  assert.equal(heard.frames.at(-1), 3);
  assert.equal(heard.measures.at(-1), 3);
  const looked = names(viewer).length;
  await settled();
  assert.equal(names(viewer).length, looked, "nobody looks again at what does not change");
});

test("while it plays it is looked at again and again, until it rests", async () => {
  const { session, trainer, heard } = await sessionOf();
  session.play();
  trainer.tell({ step: 10, isPlaying: true });
  await new Promise((resolve) => setTimeout(resolve, 30));
  const looked = heard.frames.length;
  assert.ok(looked > 3);
  assert.equal(heard.progress.at(-1).rate, 100);
  session.pause();
  trainer.tell({ step: 11, isPlaying: false });
  await settled();
  assert.equal(heard.frames.at(-1), 11);
  assert.equal(heard.progress.at(-1).rate, 0);
});

test("a start anew is another training: what was looked at before is not shown, and what rests is measured", async () => {
  const { session, trainer, viewer, heard } = await sessionOf();
  trainer.tell({ step: 5, isPlaying: false });
  await settled();
  session.set({ beta: 4 });
  assert.deepEqual([session.step, trainer.asked.at(-1)], [5, ["set", { beta: 4 }]]);
  /** @type {(found: object) => void} */
  let answer = () => {};
  viewer.answers.frame = () => new Promise((resolve) => (answer = resolve));
  trainer.tell({ step: 6, isPlaying: false });
  await settled();
  session.reset({ ...FAIR, seed: 1 });
  assert.equal(session.step, 0);
  viewer.answers.frame = () => ({ step: 0, looks: {} });
  answer({ step: 6, looks: {} });
  trainer.tell({ step: 0, isPlaying: false });
  await settled();
  await settled();
  assert.ok(names(viewer).includes("forget"));
  assert.ok(!heard.frames.includes(6));
  assert.deepEqual([heard.frames.at(-1), heard.measures.at(-1)], [0, 0]);
});

test("what is turned at rest is measured anew, as the loss is another one", async () => {
  const { session, trainer, heard } = await sessionOf();
  trainer.tell({ step: 5, isPlaying: false });
  await settled();
  const before = heard.measures.length;
  session.set({ beta: 4 });
  trainer.tell({ step: 5, isPlaying: false });
  await settled();
  assert.equal(heard.measures.length, before + 1);
});

test("what diverges and a Worker that dies are told", async () => {
  const { session, trainer, heard } = await sessionOf();
  trainer.tell({ step: 7, isPlaying: false, diverged: true });
  assert.deepEqual(heard.lost, ["diverged"]);
  trainer.onerror();
  assert.deepEqual([heard.lost, session.isPlaying], [["diverged", "worker"], false]);
});

test("once it has ended nothing more is told, and nobody who asks is failed", async () => {
  const { session, trainer, viewer, heard } = await sessionOf();
  const asking = session.look({ ae: [], vae: [] });
  session.end();
  session.pause();
  trainer.tell({ step: 9, isPlaying: false });
  assert.equal(await asking, null);
  assert.deepEqual(await session.digest(), { ae: null, vae: null });
  assert.ok(trainer.ended && viewer.ended && !heard.lost.length && session.step === 0);
});
