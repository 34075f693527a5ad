import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { alongAxes } from "../../../static/core/plane.js";
import { engineFirst } from "../../../static/net/engine_first.js";
import { EngineEnded } from "../../../static/net/page_engine.js";

const IMAGE = { judge: null };
const SERVED = "served";
const BLANK = Array.from({ length: 28 }, () => Array(28).fill(0));
const INK = BLANK.with(3, Array(28).fill(1));
const signal = new AbortController().signal;

/** The API beside an engine that answers, or that has ended. */
function page({ knowsSample = true, ended = false, none = false, read = null, ink = true } = {}) {
  const tell = (found) => mock.fn(async () => (ended ? Promise.reject(new EngineEnded()) : found));
  const engine = {
    knowsSample,
    encode: tell({ image: IMAGE, models: { ae: { mu: [1] }, vae: { mu: [2] } } }),
    draw: tell([[3]]),
    similarity: tell({ alike: 4 }),
    layer: tell({ label: [3, 8], confidence: [0.12349, 1] }),
  };
  const server = async () => SERVED;
  const api = engineFirst(
    {
      encodePicture: server,
      encodePixels: mock.fn(async (_, rows) => ({ image: { judge: null, input: rows }, models: SERVED })),
      encodeSample: server,
      sample: server,
      similarity: server,
      layer: server,
      models: server,
    },
    {
      models: { ae: { id: "a", latent_dim: 2 }, vae: { id: "v", latent_dim: 2, images: { ink } } },
      clouds: { ae: { codes: [{ mu: [5, 5] }] }, vae: { codes: [{ mu: [6, 6] }] } },
      sample: Promise.resolve([new Uint8Array(784), new Uint8Array(784).fill(7)]),
      engine: () => (none ? null : engine),
      read,
    },
  );
  return { api, engine };
}

const VAE = { id: "v", kind: "vae" };
const PLANE = { along: alongAxes([0, 1], 3), extent: { center: [0, 0], half_width: 8 }, sd: [1, 1] };
const squareOf = (layer) => ({ layer, tile: { z: 1, x: 1, y: 0 }, plane: PLANE, through: [9, 9, 5] });

const asked = ({ mock: { calls } }) => calls[0].arguments;

test("digits, draws and likeness are the engine's, in the API's words", async () => {
  const { api, engine } = page();
  const encoded = { image: IMAGE, models: { a: { mu: [1] }, v: { mu: [2] } } };
  assert.deepEqual(await api.encodePixels(["a", "v"], INK, signal), encoded);
  assert.deepEqual(await api.encodeSample(["a", "v"], 1, signal), encoded);
  assert.deepEqual(engine.encode.mock.calls[1].arguments, [new Uint8Array(784).fill(7)]);
  assert.deepEqual(await api.similarity("a", [1, 2], PLANE, signal), { alike: 4 });
  assert.deepEqual(asked(engine.similarity), ["ae", [1, 2], PLANE]);
  assert.deepEqual(await api.sample("v", { n: 2, seed: 1, mu: [1, 1], sigma: [2, 2] }, signal), { z: [[3]] });
  assert.equal(await api.models(), SERVED, "and the rest is the server's");
});

test("a picture is read by the page, and its digit encoded by the engine, or else by the server", async () => {
  const digit = new Uint8Array(784).fill(255);
  const way = { steps: ["grey"], digits: [], digits_found: 1, chosen: 0, warnings: ["little_ink"] };
  const read = async () => ({ input: digit, ...way });
  const picture = { file: new Blob(), name: null, knobs: {} };
  const own = page({ read });
  const found = await own.api.encodePicture(["a", "v"], picture, signal);
  assert.deepEqual(found, { image: { ...IMAGE, ...way, picture: null }, models: { a: { mu: [1] }, v: { mu: [2] } } });
  assert.deepEqual(asked(own.engine.encode), [digit]);
  const { image, models } = await page({ read, none: true }).api.encodePicture(["a", "v"], picture, signal);
  assert.equal(models, SERVED);
  assert.deepEqual(image.input.flat(), Array(784).fill(1), "the digit alone is sent");
  assert.deepEqual(image.steps, way.steps);
});

