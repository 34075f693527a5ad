/** A layer's numbers over a tile: read off the grid that is kept beside a model, or asked for. */

import { forBoth } from "../core/sides.js";
import { once } from "./later_script.js";

/** @param {Pick<import("./channels.js").Parts, "models" | "api" | "layers">} parts */
export function createLayerNumbers({ models, api, layers }) {
  const disagreement = forBoth((side) =>
    once(async () => {
      const { id, revision, extent } = models[side];
      const file = await api.file(`api/models/${encodeURIComponent(id)}/${revision}/disagreement.safetensors`);
      return (await layers()).disagreementOver(extent, await file.arrayBuffer());
    }),
  );
  return async (
    /** @type {import("../core/sides.js").Side} */ side,
    /** @type {import("../core/state.js").Layer} */ layer,
    /** @type {import("../net/layer_squares.js").Place} */ at,
    /** @type {AbortSignal} */ signal,
  ) =>
    layer === "disagreement" ? (await disagreement[side]())(at) : api.layer(models[side], { layer, ...at }, signal);
}
