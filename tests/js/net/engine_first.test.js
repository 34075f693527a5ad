import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { engineFirst } from "../../../static/net/engine_first.js";
import { EngineEnded } from "../../../static/net/page_engine.js";

const IMAGE = { judge: null };
const SERVED = "served";
const BLANK = Array.from({ length: 28 }, () => Array(28).fill(0));
const INK = BLANK.with(3, Array(28).fill(1));
const signal = new AbortController().signal;

/** The API beside an engine that answers, or that has ended. */
function page({ knowsSample = true, ended = false, none = false } = {}) {
  const tell = (found) => mock.fn(async () => (ended ? Promise.reject(new EngineEnded()) : found));
  const engine = {
    knowsSample,
    encode: tell({ image: IMAGE, models: { ae: { mu: [1] }, vae: { mu: [2] } } }),
    draw: tell([[3]]),
    similarity: tell({ alike: 4 }),
  };
  const server = async () => SERVED;
  const api = engineFirst(
    { encodePixels: server, encodeSample: server, sample: server, similarity: server, models: server },
    {
      models: { ae: { id: "a", latent_dim: 2 }, vae: { id: "v", latent_dim: 2 } },
      clouds: { ae: { codes: [{ mu: [5, 5] }] }, vae: { codes: [{ mu: [6, 6] }] } },
      sample: Promise.resolve([new Uint8Array(784), new Uint8Array(784).fill(7)]),
      engine: () => (none ? null : engine),
    },
  );
  return { api, engine };
}

const asked = ({ mock: { calls } }) => calls[0].arguments;

test("digits, draws and likeness are the engine's, in the API's words", async () => {
  const { api, engine } = page();
  const encoded = { image: IMAGE, models: { a: { mu: [1] }, v: { mu: [2] } } };
  assert.deepEqual(await api.encodePixels(["a", "v"], INK, signal), encoded);
  assert.deepEqual(await api.encodeSample(["a", "v"], 1, signal), encoded);
  assert.deepEqual(engine.encode.mock.calls[1].arguments, [new Uint8Array(784).fill(7)]);
  assert.deepEqual(await api.similarity("a", [1, 2], signal), { alike: 4 });
  assert.deepEqual(asked(engine.similarity), ["ae", [1, 2]]);
  assert.deepEqual(await api.sample("v", { n: 2, seed: 1, mu: [1, 1], sigma: [2, 2] }, signal), { z: [[3]] });
  assert.equal(await api.models(), SERVED, "and the rest is the server's");
});

test("without μ, draws are from the prior, or from a Gaussian fitted to the model's codes", async () => {
  for (const [id, fitted, wanted] of [
    ["v", false, { mu: [0, 0], sigma: [1, 1] }],
    ["a", true, { codes: [[5, 5]] }],
    ["v", true, { codes: [[6, 6]] }],
  ]) {
    const { api, engine } = page();
    await api.sample(id, { n: 3, seed: 9, fitted, images: false }, signal);
    const { temperature, ...given } = asked(engine.draw)[0];
    assert.deepEqual([given, temperature], [{ n: 3, seed: 9, ...wanted }, undefined]);
  }
});

test("an autoencoder's draws around a code have no spread", async () => {
  const { api, engine } = page();
  await api.sample("a", { n: 3, seed: 9, mu: [1, 2] }, signal);
  assert.deepEqual(asked(engine.draw)[0].sigma, [0, 0]);
});

test("the server answers without an engine, after one that has ended, and for digits until the sample is known", async () => {
  for (const how of [{ none: true }, { ended: true }]) {
    const { api } = page(how);
    assert.equal(await api.encodePixels(["a", "v"], INK, signal), SERVED);
    assert.equal(await api.encodeSample(["a", "v"], 0, signal), SERVED);
    assert.equal(await api.sample("v", { n: 1, seed: 0 }, signal), SERVED);
    assert.equal(await api.similarity("v", [0, 0], signal), SERVED);
  }
  const { api } = page({ knowsSample: false });
  assert.equal(await api.encodeSample(["a", "v"], 0, signal), SERVED);
  assert.deepEqual(await api.sample("v", { n: 1, seed: 0 }, signal), { z: [[3]] });
});

test("an error that is none of the engine's end is not hidden by asking the server", async () => {
  const { api, engine } = page();
  engine.similarity = async () => Promise.reject(new TypeError("a bug"));
  await assert.rejects(api.similarity("v", [0, 0], signal), /a bug/);
});

test("a blank page is the server's to refuse", async () => {
  const { api, engine } = page();
  assert.equal(await api.encodePixels(["a", "v"], BLANK, signal), SERVED);
  assert.equal(engine.encode.mock.callCount(), 0);
});

test("what is overtaken while it waits is not done", async () => {
  const { api, engine } = page();
  const under = [];
  const end = () => under.splice(0).forEach((resolve) => resolve({ image: IMAGE, models: { ae: {}, vae: {} } }));
  engine.encode = mock.fn(() => new Promise((resolve) => under.push(resolve)));
  const first = api.encodeSample(["a", "v"], 0, signal);
  const overtaken = new AbortController();
  const second = api.encodeSample(["a", "v"], 1, overtaken.signal);
  const third = api.encodeSample(["a", "v"], 1, signal);
  for (let i = 0; i < 5; i++) await Promise.resolve();
  overtaken.abort();
  end();
  await first;
  await assert.rejects(second, { name: "AbortError" });
  for (let i = 0; i < 5; i++) await Promise.resolve();
  end();
  await third;
  assert.equal(engine.encode.mock.callCount(), 2);
});

test("draws have the API's defaults, and a model that is not on show is not answered for", async () => {
  const { api, engine } = page();
  await api.sample("v", {}, signal);
  const { n, seed } = asked(engine.draw)[0];
  assert.deepEqual([n, seed], [16, 0]);
  assert.throws(() => api.similarity("x", [0, 0], signal), RangeError);
});
