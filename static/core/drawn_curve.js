/** A curve over a few places, as a stroke draws it. Pure. */

/** @typedef {{i: number, value: number}} Point at a place, by its index */
/** @typedef {{at: number, value: number}} Spot of a stroke; at: along the places, 0 at the first, 1 at the second, also between and beyond */

/**
 * The places that a straight stroke crosses, ends included, in its direction, with its height at each.
 * @param {Spot} from @param {Spot} to @returns {Point[]}
 */
export function crossings(from, to) {
  if (from.at === to.at) return Number.isInteger(to.at) ? [{ i: to.at, value: to.value }] : [];
  const [low, high] = [Math.ceil(Math.min(from.at, to.at)), Math.floor(Math.max(from.at, to.at))];
  const slope = (to.value - from.value) / (to.at - from.at);
  const found = Array.from({ length: Math.max(high - low + 1, 0) }, (_, n) => {
    const i = low + n;
    return { i, value: from.value + slope * (i - from.at) };
  });
  return to.at > from.at ? found : found.reverse();
}

/**
 * A stroke over some places, which grows spot by spot: each call gives the points that it draws by then. A place has the
 * height at which the stroke crosses it; one that is only come near to, where the stroke begins or ends, has the height of
 * its nearest end. As long as the stroke stays near one place, that one follows it, as if it were dragged.
 * @param {number} places how many
 */
export function beginStroke(places) {
  /** The newest height at each place that is there. @type {Map<number, number>} */
  const crossed = new Map();
  const nearest = (/** @type {number} */ at) => Math.min(Math.max(Math.round(at), 0), places - 1);
  /** @type {Spot | null} */
  let first = null;
  /** @type {Spot | null} */
  let last = null;
  let hasLeft = false;

  /** @param {Spot} here @returns {Point[]} */
  return (here) => {
    const near = nearest(here.at);
    first ??= here;
    hasLeft ||= near !== nearest(first.at);
    for (const { i, value } of crossings(last ?? here, here)) if (i >= 0 && i < places) crossed.set(i, value);
    last = here;
    if (!hasLeft) return [{ i: near, value: here.value }];
    const ends = [first, here].map(({ at, value }) => ({ i: nearest(at), value }));
    return [...ends.filter(({ i }) => !crossed.has(i)), ...Array.from(crossed, ([i, value]) => ({ i, value }))];
  };
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
