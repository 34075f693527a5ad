/** Layers of tiles that take turns: the one that is there whole stays until the next is. */

/** @typedef {import("leaflet").GridLayer} GridLayer */

/** @param {import("leaflet").Map} map */
export function swapLayers(map) {
  /** @type {GridLayer | undefined} */
  let whole;
  /** @type {GridLayer | undefined} */
  let coming;
  return {
    /** @param {GridLayer} layer */
    show(layer) {
      coming?.remove();
      coming = whole && layer;
      if (!whole) whole = layer;
      layer.once("load", () => {
        if (layer !== coming) return;
        whole?.remove();
        whole = layer;
        coming = undefined;
      });
      layer.addTo(map);
    },
    clear() {
      for (const layer of [whole, coming]) layer?.remove();
      whole = coming = undefined;
    },
  };
}
