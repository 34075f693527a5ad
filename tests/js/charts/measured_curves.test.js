import assert from "node:assert/strict";
import { test } from "node:test";
import { forBoth } from "../../../static/core/sides.js";
import "../views/page.js";
import { measuredCurves } from "../../../static/charts/measured_curves.js";

/** The ticks of the plot of change, the highest first, of models whose image changes so much at most. */
function ticks(most) {
  const figure = (value) => ({ value, low: 0.9 * value, high: value });
  const step_curve = [0.1, 1].map((step) => ({ step, label_kept: figure(1), mse_median: figure(most * step) }));
  const metrics = forBoth(() => ({ nearness: { step_curve } }));
  const { svg } = measuredCurves({ metrics, unit: "sd" })[1];
  return [...svg.matchAll(/text-anchor="end">([^<]*)</g)].map(([, text]) => text).reverse();
}

test("however little the images change, no two ticks read the same", () => {
  for (const most of [0.9, 0.034, 0.0021, 1.6e-5, 9.1e-8])
    assert.equal(new Set(ticks(most)).size, 5, `${most}: ${ticks(most)}`);
  assert.deepEqual(ticks(0.034), ["0.0400", "0.0300", "0.0200", "0.0100", "0.0000"]);
  assert.deepEqual(ticks(1.6e-5), ["2·10⁻⁵", "1.5·10⁻⁵", "1·10⁻⁵", "5·10⁻⁶", "0"]);
});
