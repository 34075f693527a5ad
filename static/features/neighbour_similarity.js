/** How close one must look until neighbours are alike: asked anew whenever a map moves, a plane turns, or another digit is at hand. */

import { DENSITY } from "../map/tiles.js";
import { SIDES, forBoth } from "../core/sides.js";
import { imageSpacing } from "../core/viewport.js";
import { mountAlike } from "../views/neighbour_similarity.js";
import { unit } from "../core/latent_units.js";

/** @typedef {import("../core/store.js").Side} Side */

const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/**
 * How close one must look at a place of each map: the digit's, while it is in sight, else the middle.
 * @param {{models: import("../core/families.js").Twins, cursor: import("./experiments.js").Parts["cursor"], hand: {current: () => import("../views/posterior.js").Encodings | undefined}, store: import("../core/store.js").Store, api: import("../net/api.js").Api}} parts
 */
export function watchLikeness({ models, cursor, hand, store, api }) {
  const alike = mountAlike(
    { ae: $("alike-ae"), vae: $("alike-vae"), means: $("alike-means") },
    {
      ask: (side, at, signal) => api.likeness(models[side].id, at, signal),
      place(side) {
        const { center, zoom } = cursor.maps[side].view();
        const { extent, latent_dim: dims } = models[side];
        const digit = hand.current()?.[side].mu;
        // What is told of the digit stays the same as a map moves; that of another place is another.
        const isDigit = digit !== undefined && cursor.maps[side].sees(digit);
        const through = store.state[side] ?? Array(dims).fill(0);
        return {
          at: isDigit ? digit : [...center, ...through.slice(2)],
          isDigit,
          step: imageSpacing(extent, zoom) / DENSITY / unit(models[side]),
        };
      },
    },
  );
  SIDES.forEach(alike.update);
  // Of many dimensions the map shows a plane, which the other sliders turn.
  const planeOf = (/** @type {Side} */ side) => (store.state[side] ?? []).slice(2).join();
  const planes = forBoth(planeOf);
  const stops = SIDES.map((side) =>
    store.listen([side], () => {
      if (planeOf(side) === planes[side]) return;
      planes[side] = planeOf(side);
      alike.update(side);
    }),
  );
  return {
    update: alike.update,
    unmount() {
      stops.forEach((stop) => stop());
      alike.unmount();
    },
  };
}
