/** A short name of weights, the same for the same bits. Pure. */

const PRIME = 0x01000193;
const BASES = [0x811c9dc5, 0x9dc5811c]; // two hashes, told one after the other

/**
 * Of tensors in their order, 16 hexadecimal digits. Source: Fowler, Noll & Vo, FNV-1a, on words of 32 bits.
 * @param {Map<string, {values: Float32Array}>} tensors
 */
export function digestOf(tensors) {
  const hashes = [...BASES];
  for (const { values } of tensors.values()) {
    const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
    for (let i = 0; i < words.length; i++) {
      hashes[0] = Math.imul(hashes[0] ^ words[i], PRIME);
      hashes[1] = Math.imul(hashes[1] ^ ((words[i] << 13) | (words[i] >>> 19)), PRIME);
    }
  }
  return hashes.map((hash) => (hash >>> 0).toString(16).padStart(8, "0")).join("");
}