test("a picture that the page can't read is the server's", async () => {
  const picture = { file: new Blob(), name: null, knobs: {} };
  for (const read of [null, async () => null]) {
    assert.equal(await page({ read }).api.encodePicture(["a", "v"], picture, signal), SERVED);
  }
});

test("a layer over a tile is the engine's, at the centres of the server's cells, and rounded as the server does", async () => {
  const { api, engine } = page();
  assert.deepEqual(await api.layer(VAE, squareOf("labels"), signal), {
    cells: 16,
    label: [3, 8],
    confidence: [0.123, 1],
  });
  const [side, layer, codes, plane] = asked(engine.layer);
  assert.deepEqual([side, layer, codes.length, plane], ["vae", "labels", 256, PLANE]);
  assert.deepEqual(
    [codes[0], codes[1]],
    [
      [0.25, 7.75, 5],
      [0.75, 7.75, 5],
    ],
  );
  assert.equal((await api.layer(VAE, squareOf("nearest"), signal)).cells, 8);
});

test("layers are computed one tile at a time in each model, and what is given up before is not", async () => {
  const { api, engine } = page();
  const under = [];
  const found = { density: [] };
  const hold = () => new Promise((resolve) => under.push(() => resolve(found)));
  engine.layer = mock.fn(async () => found);
  [0, 1].forEach((call) => engine.layer.mock.mockImplementationOnce(hold, call));
  const given = new AbortController();
  const first = api.layer(VAE, squareOf("density"), signal);
  const second = api.layer(VAE, squareOf("density"), given.signal);
  const other = api.layer({ ...VAE, id: "a", kind: "ae" }, squareOf("density"), signal);
  await setImmediate();
  assert.deepEqual(
    engine.layer.mock.calls.map(({ arguments: [side] }) => side),
    ["vae", "ae"],
  );
  given.abort();
  under.forEach((end) => end());
  await Promise.all([first, other]);
  await assert.rejects(second, { name: "AbortError" });
  assert.equal(engine.layer.mock.callCount(), 2);
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
    assert.equal((await api.encodePixels(["a", "v"], INK, signal)).models, SERVED);
    assert.equal(await api.encodeSample(["a", "v"], 0, signal), SERVED);
    assert.equal(await api.sample("v", { n: 1, seed: 0 }, signal), SERVED);
    assert.equal(await api.similarity("v", [0, 0], PLANE, signal), SERVED);
    assert.equal(await api.layer(VAE, squareOf("labels"), signal), SERVED);
  }
  const { api } = page({ knowsSample: false });
  assert.equal(await api.encodeSample(["a", "v"], 0, signal), SERVED);
  assert.deepEqual(await api.sample("v", { n: 1, seed: 0 }, signal), { z: [[3]] });
});

test("an error that is none of the engine's end is not hidden by asking the server", async () => {
  const { api, engine } = page();
  engine.similarity = async () => Promise.reject(new TypeError("a bug"));
  await assert.rejects(api.similarity("v", [0, 0], PLANE, signal), /a bug/);
});

test("a blank page is the server's to refuse", async () => {
  const { api, engine } = page();
  assert.equal((await api.encodePixels(["a", "v"], BLANK, signal)).models, SERVED);
  assert.equal(engine.encode.mock.callCount(), 0);
});

test("of other images than ink a black one is an image", async () => {
  const { api, engine } = page({ ink: false });
  await api.encodePixels(["a", "v"], BLANK, signal);
  assert.equal(engine.encode.mock.callCount(), 1);
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
  assert.throws(() => api.similarity("x", [0, 0], PLANE, signal), RangeError);
});
