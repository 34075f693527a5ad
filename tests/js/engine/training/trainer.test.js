import assert from "node:assert/strict";
import { test } from "node:test";
import { FAIR } from "../../../../static/core/training_settings.js";
import { Trainer } from "../../../../static/engine/training/trainer.js";
import { trainingModule } from "./module.js";

const IMAGES = Array.from({ length: 64 }, (_, i) => new Uint8Array(784).fill(i));
/** A trainer, and what it tells. */
async function trainerOf(settings = {}) {
  const told = [];
  const pause = (ms) => new Promise((resolve) => (ms ? setTimeout(resolve, ms) : setImmediate(resolve)));
  const trainer = new Trainer(await trainingModule(), IMAGES, (one) => told.push(one), pause);
  trainer.reset({ settings: { ...FAIR, ...settings }, images: null });
  return { trainer, told };
}

test("it goes on for as many steps as it is told to, and says so once it rests", async () => {
  const { trainer, told } = await trainerOf();
  assert.equal(await trainer.advance(7), 7);
  assert.equal(await trainer.advance(1), 8);
  const last = told.at(-1);
  assert.deepEqual([last.step, last.isPlaying, last.diverged], [8, false, false]);
  assert.ok(last.losses.ae > 0 && last.losses.vae > 0);
});

test("steps that are asked for while others are made come on top", async () => {
  const { trainer } = await trainerOf();
  trainer.pace(200);
  const asked = [3, 1, 1].map((steps) => trainer.advance(steps));
  assert.equal((await Promise.all(asked)).at(-1), 5);
});

test("it plays until it is told to pause, and a start anew stops it", async () => {
  const { trainer, told } = await trainerOf();
  const playing = trainer.advance(1e9);
  await new Promise((resolve) => setTimeout(resolve, 60));
  trainer.pause();
  const reached = await playing;
  assert.ok(reached > 0 && reached < 1e9);
  const again = trainer.advance(1e9);
  trainer.reset({ settings: FAIR, images: [0] });
  assert.equal(await again, 0);
  assert.equal(told.at(-1).step, 0);
});

test("a pace is kept", async () => {
  const { trainer } = await trainerOf();
  trainer.pace(50);
  const begun = performance.now();
  await trainer.advance(6);
  assert.ok(performance.now() - begun > 90);
});

test("where it diverges it rests, says so, and goes on only from a new start", async () => {
  const { trainer, told } = await trainerOf({ rate: 1e30 });
  const reached = await trainer.advance(1000);
  assert.ok(reached < 1000 && told.at(-1).diverged && !told.at(-1).isPlaying);
  assert.equal(await trainer.advance(5), reached);
  trainer.reset({ settings: FAIR, images: null });
  assert.equal(await trainer.advance(5), 5);
  assert.equal(told.at(-1).diverged, false);
});
