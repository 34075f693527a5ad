import assert from "node:assert/strict";
import test from "node:test";
import { setImmediate } from "node:timers/promises";

import { Offline } from "../../../static/net/refusal.js";
import { sampleDigits } from "../../../static/net/sample_digits.js";

const SIDE = 28;
const cloud = { thumbnails: { url: "sprite", columns: 2, size: SIDE }, codes: [{ index: 0 }, { index: 3 }] };

/** What asks for the sprite, which comes or does not, in turn, and shows at each place x + y. */
function server(...outcomes) {
  const asked = [];
  const getImageData = (x, y) => ({ data: new Uint8Array(4 * SIDE * SIDE).fill(x + y) });
  globalThis.createImageBitmap = async () => ({ width: 2 * SIDE, height: 2 * SIDE });
  globalThis.document = { createElement: () => ({ getContext: () => ({ drawImage() {}, getImageData }) }) };
  const load = async (url) => {
    asked.push(url);
    if (!outcomes.shift()) throw new Offline("no answer");
  };
  return { asked, load };
}

test("the sprite is not asked for before it is wanted, and then once", async () => {
  const { asked, load } = server(true);
  const { digits, begin } = sampleDigits(cloud, 1, load);
  await setImmediate();
  assert.deepEqual(asked, []);
  begin();
  begin();
  const all = await digits;
  assert.deepEqual(asked, ["sprite"]);
  assert.deepEqual([all[0][0], all[1][SIDE * SIDE - 1], all[1].length], [0, 2 * SIDE, SIDE * SIDE]);
});

test("a sprite that is lost on the way is asked for again", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, load } = server(false, true);
  const { digits, begin } = sampleDigits(cloud, 1, load);
  begin();
  for (let i = 0; i < 100 && asked.length < 2; i++) {
    context.mock.timers.tick(1000);
    await Promise.resolve();
  }
  assert.equal((await digits).length, 2);
});
