/** How a picture is turned: by quarters clockwise, once it is mirrored or not. */

/** @typedef {import("./contract.js").Turn} Turn */

/**
 * One turn after another, as one.
 * @param {Turn} first @param {Turn} then @returns {Turn}
 */
export function after(first, then) {
  // Mirroring what is turned clockwise turns it the other way.
  const turned = then.mirror ? -first.turn : first.turn;
  return { turn: (((turned + then.turn) % 4) + 4) % 4, mirror: first.mirror !== then.mirror };
}
