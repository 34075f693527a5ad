/**
 * A small grey picture as a data: URL: a BMP, which is made without waiting, and is the same in every browser. Pure.
 */

const [FILE, INFO, LEVELS] = [14, 40, 256]; // bytes of both headers, and colours
const START = FILE + INFO + 4 * LEVELS;

/** @param {import("./normalise/pictures.js").Picture} picture */
export function dataUrl({ width, height, grey }) {
  const row = 4 * Math.ceil(width / 4);
  const bytes = new Uint8Array(START + row * height);
  writeHeaders(new DataView(bytes.buffer), width, height);
  for (let i = 0; i < LEVELS; i++) bytes.fill(i, FILE + INFO + 4 * i, FILE + INFO + 4 * i + 3);
  for (let y = 0; y < height; y++)
    // from the bottom up
    bytes.set(grey.subarray(y * width, (y + 1) * width), START + (height - 1 - y) * row);
  return `data:image/bmp;base64,${base64(bytes)}`;
}

/** @param {DataView} view @param {number} width @param {number} height */
function writeHeaders(view, width, height) {
  view.setUint16(0, 0x424d); // "BM"
  view.setUint32(2, view.byteLength, true);
  view.setUint32(10, START, true);
  view.setUint32(FILE, INFO, true);
  view.setInt32(FILE + 4, width, true);
  view.setInt32(FILE + 8, height, true);
  view.setUint16(FILE + 12, 1, true); // planes
  view.setUint16(FILE + 14, 8, true); // bits a pixel
}

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let letters = "";
  for (let at = 0; at < bytes.length; at += 8192) letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(letters);
}
