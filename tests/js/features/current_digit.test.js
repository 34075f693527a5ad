import assert from "node:assert/strict";
import test from "node:test";

globalThis.document = { getElementById: () => ({ textContent: "{}" }), documentElement: { lang: "en" } };
const { Offline } = await import("../../../static/net/api.js");
const { createHand, temperedCodes } = await import("../../../static/features/current_digit.js");

/** An encoding whose input is all of one grey level. */
const encoding = (level) => ({ mu: [0, 0], sigma: [1, 1], input: Array(28).fill(Array(28).fill(level)) });

const picture = (name) => ({ file: new File(["picture"], name), name: null, knobs: {} });

test("a digit that was overtaken is never shown, and its picture never named", async () => {
  const seen = [];
  let arrive;
  const api = {
    encodePicture: (id, picture, signal) =>
      new Promise((resolve, reject) => {
        arrive = resolve;
        signal.addEventListener("abort", () => reject(new DOMException("overtaken", "AbortError")));
      }),
    encodePixels: async (id, rows) => encoding(rows[0][0]),
    sample: async () => ({ z: [], images: [] }),
  };
  const hand = createHand({
    models: { ae: { id: "ae" }, vae: { id: "vae" } },
    api,
    count: 16,
    settings: () => ({ t: 1, seed: 0 }),
    onProblem: (sentence) => assert.equal(sentence, ""),
    onRefused: () => assert.fail(),
    onEncodings: (encodings, how) => seen.push([encodings.vae.input[0][0], how.own]),
    onDraws: () => {},
  });
  const upload = hand.encode(picture("slow.png"), true);
  assert.equal(hand.pending().file.name, "slow.png");
  await hand.encode(new Uint8Array(784).fill(255), true);
  arrive(encoding(0.5));
  await upload;
  assert.deepEqual(seen, [[1, false]]);
  assert.equal(hand.pending(), null);

  const again = hand.encode(picture("quick.png"), true);
  arrive(encoding(0));
  await again;
  assert.deepEqual(seen.at(-1), [0, true]);
  assert.equal(hand.pending(), null);

  const left = hand.encode(picture("left.png"), true);
  hand.close();
  await left;
  assert.equal(hand.pending().file.name, "left.png", "whoever takes over can ask again");
});

test("a temperature moves draws away from μ or towards it", () => {
  const draws = {
    mu: [1, -2],
    z: [
      [3, -1],
      [0, -2],
    ],
  };
  assert.deepEqual(temperedCodes(draws, 1), draws.z);
  assert.deepEqual(temperedCodes(draws, 0), [
    [1, -2],
    [1, -2],
  ]);
  assert.deepEqual(temperedCodes(draws, 2), [
    [5, 0],
    [-1, -2],
  ]);
});

test("draws are asked for once, and follow the temperature without the server", async () => {
  const asked = [];
  const drawn = [];
  const settings = { t: 2, seed: 7 };
  const api = {
    encodePixels: async () => encoding(0),
    sample: async (id, wanted) => asked.push(wanted) && { z: [[1, 1]] },
  };
  const hand = createHand({
    models: { ae: { id: "ae" }, vae: { id: "vae" } },
    api,
    count: 1,
    settings: () => settings,
    onProblem: () => {},
    onEncodings: () => {},
    onDraws: (codes) => drawn.push(codes),
  });
  hand.temper();
  assert.deepEqual(drawn, [], "nothing was drawn yet");
  await hand.encode(new Uint8Array(784), true);
  await new Promise((resolve) => setImmediate(resolve));
  settings.t = 0.5;
  hand.temper();
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
    encodePixels: async (id, rows) => {
      if (!there) throw new Offline("no server");
      return encoding(rows[0][0]);
    },
    sample: async () => ({ z: [] }),
  };
  const hand = createHand({
    models: { ae: { id: "ae" }, vae: { id: "vae" } },
    api,
    count: 1,
    settings: () => ({ t: 1, seed: 0 }),
    onProblem: (sentence) => said.push(sentence),
    onEncodings: ({ vae }) => seen.push(vae.input[0][0]),
    onDraws: () => {},
  });
  await hand.encode(new Uint8Array(784).fill(255), true);
  assert.deepEqual([seen, said], [[], ["no server"]]);
  there = true;
  await hand.resume();
  assert.deepEqual([seen, said.at(-1)], [[1], ""]);
  await hand.resume();
  assert.deepEqual(seen, [1], "once");
});
