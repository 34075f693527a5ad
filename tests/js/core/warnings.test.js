import assert from "node:assert/strict";
import { test } from "node:test";
import { warningsOf } from "../../../static/core/warnings.js";

const image = (probabilities, farther = 50) => ({
  judge: probabilities && { probabilities },
  feature_percentile: farther,
});

test("a digit is unlike others by its error or its features, else unsure by the judge's word, else nothing", () => {
  const sure = image([0.05, 0.95]);
  assert.deepEqual(warningsOf(sure, { relative_error: 50 }), []);
  assert.deepEqual(warningsOf(sure, { relative_error: 99.5 }), ["unlike_digits"]);
  assert.deepEqual(warningsOf(image([0.05, 0.95], 99), { relative_error: 50 }), ["unlike_digits"]);
  assert.deepEqual(warningsOf(image([0.45, 0.1, 0.45]), { relative_error: 50 }), ["unsure"], "no class is likely");
  assert.deepEqual(warningsOf(image([0.42, 0.58]), { relative_error: 50 }), ["unsure"], "two are about as likely");
  assert.deepEqual(warningsOf(image([0.42, 0.58], 99), { relative_error: 50 }), ["unlike_digits"], "one at most");
});

test("without a judge only the error tells", () => {
  const unjudged = image(null, null);
  assert.deepEqual(warningsOf(unjudged, { relative_error: 99 }), []);
  assert.deepEqual(warningsOf(unjudged, { relative_error: 99.9 }), ["unlike_digits"]);
});
