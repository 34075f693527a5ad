/** Places for labels that would else cover each other. Pure. */

const ROUNDS = 60;

/**
 * The places, moved apart until no two are closer than that, as far as so many rounds lead; those that are far from all
 * others stay.
 * @param {[number, number][]} places no two the same @param {number} least distance, in the units of the places
 * @returns {[number, number][]}
 */
export function spreadLabels(places, least) {
  const moved = places.map(([x, y]) => /** @type {[number, number]} */ ([x, y]));
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < moved.length; i++) for (let j = 0; j < i; j++) pushApart(moved[i], moved[j], least);
  }
  return moved;
}

/** Each goes half of what is missing. @param {[number, number]} a @param {[number, number]} b @param {number} least */
function pushApart(a, b, least) {
  const [x, y] = [a[0] - b[0], a[1] - b[1]];
  const apart = Math.hypot(x, y);
  if (apart >= least || apart === 0) return;
  const push = (least - apart) / 2 / apart;
  a[0] += x * push;
  a[1] += y * push;
  b[0] -= x * push;
  b[1] -= y * push;
}
