/** Unpacks what zlib has packed, by the browser's own means. */

import { Problem } from "./problem.js";

/**
 * So many bytes of a stream, and no more: a file of a few kB may unpack to more than a machine holds. Raises Problem
 * damaged_image.
 * @param {Uint8Array[]} parts @param {number} count
 */
export async function inflated(parts, count) {
  const reader = new Blob(/** @type {BlobPart[]} */ (parts))
    .stream()
    .pipeThrough(new DecompressionStream("deflate"))
    .getReader();
  const found = new Uint8Array(count);
  for (let at = 0; at < count;) {
    const { value } = await reader.read().catch(damaged);
    if (!value) throw new Problem("damaged_image");
    found.set(value.subarray(0, count - at), at);
    at += value.length;
  }
  reader.cancel().catch(() => {}); // all that was needed is there, whatever is wrong behind it
  return found;
}

/** Whatever the reason, the stream says no more than that. @returns {never} */
function damaged() {
  throw new Problem("damaged_image");
}
