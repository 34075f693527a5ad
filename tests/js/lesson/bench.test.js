import assert from "node:assert/strict";
import { test } from "node:test";
import { benchOf } from "../../../static/lesson/bench.js";

const FIGURES = 6;

/** A comparison's answer on codes of two dimensions: each image is as grey as its first coordinate. */
function answerOf(codes) {
  const [n, dims] = [codes.length, codes[0].length];
  const bytes = new Uint8Array(n * 784 + 4 * (n * (FIGURES + dims) + 1));
  codes.forEach(([grey], i) => bytes.fill(grey, i * 784, (i + 1) * 784));
  return bytes;
}

/** A live connection that answers when it is told to. */
function connect() {
  const ending = new AbortController();
  const views = [];
  const live = {
    view(onAnswer) {
      const view = { onAnswer, asked: [], answered: 0 };
      views.push(view);
      return (wanted) => {
        if (!wanted.codes.flat().every(Number.isFinite)) throw new RangeError("codes must be finite");
        view.asked.push(wanted);
      };
    },
  };
  /** Answer each view's oldest request that has none. */
  function answer() {
    for (const view of views) {
      const wanted = view.asked[view.answered];
      if (!wanted) continue;
      view.answered++;
      view.onAnswer({ pixels: answerOf(wanted.codes), wanted });
    }
  }
  return { bench: benchOf({ live, signal: ending.signal }), live, views, answer, ending };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));
const codes = (...greys) => ({ ae: greys.map((grey) => [grey, 0]), vae: greys.map((grey) => [grey + 1, 0]) });

test("a connection keeps its bench, as it keeps its views", () => {
  const { bench, live, views, ending } = connect();
  assert.equal(benchOf({ live, signal: ending.signal }), bench);
  assert.equal(views.length, 4);
});

test("each question has its own answer, in turn", async () => {
  const { bench, views, answer } = connect();
  const found = [bench.compare(codes(1)), bench.compare(codes(5, 6))];
  await settle();
  assert.equal(views[0].asked.length, 1, "one at a time");
  answer();
  assert.equal((await found[0]).vae.pixels[0], 2);
  await settle();
  answer();
  const { ae, vae } = await found[1];
  assert.deepEqual([ae.label.length, ae.pixels[784], vae.pixels[784]], [2, 6, 7]);
});

test("many images come in parts, and in order", async () => {
  const { bench, answer } = connect();
  const greys = Array.from({ length: 100 }, (_, i) => i);
  const coming = bench.images(codes(...greys));
  for (let part = 0; part < 2; part++) {
    await settle();
    answer();
  }
  const { ae, vae } = await coming;
  assert.deepEqual(
    ae.map(([grey]) => grey),
    greys,
  );
  assert.equal(vae[99][0], 100);
});

test("once the models answer no more, what waits and what is asked then is told so", async () => {
  const { bench, ending } = connect();
  const [waiting, behind] = [bench.compare(codes(1)), bench.compare(codes(2))];
  await settle();
  ending.abort();
  for (const asked of [waiting, behind, bench.compare(codes(3))]) {
    await assert.rejects(asked, { name: "AbortError" });
  }
});

test("codes that can't be asked for spoil no other question", async () => {
  const { bench, answer } = connect();
  await assert.rejects(bench.compare(codes(NaN)), RangeError);
  const coming = bench.compare(codes(3));
  await settle();
  answer();
  assert.equal((await coming).ae.pixels[0], 3);
});

test("an image that comes late is shown by whoever asked for it", () => {
  const { bench, answer } = connect();
  const shown = [];
  bench.follow("ae", [1, 0], ([grey]) => shown.push(["ae", grey]));
  bench.follow("vae", [2, 0], ([grey]) => shown.push(["vae", grey]));
  answer();
  assert.deepEqual(shown, [
    ["ae", 1],
    ["vae", 2],
  ]);
});
