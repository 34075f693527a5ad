/** A curve over a few places, as a stroke draws it. Pure. */

/** @typedef {{i: number, value: number}} Point at a place, by its index */

/**
 * The places that a stroke from one point to the next passes, with its height at each.
 * @param {Point | null} from null: it begins @param {Point} to @returns {Point[]}
 */
export function passedBy(from, to) {
  if (!from || from.i === to.i) return [to];
  const way = Math.sign(to.i - from.i);
  const slope = (to.value - from.value) / (to.i - from.i);
  return Array.from({ length: Math.abs(to.i - from.i) }, (_, step) => {
    const i = from.i + way * (step + 1);
    return { i, value: from.value + slope * (i - from.i) };
  });
}

/**
 * A curve whose missing points take the height of the nearest one that is there.
 * @param {(number | null)[]} values not all missing @returns {number[]}
 */
export function completed(values) {
  const known = values.flatMap((value, i) => (value === null ? [] : [{ i, value }]));
  return values.map(
    (value, i) => value ?? known.reduce((a, b) => (Math.abs(b.i - i) < Math.abs(a.i - i) ? b : a)).value,
  );
}
