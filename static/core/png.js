/** Small pictures as PNG files, uncompressed: exact in every browser, and without a canvas. Pure. */

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
const COLOUR_TYPES = /** @type {Record<number, number>} */ ({ 1: 0, 3: 2 }); // grey, red-green-blue
const LONGEST = 0xffff; // bytes of a stored block

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

/** @param {number} value @returns {number[]} four bytes, the highest first */
const word = (value) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);

/** @param {number[]} bytes */
const checksum = (bytes) => ~bytes.reduce((sum, byte) => TABLE[(sum ^ byte) & 255] ^ (sum >>> 8), -1);

/** @param {number[]} bytes */
function adler(bytes) {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

/** A zlib stream of blocks that are stored as they are. @param {number[]} bytes */
function stored(bytes) {
  const out = [0x78, 1];
  for (let start = 0; start < bytes.length; start += LONGEST) {
    const part = bytes.slice(start, start + LONGEST);
    const [high, low] = [part.length >> 8, part.length & 255];
    out.push(Number(start + LONGEST >= bytes.length), low, high, ~low & 255, ~high & 255);
    for (const byte of part) out.push(byte);
  }
  return [...out, ...word(adler(bytes))];
}

/** @param {string} name @param {number[]} content */
function chunk(name, content) {
  const named = [...Array.from(name, (letter) => letter.charCodeAt(0)), ...content];
  return [...word(content.length), ...named, ...word(checksum(named))];
}

/**
 * A picture's bytes as a file.
 * @param {Uint8Array} bytes row by row, one or three a pixel: grey, or red, green and blue @param {number} width pixels
 * @param {number} [channels] 1 or 3
 */
export function png(bytes, width, channels = 1) {
  const stride = width * channels;
  const height = bytes.length / stride;
  const lines = Array.from({ length: height }, (_, y) => [0, ...bytes.subarray(y * stride, (y + 1) * stride)]);
  const head = [...word(width), ...word(height), 8, COLOUR_TYPES[channels], 0, 0, 0];
  return Uint8Array.from([
    ...SIGNATURE,
    ...chunk("IHDR", head),
    ...chunk("IDAT", stored(lines.flat())),
    ...chunk("IEND", []),
  ]);
}

/** The same as an address. @type {(...picture: Parameters<typeof png>) => string} */
export const pngAddress = (...picture) => `data:image/png;base64,${btoa(String.fromCharCode(...png(...picture)))}`;
