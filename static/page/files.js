/** Files that the page makes for its visitor. */

const KEPT_MS = 60_000; // a browser may ask where to put it first

/** @param {Blob} content @param {string} name */
export function save(content, name) {
  const href = URL.createObjectURL(content);
  Object.assign(document.createElement("a"), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), KEPT_MS);
}

/** A drawing as pixels. @param {string} svg @returns {Promise<Blob>} a PNG, of the size that the drawing says */
export async function painted(svg) {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  const image = Object.assign(new Image(), { src: address });
  await image.decode().finally(() => URL.revokeObjectURL(address));
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  canvas.getContext("2d")?.drawImage(image, 0, 0);
  const made = await new Promise((/** @type {BlobCallback} */ resolve) => canvas.toBlob(resolve, "image/png"));
  if (!made) throw new Error("the browser made no picture of the drawing");
  return made;
}
