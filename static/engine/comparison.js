/** Decoded images compared with the first of them, as model/explore/comparison.py does, in the live socket's bytes. */

import { labelOf } from "./judge.js";
import { distance, rows } from "./rows.js";

/** @typedef {import("./decoder.js").Decoder} Decoder */
/** @typedef {import("./judge.js").Judge} Judge */
/** @typedef {{decoder: Decoder, judge: Judge | null}} Networks judge: null: nobody reads the images */

const CHANGED = 0.25; // of the range from black to white: a larger change of a pixel is visible

/**
 * Bytes of n images, then float32: of each image, the figures that core/comparison.js names, those of a judge that there
 * is not as NaN; of each its code; the curve's length.
 * @param {Networks} networks @param {Float32Array} codes (n, d)
 * @param {number} [length] of the curve, where it is measured more finely than by the sum of the steps
 */
export function compare({ decoder, judge }, codes, length) {
  const { floats, bytes } = decoder.decode(codes);
  const read = judge?.read(floats);
  const images = rows(floats, decoder.pixels);
  const figures = images.map((image, i) => {
    const step = i ? distance(images[i - 1], image) : 0;
    const { label, confidence, feature } = read ? seen(read, i) : UNSEEN;
    return [label, confidence, ...differences(images[0], image), feature, step];
  });
  const whole = length ?? figures.reduce((sum, [, , , , , step]) => sum + step, 0);
  return joined(bytes, Float32Array.from([...figures.flat(), ...codes, whole]));
}

const UNSEEN = { label: NaN, confidence: NaN, feature: NaN };

/** What the judge says of an image. @param {ReturnType<Judge["read"]>} read @param {number} i */
function seen({ probabilities, features }, i) {
  const label = labelOf(probabilities[i]);
  return { label, confidence: probabilities[i][label], feature: distance(features[0], features[i]) };
}

/** @param {Uint8Array} bytes @param {Float32Array} numbers */
export function joined(bytes, numbers) {
  const answer = new Uint8Array(bytes.length + numbers.byteLength);
  answer.set(bytes);
  answer.set(new Uint8Array(numbers.buffer), bytes.length);
  return answer;
}

/** Squared error per pixel, and the share of pixels that visibly differ. @param {Float32Array} a @param {Float32Array} b */
function differences(a, b) {
  let [squares, changed] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    const difference = Math.fround(b[i] - a[i]);
    squares += difference * difference;
    if (Math.abs(difference) > CHANGED) changed++;
  }
  return [squares / a.length, changed / a.length];
}
