/** Replace a layer of tiles without a gap: the old one stays until the new one has loaded. */

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
