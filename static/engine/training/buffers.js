/** What may be handed over to another Worker or the page in place of a copy. */

/** @param {Record<string, import("../../core/tensors.js").Tensors>} weights @returns {ArrayBuffer[]} */
export const buffersOf = (weights) =>
  Object.values(weights).flatMap((tensors) =>
    [...tensors.values()].map(({ values }) => /** @type {ArrayBuffer} */ (values.buffer)),
  );
