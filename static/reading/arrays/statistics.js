/** Sums, means, medians and quantiles of numbers, as NumPy has them: of float32 they are float32. */

const { fround } = Math;

/** @param {ArrayLike<number>} values */
export function sum(values) {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** @param {ArrayLike<number>} values */
export const mean = (values) => sum(values) / values.length;

/** @param {ArrayLike<number>} values */
export function largest(values) {
  let most = -Infinity;
  for (let i = 0; i < values.length; i++) if (values[i] > most) most = values[i];
  return most;
}

/** @param {ArrayLike<number>} values */
export function least(values) {
  let few = Infinity;
  for (let i = 0; i < values.length; i++) if (values[i] < few) few = values[i];
  return few;
}

/** Where the largest is, the first of them. @param {ArrayLike<number>} values */
export function argmax(values) {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

/** @param {Float32Array} values one at least @returns {number} */
export function median(values) {
  const own = values.slice();
  const half = own.length >> 1;
  const upper = select(own, half);
  return own.length % 2 ? upper : fround(fround(largest(own.subarray(0, half)) + upper) / 2);
}

/**
 * The quantile `part` in 0..1, between two values by a straight line.
 * @param {Float32Array} values @param {number} part @returns {number}
 */
export function quantile(values, part) {
  const own = values.slice();
  const place = fround((own.length - 1) * fround(part));
  const lower = Math.min(Math.floor(place), own.length - 1);
  const [a, share] = [select(own, lower), fround(place - lower)];
  if (lower + 1 >= own.length) return a;
  const b = least(own.subarray(lower + 1));
  return share < 0.5
    ? fround(a + fround(fround(b - a) * share))
    : fround(b - fround(fround(b - a) * fround(1 - share)));
}

/** How far each is from a level. @param {Float32Array} values @param {number} level */
export function distances(values, level) {
  const found = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) found[i] = Math.abs(values[i] - level);
  return found;
}

/** Halves rounded to even, as Python and NumPy do. @param {number} value */
export function roundToEven(value) {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/**
 * The value that would be at `index` were they sorted; less is before it then, more behind it. Hoare's quickselect.
 * @param {Float32Array} values are reordered @param {number} index
 */
function select(values, index) {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1];
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const value = values[i];
      values[i++] = values[j];
      values[j--] = value;
    }
    if (index <= j) high = j;
    else if (index >= i) low = i;
    else break;
  }
  return values[index];
}
