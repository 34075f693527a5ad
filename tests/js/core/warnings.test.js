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

test("without a judge its error and its loss tell, with one its loss does not", () => {
  const unjudged = image(null, null);
  const odd = { relative_error: 7.9, reconstruction: 50, kl: 50, negative_elbo: 99.5 };
  assert.deepEqual(warningsOf(unjudged, odd), ["unlike_digits"]);
  assert.deepEqual(warningsOf(unjudged, { ...odd, negative_elbo: 99.4 }), []);
  assert.deepEqual(warningsOf(image([0.05, 0.95]), odd), []);
  const plain = { relative_error: 7.9, reconstruction: 99.5, kl: null, negative_elbo: null };
  assert.deepEqual(warningsOf(unjudged, plain), ["unlike_digits"], "an autoencoder's loss is its reconstruction term");
  assert.deepEqual(warningsOf(unjudged, { ...plain, reconstruction: null }), [], "no likelihood is known");
  assert.deepEqual(warningsOf(unjudged, { relative_error: 99 }), []);
  assert.deepEqual(warningsOf(unjudged, { relative_error: 99.9 }), ["unlike_digits"]);
});
