import assert from "node:assert/strict";
import { test } from "node:test";
import { parseState } from "../../../static/core/state.js";
import { Store } from "../../../static/core/store.js";

const ORIGIN = "https://slides.example.org";
const OWN = `${"A".repeat(1045)}A`;
/** A page that keeps what it is told. */
const page = () => {
  const told = /** @type {any[]} */ ([]);
  return {
    told,
    postMessage: (/** @type {any} */ what, /** @type {string} */ origin) => told.push({ ...what, origin }),
  };
};

/** The page in a frame of another one. @param {string} [query] */
async function framed(query = "") {
  const parent = page();
  const heard = /** @type {((event: any) => Promise<void>)[]} */ ([]);
  Object.assign(globalThis, {
    window: { parent },
    location: { search: query },
    document: { documentElement: { dataset: {} } },
    addEventListener: (/** @type {string} */ _, /** @type {any} */ listener) => heard.push(listener),
  });
  const { answerMessages } = await import("../../../static/features/framed/messages.js");
  const store = new Store(parseState("digit=5"));
  const show = async (/** @type {any} */ target) => store.set(target);
  const offers = (/** @type {string} */ model) => model === "vae-2d";
  answerMessages(store, { show, first: parseState("tab=walk"), offers });
  const say = (/** @type {any} */ data, source = parent, origin = ORIGIN) => heard[0]({ data, source, origin });
  return { parent, store, say, ask: (/** @type {any} */ data) => say({ to: "latent-explorer", ...data }) };
}

test("it is ready at once, and answers who asks, at the origin that asked", async () => {
  const { parent, ask, say } = await framed();
  assert.deepEqual([parent.told[0].from, parent.told[0].event], ["latent-explorer", "ready"]);
  await ask({ do: "get", id: 7 });
  const { event, id, state, origin } = parent.told[1];
  assert.deepEqual([event, id, state.digit, origin], ["answer", 7, 5, ORIGIN]);
  const other = page();
  await say({ to: "latent-explorer", do: "get" }, other, "null");
  assert.deepEqual([other.told[0].origin, parent.told.length], ["*", 2]);
});

test("a state that is set is shown and told; a wrong one changes nothing and is told by name", async () => {
  const { parent, store, ask } = await framed();
  await ask({ do: "set", state: { t: 2, tab: "prior" } });
  assert.deepEqual([store.state.t, parent.told[1].event, parent.told[1].state.tab], [2, "answer", "prior"]);
  await ask({ do: "set", id: "a", state: { t: 3, seed: -1, colour: "red" } });
  const { event, id, refused, state } = parent.told[2];
  assert.deepEqual([event, id, refused, state.t, store.state.t], ["error", "a", ["seed", "colour"], 2, 2]);
  await ask({ do: "reset" });
  assert.deepEqual([store.state.tab, store.state.t, store.state.digit], ["walk", 1, null]);
});

test("a model that isn't here is refused, but for the one that a link has named", async () => {
  const { parent, store, ask } = await framed();
  await ask({ do: "set", state: { model: "typo", t: 3 } });
  assert.deepEqual([parent.told.at(-1).refused, store.state.model, store.state.t], [["model"], null, 1]);
  await ask({ do: "set", state: { model: "vae-2d" } });
  assert.deepEqual([parent.told.at(-1).event, store.state.model], ["answer", "vae-2d"]);
  store.set({ model: "gone" });
  await ask({ do: "set", state: { model: "gone", t: 3 } });
  assert.deepEqual([parent.told.at(-1).event, store.state.t], ["answer", 3]);
});

test("what is asked for must be there; what is said to others is nothing to it", async () => {
  const { parent, ask, say } = await framed();
  for (const wrong of ["toString", "constructor", undefined, 5, {}]) {
    await ask({ do: wrong });
    assert.deepEqual(parent.told.at(-1).refused, ["do"]);
  }
  const before = parent.told.length;
  for (const data of ["slide:start", null, 5, {}, { to: "others", do: "get" }]) await say(data);
  assert.equal(parent.told.length, before);
});

test("who listens hears of the state once it rests, and nobody else does", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { parent, store, ask } = await framed();
  store.set({ t: 2 });
  context.mock.timers.tick(1000);
  assert.equal(parent.told.length, 1);
  await ask({ do: "listen", id: 1 });
  for (const t of [3, 4]) {
    store.set({ t });
    context.mock.timers.tick(249);
  }
  assert.equal(parent.told.length, 2);
  context.mock.timers.tick(1);
  assert.deepEqual([parent.told[2].event, parent.told[2].id, parent.told[2].state.t], ["state", 1, 4]);
});

test("a drawing leaves the page only where its address shares it, and never unasked", async () => {
  for (const [query, shares] of /** @type {[string, boolean][]} */ ([
    ["?share=pixels", true],
    ["?share=all", false],
  ])) {
    const { parent, store, ask } = await framed(query);
    store.set({ x: OWN, digit: null });
    await ask({ do: "get" });
    assert.equal("pixels" in parent.told[1].state, shares);
    assert.ok(!("pixels" in parent.told[0].state) && !JSON.stringify(parent.told).includes(OWN));
  }
});

test("an id that can't be sent back is refused, and so is a list as a state", async () => {
  const { parent, store, ask } = await framed();
  for (const id of [() => {}, { within() {} }, Symbol("id")]) {
    await ask({ do: "set", id, state: { t: 3 } });
    const { event, refused, id: back } = parent.told.at(-1);
    assert.deepEqual([event, refused, back, store.state.t], ["error", ["id"], null, 1]);
  }
  await ask({ do: "set", id: { any: [1] }, state: [] });
  assert.deepEqual([parent.told.at(-1).refused, parent.told.at(-1).id], [["state"], { any: [1] }]);
});
