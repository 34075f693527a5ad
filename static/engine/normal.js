/**
 * Standard normal float32 by the ziggurat: from the same bits, the numbers of NumPy's `standard_normal(…, np.float32)`.
 * Sources: Marsaglia & Tsang, "The Ziggurat Method for Generating Random Variables" (2000); NumPy 2.4, numpy/random: 256
 * layers, which bits of a word are for what, and where float32 is rounded to.
 */

/** @typedef {{next32: () => number}} Generator of 32 bits */
/** @typedef {{k: Uint32Array, w: Float32Array, f: Float32Array}} Tables named as in the paper */

const LAYERS = 256;
const R = 3.6541528853610088; // where the tail starts
const V = 0.004928673233974655; // of each layer, and of the base with the tail: R·f(R) + ∫f from R on
const STEPS = 2 ** 23; // the places in a layer

const { fround } = Math;
const [TAIL, PER_TAIL] = [fround(R), fround(1 / R)];

/** @param {number} x */
const density = (x) => Math.exp((-x * x) / 2);

/** The layers' right edges, from the top at 0 down to R: each layer has the area V. */
function edges() {
  const x = new Float64Array(LAYERS);
  x[LAYERS - 1] = R;
  for (let i = LAYERS - 2; i > 0; i--) x[i] = Math.sqrt(-2 * Math.log(V / x[i + 1] + density(x[i + 1])));
  return x;
}

/**
 * By layer, and the same in every browser: no number of these is so near to halfway between two that its Math.exp and
 * Math.log could change it, being right to 2 in the last place. k, the places that lie below the curve for sure; w, the width of a place; f, the curve at the right edge.
 * Layer 0 is the base, taken as wide as a rectangle of its height and area would be.
 * @returns {Tables}
 */
export function createTables() {
  const x = edges();
  const width = x.map((edge, i) => (i ? edge : V / density(R)));
  const inner = x.map((_, i) => (i ? x[i - 1] : R));
  return {
    k: Uint32Array.from(width, (across, i) => Math.round((inner[i] / across) * STEPS)),
    w: Float32Array.from(width, (across) => across / STEPS),
    f: Float32Array.from(x, density),
  };
}

const { k, w, f } = createTables();

/** @param {Generator} generator @returns {number} a float32 */
export function standardNormal(generator) {
  for (;;) {
    const word = generator.next32();
    const [layer, place] = [word & 255, word >>> 9];
    const x = fround(place * w[layer]);
    const signed = word & 256 ? -x : x;
    if (place < k[layer]) return signed;
    if (layer === 0) return (place & 256 ? -1 : 1) * beyond(generator);
    if (isBelow(x, layer, generator)) return signed;
  }
}

/**
 * Whether a random height within a layer lies below the curve.
 * @param {number} x @param {number} layer @param {Generator} generator
 */
function isBelow(x, layer, generator) {
  const rise = fround(f[layer - 1] - f[layer]);
  return fround(fround(rise * uniform(generator)) + f[layer]) < Math.exp(-0.5 * x * x);
}

/** A number of the tail, by Marsaglia's method of 1964. @param {Generator} generator */
function beyond(generator) {
  for (;;) {
    const past = fround(PER_TAIL * exponential(generator));
    const height = exponential(generator);
    if (2 * height > fround(past * past)) return fround(TAIL + past);
  }
}

/**
 * Rounded to the nearest float32. NumPy has it from the C library, and some round a few arguments to the one beside it
 * (glibc 2.36: 7 % of them), so that about one of a million normal numbers differs there in its last bit.
 * @param {Generator} generator
 */
const exponential = (generator) => fround(-Math.log1p(-uniform(generator)));

/** Of 0 … 1, with 24 bits. @param {Generator} generator */
const uniform = (generator) => (generator.next32() >>> 8) / 2 ** 24;
