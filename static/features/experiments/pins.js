/** Two pins in each model: where the visitor put them, by default at the current digit and one of another class. */

import { carry, inWorld } from "../../core/latent_units.js";
import { forBoth, otherSide } from "../../core/sides.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {import("../../map/marks.js").Pin} Pin */

const OTHER_CLASS = 4; // added to the digit's label, mod 10: the label at pin B by default

/** @param {import("../channels.js").Parts} parts */
export function createPins({ models, clouds, store, channels }) {
  const { latent_dim: dims } = models.vae;

  /** The code of a digit of another class, pin B's default. @param {Side} side */
  function elsewhere(side) {
    const { codes } = clouds[side];
    const other = (codes[store.state.digit ?? 0].label + OTHER_CLASS) % 10;
    return (codes.find(({ label }) => label === other) ?? codes[0]).mu;
  }
  /** @param {Side} side @returns {Record<Pin, number[]>} */
  function of(side) {
    const put = store.state[`pins${side}`];
    // A link may name any place, and a pin can be dragged off its map.
    if (put?.length === 2 * dims)
      return { a: inWorld(put.slice(0, dims), models[side]), b: inWorld(put.slice(dims), models[side]) };
    return { a: channels.digit.value?.codes[side] ?? models[side].extent.center, b: elsewhere(side) };
  }
  /** @param {Record<Side, Record<Pin, number[]>>} both */
  function put({ ae, vae }) {
    store.set({ pinsae: [...ae.a, ...ae.b], pinsvae: [...vae.a, ...vae.b] });
  }

  return {
    of,
    /** Put a pin at codes in both models. @param {Pin} pin @param {import("../channels.js").Codes} codes */
    set: (pin, codes) => put(forBoth((side) => ({ ...of(side), [pin]: codes[side] }))),
    /** Move a pin; if linked, the other model's moves by as many sd. @param {import("../channels.js").Pinned} to */
    move({ side, pin, z: [x, y] }) {
      const other = otherSide(side);
      const [before, twin] = [of(side)[pin], of(other)[pin]];
      const after = [x, y, ...before.slice(2)];
      const carried = store.state.link ? carry(twin, { from: models[side], to: models[other], before, after }) : twin;
      put(forBoth((one) => ({ ...of(one), [pin]: one === side ? after : carried })));
    },
  };
}
