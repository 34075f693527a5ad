import assert from "node:assert/strict";
import { test } from "node:test";

import { FAIR } from "../../../static/core/training_settings.js";
import { parseTraining } from "../../../static/core/training_link.js";
import { Runner } from "../../../static/training/runner.js";
import { fakeSession } from "./fake_session.js";

const IMAGES = Array.from({ length: 640 }, (_, i) => Uint8Array.of(i % 256));
const OWN = Uint8Array.of(7);
const LINK = "fair_0_2_b_1_0.002_1,60b4,70n0,130";

/** @param {{own?: Uint8Array | null, fails?: number}} [given] fails: sessions that can't begin */
function make({ own = OWN, fails = 0 } = {}) {
  /** @type {import("./fake_session.js").FakeSession[]} */
  const sessions = [];
  /** @type {string[]} */
  const notices = [];
  const runner = new Runner({
    create(options) {
      const session = fakeSession(options);
      if (sessions.push(session) <= fails) session.ready = Promise.reject(new Error("no memory"));
      return /** @type {any} */ (session);
    },
    source: { files: /** @type {any} */ ({}), train: IMAGES, heldOut: IMAGES.slice(0, 3), labels: [1, 2, 3] },
    own: () => own,
    side: 4,
    on: {
      onBegin: () => {},
      onState: () => {},
      onFrame: () => {},
      onMeasures: () => {},
      onProgress: () => {},
      onNotice: (notice) => void notices.push(notice),
    },
  });
  return { runner, sessions, notices };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("it plays and pauses", async () => {
  const { runner, sessions } = make();
  assert.equal(await runner.begin("fair", FAIR), true);
  runner.toggle();
  assert.deepEqual([sessions[0].isPlaying, runner.isRunning], [true, true]);
  runner.toggle();
  assert.deepEqual([sessions[0].isPlaying, runner.isRunning], [false, false]);
});

test("a session that has not begun is told nothing, as its Worker would not understand", async () => {
  const { runner, sessions } = make();
  const begun = runner.begin("fair", FAIR);
  runner.play();
  runner.pause();
  runner.turn({ beta: 4 });
  assert.deepEqual(sessions[0].calls, []);
  await begun;
});

test("of two that are begun the newer counts", async () => {
  const { runner, sessions } = make();
  const [first, second] = [runner.begin("fair", FAIR), runner.begin("collapse", { ...FAIR, beta: 16 })];
  assert.deepEqual(await Promise.all([first, second]), [false, true]);
  assert.equal(sessions.length, 1, "by the same session");
  assert.equal(runner.told(), "collapse_0_2_b_16_0.002_1,0");
});

test("one image trains alone; the visitor's own comes once in twenty", async () => {
  const { runner, sessions } = make();
  await runner.begin("one", FAIR);
  assert.equal(sessions[0].calls.at(-1), "reset 1");
  assert.equal(runner.perEpoch, 1);
  await runner.begin("own", FAIR);
  assert.deepEqual(sessions[0].calls.at(-1), "end", "another session knows the drawing");
  assert.equal(sessions[1].options.images.train.length, 641);
  assert.deepEqual(sessions[1].options.images.seen, [OWN], "so that it is seen where it lies");
  assert.equal(sessions[1].options.images.heldOut.length, 3, "and measured by nothing");
  assert.equal(sessions[1].calls.at(-1), `reset ${runner.count}`);
  assert.ok(Math.abs((runner.count - 640) / runner.count - 1 / 20) < 0.002);
  assert.equal(runner.told(), null, "no link holds a drawing");
  await runner.begin("fair", FAIR);
  assert.equal(sessions[2].options.images.train.length, 640);
});

test("some steps, then it rests; a knob that is turned is one of the link's changes", async () => {
  const { runner } = make();
  await runner.begin("fair", FAIR);
  await runner.advance(5);
  assert.equal(runner.isRunning, false);
  runner.turn({ beta: 0.5 });
  await runner.advance(1);
  assert.equal(runner.told(), "fair_0_2_b_1_0.002_1,5b0.5,6");
  assert.equal(runner.settings.beta, 0.5);
});

test("a link is followed step by step, and rests at its end", async () => {
  const { runner, sessions, notices } = make();
  const followed = runner.follow(/** @type {any} */ (parseTraining(LINK)));
  assert.equal(runner.told(), LINK, "from the first moment on");
  await followed;
  assert.equal(runner.told(), LINK);
  assert.equal(sessions[0].step, 130);
  assert.deepEqual(
    sessions[0].calls.filter((call) => call.startsWith("set")),
    ['set {"beta":4} at 60', 'set {"noise":0} at 70'],
  );
  assert.deepEqual([runner.settings.beta, runner.settings.noise, runner.isRunning], [4, 0, false]);
  assert.deepEqual(notices, ["retraining", "retrained"]);
});

test("a link that is paused on the way is told as it came, and playing goes on with it", async () => {
  const { runner, sessions, notices } = make();
  const followed = runner.follow(/** @type {any} */ (parseTraining(LINK)));
  for (let i = 0; i < 2; i++) await turn();
  runner.pause();
  await followed;
  assert.ok(sessions[0].step > 0 && sessions[0].step < 130, `${sessions[0].step}`);
  assert.deepEqual([runner.told(), runner.isRunning, notices.at(-1)], [LINK, false, ""]);
  runner.play();
  while (runner.isRunning) await turn();
  assert.equal(sessions[0].step, 130);
  assert.deepEqual(
    sessions[0].calls.filter((call) => call.startsWith("set")),
    ['set {"beta":4} at 60', 'set {"noise":0} at 70'],
  );
  assert.deepEqual([runner.told(), notices.at(-1)], [LINK, "retrained"]);
});

test("whoever turns a knob on the way leaves the link", async () => {
  const { runner, sessions, notices } = make();
  const followed = runner.follow(/** @type {any} */ (parseTraining(LINK)));
  await turn();
  runner.turn({ rate: 0.01 });
  await followed;
  assert.ok(sessions[0].step < 60);
  assert.equal(runner.isRunning, false);
  assert.ok(!notices.includes("retrained"));
});

test("it rests while nobody looks, and goes on by itself", async () => {
  const { runner, sessions, notices } = make();
  await runner.begin("fair", FAIR);
  runner.play();
  runner.see(false);
  assert.deepEqual([sessions[0].isPlaying, runner.isRunning, notices.at(-1)], [false, true, "away"]);
  runner.see(true);
  await turn();
  assert.deepEqual([sessions[0].isPlaying, notices.at(-1)], [true, ""]);
});

test("what was paused while nobody looked stays paused", async () => {
  const { runner, sessions } = make();
  await runner.begin("fair", FAIR);
  runner.play();
  runner.see(false);
  runner.pause();
  runner.see(true);
  await turn();
  assert.equal(sessions[0].isPlaying, false);
});

test("a link waits while nobody looks", async () => {
  const { runner, sessions } = make();
  runner.see(false);
  const followed = runner.follow(/** @type {any} */ (parseTraining(LINK)));
  for (let i = 0; i < 5; i++) await turn();
  assert.equal(sessions[0].step, 0);
  runner.see(true);
  await followed;
  assert.equal(sessions[0].step, 130);
});

test("where weights diverge it can start over, and nothing else", async () => {
  const { runner, sessions, notices } = make();
  await runner.begin("fair", FAIR);
  runner.play();
  sessions[0].options.onLost("diverged");
  assert.deepEqual([runner.isReady, runner.isRunning, notices.at(-1)], [false, false, "diverged"]);
  await runner.begin("fair", FAIR);
  assert.deepEqual([runner.isReady, sessions.length], [true, 1]);
});

test("what is turned after weights have diverged is told to nobody, and what starts over has it", async () => {
  const { runner, sessions } = make();
  await runner.begin("fair", FAIR);
  sessions[0].options.onLost("diverged");
  runner.turn({ rate: 1e-5 });
  assert.ok(!sessions[0].calls.some((call) => call.startsWith("set")));
  await runner.begin(runner.start, runner.settings);
  assert.equal(runner.told(), "fair_0_2_b_1_0.00001_1,0");
});

test("what is turned before a session has begun, it begins with", async () => {
  const { runner } = make();
  const begun = runner.begin("fair", FAIR);
  runner.turn({ beta: 4 });
  await begun;
  assert.equal(runner.told(), "fair_0_2_b_4_0.002_1,0");
});

test("a link is left by what is turned before it has begun", async () => {
  const { runner, sessions } = make();
  const followed = runner.follow(/** @type {any} */ (parseTraining(LINK)));
  runner.turn({ beta: 0.5 });
  await followed;
  assert.deepEqual([sessions[0].step, runner.told()], [0, "fair_0_2_b_0.5_0.002_1,0"]);
});

test("a session that can not begin is forgotten: the next try makes another", async () => {
  const { runner, sessions } = make({ fails: 1 });
  await assert.rejects(runner.begin("fair", FAIR), /no memory/);
  assert.deepEqual([runner.isReady, sessions[0].calls.at(-1)], [false, "end"]);
  assert.equal(await runner.begin("fair", FAIR), true);
  assert.equal(sessions.length, 2);
});

test("an epoch stops where nobody looks any more", async () => {
  const { runner, sessions } = make();
  await runner.begin("fair", FAIR);
  const done = runner.advance(10);
  runner.see(false);
  assert.deepEqual([sessions[0].calls.at(-1), runner.isRunning], ["pause", false]);
  await done;
});

test("a training that is too long is in no link", async () => {
  const { runner, sessions } = make();
  await runner.begin("fair", FAIR);
  sessions[0].step = 1e9;
  assert.equal(runner.told(), null);
});

test("where a Worker has died, another session begins", async () => {
  const { runner, sessions, notices } = make();
  await runner.begin("fair", FAIR);
  sessions[0].options.onLost("worker");
  assert.equal(notices.at(-1), "worker");
  await runner.begin("fair", FAIR);
  assert.equal(sessions.length, 2);
});
