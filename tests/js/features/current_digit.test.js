import assert from "node:assert/strict";
import test from "node:test";

const texts = JSON.stringify({
  "digit.stale": "Other models.",
  "digit.judged": "The {judge} reads {label} ({percent}%).",
  "digit.standing": "It is {kind}.",
  "digit.ordinary": "ordinary",
  "digit.unusual": "unusual",
  "digit.rare": "rare",
  "digit.rebuilt": "{error} of {images}",
  "digit.loss": "loss {loss}",
  "digit.typicality": "{error} and {farther} of {images}",
  "glossary.judge": "judge",
  "class.read": "{label}",
});
globalThis.document = { getElementById: () => ({ textContent: texts }), documentElement: { lang: "en" } };
const { Offline, Refusal } = await import("../../../static/net/refusal.js");
const { endPauses } = await import("../../../static/net/retry.js");
const { parseState } = await import("../../../static/core/state.js");
const { Store } = await import("../../../static/core/store.js");
const { createChannels } = await import("../../../static/features/channels.js");
const { createCurrentDigit, describe } = await import("../../../static/features/current_digit.js");

/** A digit all of one grey level, encoded in both models. */
const encoded = (level) => ({
  image: { input: Array(28).fill(Array(28).fill(level)) },
  models: { ae: { mu: [level, 0], sigma: null }, vae: { mu: [0, 0], sigma: [1, 1] } },
});

/** A current digit of an API whose channels are heard by what is given. */
function mount(api, { state = { t: 1, seed: 0 }, onProblem = () => {}, onDigit = () => {}, onDraws = () => {} } = {}) {
  const channels = createChannels();
  channels.problem.listen(onProblem);
  channels.digit.listen(onDigit);
  channels.draws.listen((codes) => codes.length && onDraws(codes));
  channels.refused.listen(() => assert.fail());
  const store = new Store(state);
  return {
    store,
    current: createCurrentDigit({ models: { ae: { id: "ae" }, vae: { id: "vae" } }, api, store, channels }),
  };
}

const picture = (name) => ({ file: new File(["picture"], name), name: null, knobs: {} });

test("a digit that was overtaken is never shown, and its picture never named", async () => {
  const seen = [];
  let arrive;
  const api = {
    encodePicture: (ids, picture, signal) =>
      new Promise((resolve, reject) => {
        arrive = resolve;
        signal.addEventListener("abort", () => reject(new DOMException("overtaken", "AbortError")));
      }),
    encodePixels: async (ids, rows) => encoded(rows[0][0]),
    sample: async () => ({ z: [], images: [] }),
  };
  const { current, store } = mount(api, {
    onProblem: (sentence) => assert.equal(sentence, ""),
    onDigit: ({ image, encodings, own }) => seen.push([image.input[0][0], encodings.ae.mu[0], own]),
  });
  const upload = current.encode(picture("slow.png"), true);
  assert.equal(current.pending().file.name, "slow.png");
  await current.encode(new Uint8Array(784).fill(255), true);
  arrive(encoded(0.5));
  await upload;
  assert.deepEqual(seen, [[1, 1, false]]);
  assert.equal(current.pending(), null);

  const again = current.encode(picture("quick.png"), true);
  arrive(encoded(0));
  await again;
  assert.deepEqual(seen.at(-1), [0, 0, true]);
  assert.deepEqual(
    [store.state.digit, parseState(`x=${store.state.x}`).x],
    [null, store.state.x],
    "its bytes are in the link",
  );
  assert.equal(current.pending(), null);

  const left = current.encode(picture("left.png"), true);
  current.close();
  await left;
  assert.equal(current.pending().file.name, "left.png", "whoever takes over can ask again");
});

test("draws are asked for once, and follow the temperature without the server", async () => {
  const asked = [];
  const drawn = [];
  const state = { t: 2, seed: 7 };
  const api = {
    encodePixels: async () => encoded(0),
    sample: async (id, wanted) => asked.push(wanted) && { z: [[1, 1]] },
  };
  const { current } = mount(api, { state, onDraws: (codes) => drawn.push(codes) });
  current.temper();
  assert.deepEqual(drawn, [], "nothing was drawn yet");
  await current.encode(new Uint8Array(784), true);
  await new Promise((resolve) => setImmediate(resolve));
  state.t = 0.5;
  current.temper();
  assert.deepEqual(drawn, [[[2, 2]], [[0.5, 0.5]]]);
  assert.deepEqual(
    asked.map(({ temperature, seed }) => [temperature, seed]),
    [[1, 7]],
  );
});

test("a digit that the server was not there for is encoded once it is back, and its word goes", async () => {
  let there = false;
  const [seen, said] = [[], []];
  const api = {
    encodePixels: async (ids, rows) => {
      if (!there) throw new Offline("no server");
      return encoded(rows[0][0]);
    },
    sample: async () => ({ z: [] }),
  };
  const { current } = mount(api, {
    onProblem: (sentence) => said.push(sentence),
    onDigit: ({ image }) => seen.push(image.input[0][0]),
  });
  const encoding = current.encode(new Uint8Array(784).fill(255), true);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([seen, said], [[], ["no server"]]);
  there = true;
  endPauses();
  await encoding;
  assert.deepEqual([seen, said.at(-1)], [[1], ""]);
  endPauses();
  assert.deepEqual(seen, [1], "once");
});

test("a picture of a model that is asked nothing more is kept for what takes its place", async () => {
  const api = { encodePicture: () => Promise.reject(new DOMException("called off", "AbortError")) };
  const { current } = mount(api);
  await current.encode(picture("mine.png"), true);
  assert.equal(current.pending().file.name, "mine.png");
});

test("a picture whose models are gone is kept for others, and told in words of the page", async () => {
  const told = [];
  const api = {
    encodePicture: async () => Promise.reject(new Refusal("GET /api/models lists those.", "unknown_model")),
  };
  const { current } = mount(api, { onProblem: (sentence) => told.push(sentence) });
  await current.encode(picture("kept.png"), true);
  assert.equal(current.pending().file.name, "kept.png", "whoever takes over can ask again");
  assert.deepEqual(told, ["Other models."]);
});

test("a digit is ordinary, unusual or rare by the least typical that it is; the figures come on demand", () => {
  const judge = { label: 3, probabilities: [0, 0, 0, 0.9987] };
  const told = (error, farther) =>
    describe(
      { judge, feature_percentile: farther },
      { standing: { images: 10000, percentile: { relative_error: error } } },
    );
  assert.match(told(53, 23), /The <button[^>]*means-judge[^>]*>judge<\/button> reads 3 \(99.8%\)\./);
  assert.match(told(53, 23), /It is <button[^>]* title="53% and 23% of 10,000">ordinary<\/button>\./);
  assert.match(told(53, 90), />unusual</);
  assert.match(told(99, 0), />rare</);
  assert.match(told(89.9, null), /title="90% of 10,000">ordinary</);
});

test("nobody reads it: then its loss tells too, and few images are counted", () => {
  const told = (images, percentile) =>
    describe({ judge: null, feature_percentile: null }, { standing: { images, percentile } });
  assert.equal(
    told(10000, { relative_error: 7.9, reconstruction: 50, negative_elbo: 100 }),
    'It is <button type="button" class="word" title="8% of 10,000 loss 100%">rare</button>.',
  );
  assert.match(told(6, { relative_error: 42, reconstruction: 95, negative_elbo: null }), /"3 of 6 loss 5">unusual</);
  assert.match(told(6, { relative_error: 42, reconstruction: null, negative_elbo: null }), /"3 of 6">ordinary</);
});
