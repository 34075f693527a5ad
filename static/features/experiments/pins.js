/** Two pins in each model: where the visitor put them, by default at the current image and one unlike it. */

import { carry } from "../../core/latent_units.js";
import { onto } from "../../core/plane.js";
import { inWorld } from "../../core/plane_map.js";
import { forBoth, otherSide } from "../../core/sides.js";
import { unlike } from "../../core/unlike.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {import("../../map/marks.js").Pin} Pin */

/** @param {import("../experiments.js").ExperimentParts} parts */
export function createPins({ models, clouds, store, channels, cursor: { planes, space } }) {
  const { latent_dim: dims } = models.vae;

  /** The code of an image unlike the current one, pin B's default: the same image in both. @param {Side} side */
  const elsewhere = (side) => clouds[side].codes[unlike(clouds.vae.codes, store.state.digit ?? 0, models.vae.sd)].mu;
  /** @param {Side} side @returns {Record<Pin, number[]>} */
  function of(side) {
    const put = store.state[`pins${side}`];
    // A link may name any place, and a pin can be dragged off its map.
    if (put?.length === 2 * dims)
      return { a: inWorld(put.slice(0, dims), planes[side]), b: inWorld(put.slice(dims), planes[side]) };
    return { a: channels.digit.value?.codes[side] ?? inWorld(null, planes[side]), b: elsewhere(side) };
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
    move({ side, pin, place }) {
      const other = otherSide(side);
      const [before, twin] = [of(side)[pin], of(other)[pin]];
      const after = onto(planes[side], before)(place);
      const carried = store.state.link ? carry(twin, { from: space(side), to: space(other), before, after }) : twin;
      put(forBoth((one) => ({ ...of(one), [pin]: one === side ? after : carried })));
    },
  };
}
