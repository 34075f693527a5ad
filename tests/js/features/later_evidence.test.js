import assert from "node:assert/strict";
import { test } from "node:test";
import { laterEvidence } from "../../../static/features/later_evidence.js";

globalThis.document = /** @type {any} */ ({ getElementById: (id) => ({ id }) });

/** A script that comes when it is told to, and what it was asked for. */
function later() {
  const seen = [];
  let come, fail;
  const coming = new Promise((resolve, reject) => ([come, fail] = [resolve, reject]));
  const made = {
    mountEvidence(element, given) {
      seen.push([element.id, given]);
      return { unmount: () => seen.push("unmounted") };
    },
  };
  return { script: () => coming, seen, come: () => come(made), fail };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

test("the panel is mounted once its script has come, and unmounted with the pair", async () => {
  const { script, seen, come } = later();
  const panel = laterEvidence(script, { of: "a pair" }, assert.fail);
  assert.deepEqual(seen, []);
  come();
  await settled();
  assert.deepEqual(seen, [["evidence-shown", { of: "a pair" }]]);
  panel.unmount();
  assert.deepEqual(seen[1], "unmounted");
});

test("a pair that has been left meanwhile is not shown, and its failure is not told", async () => {
  const late = later();
  laterEvidence(late.script, {}, assert.fail).unmount();
  late.come();
  const lost = later();
  laterEvidence(lost.script, {}, assert.fail).unmount();
  lost.fail(new Error("gone"));
  await settled();
  assert.deepEqual(late.seen, []);
});

test("where the script does not come, or can't show it, that is told", async () => {
  const told = [];
  const { script, fail } = later();
  laterEvidence(script, {}, ({ message }) => told.push(message));
  fail(new Error("no network"));
  const broken = { mountEvidence: () => assert.fail("broken") };
  laterEvidence(
    async () => broken,
    {},
    ({ message }) => told.push(message),
  );
  await settled();
  assert.deepEqual(told, ["no network", "broken"]);
});
