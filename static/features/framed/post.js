/** What this page tells others. */

/** By which messages name who sent them, and whom they are for. */
export const NAME = "latent-explorer";

/** @param {WindowProxy} page @param {object} told @param {string} [origin] that the page must still have */
export const post = (page, told, origin = "*") => page.postMessage({ from: NAME, ...told }, origin);
