import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { cloudOf } from "../../../static/core/plane_directions.js";
import { alongAxes } from "../../../static/core/plane.js";
import { forBoth } from "../../../static/core/sides.js";
import "../views/page.js";
import { sentenceOf } from "../../../static/features/planes/words.js";

const CODES = [0, 1, 2].map((i) => ({ index: i, label: null, mu: [i, i * i, 0], sigma: null }));
const AXES = [0, 1, 2].map((index) => ({ index, held: 1, middle: 0, reach: 1, isDead: index === 2 }));
const shown = {
  isMissing: false,
  planes: forBoth(() => ({
    along: alongAxes([0, 2], 3),
    extent: { center: [0, 0], half_width: 1 },
    sd: [1, 1],
    spare: true,
  })),
  z: forBoth(() => [0, 0, 0]),
  models: forBoth(() => ({ sd: [1, 1, 1] })),
  codes: forBoth(() => CODES),
  shape: forBoth(() => cloudOf(CODES)),
  axes: forBoth(() => AXES),
};
const said = () => sentenceOf("axes-0,2", shown).match(/In the [\w ]+/g);

afterEach(() => delete document.body.dataset.lone);

test("what is not as one would expect is said of both models, and once of one that is shown by itself", () => {
  assert.equal(said().length, 4);
  document.body.dataset.lone = "vae";
  assert.equal(said().length, 2);
});
