/** The digits that the page trains on: 10,000 of MNIST's training images, as a gzipped IDX file. */

/** @typedef {import("./api.js").Api} Api */

const HEADER = 16; // bytes: what numbers these are, then how many images, rows and columns

/** @param {Pick<Api, "file">} api @param {AbortSignal} [signal] @returns {Promise<Uint8Array[]>} 28·28 bytes each */
export async function trainingDigits(api, signal) {
  const file = await (await api.file("api/training.bin", { read: unpacked, signal })).arrayBuffer();
  const [count, rows, columns] = [4, 8, 12].map((place) => new DataView(file).getUint32(place));
  const pixels = rows * columns;
  return Array.from({ length: count }, (_, i) => new Uint8Array(file, HEADER + i * pixels, pixels));
}

/** @param {Response} answer */
async function unpacked(answer) {
  const packed = (await answer.blob()).stream();
  return new Response(packed.pipeThrough(new DecompressionStream("gzip"))).blob();
}
