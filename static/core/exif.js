/** Which way a picture file asks to be turned, where browsers don't agree on it: in WebP. Pure. */

/** Bytes of a file that tell a WebP: "RIFF", a size, "WEBP". */
export const HEAD = 12;
const ORIENTATION = 0x0112;
const UPRIGHT = 1;

/** Whether a file that begins so is a WebP. @param {Uint8Array} head */
export const isWebp = (head) =>
  head.length >= HEAD && nameAt(viewOf(head), 0) === "RIFF" && nameAt(viewOf(head), 8) === "WEBP";

/**
 * Exif's orientation of a WebP, 1 to 8, by which the server turns and Chromium 156 doesn't; 1, upright, of any other
 * file: JPEG, PNG and AVIF turn everywhere.
 * @param {Uint8Array} bytes
 */
export function webpOrientation(bytes) {
  const exif = isWebp(bytes) ? exifOf(viewOf(bytes)) : null;
  return exif ? orientationOf(exif) : UPRIGHT;
}

/** Whether a file is a WebP that Exif turns or mirrors. @param {Uint8Array} bytes */
export const isTurnedWebp = (bytes) => webpOrientation(bytes) !== UPRIGHT;

/** @param {Uint8Array} bytes */
const viewOf = ({ buffer, byteOffset, byteLength }) => new DataView(buffer, byteOffset, byteLength);

/** The chunk that holds Exif. @param {DataView} file @returns {DataView | null} */
function exifOf(file) {
  for (let at = HEAD; at + 8 <= file.byteLength;) {
    const size = file.getUint32(at + 4, true);
    if (nameAt(file, at) === "EXIF" && at + 8 + size <= file.byteLength)
      return new DataView(file.buffer, file.byteOffset + at + 8, size);
    at += 8 + size + (size % 2); // chunks lie at even places
  }
  return null;
}

/** The orientation in the first directory of a TIFF, of which Exif is one. @param {DataView} exif @returns {number} */
function orientationOf(exif) {
  const tiff = exif.byteLength > 6 && nameAt(exif, 0) === "Exif" ? 6 : 0; // some write the JPEG's "Exif\0\0" before it
  if (exif.byteLength < tiff + 8) return UPRIGHT;
  const isLittle = exif.getUint16(tiff) === 0x4949;
  const directory = tiff + exif.getUint32(tiff + 4, isLittle);
  const count = directory + 2 <= exif.byteLength ? exif.getUint16(directory, isLittle) : 0;
  for (let entry = directory + 2; entry < directory + 2 + 12 * count && entry + 12 <= exif.byteLength; entry += 12) {
    if (exif.getUint16(entry, isLittle) !== ORIENTATION) continue;
    const value = exif.getUint16(entry + 8, isLittle);
    return value >= 2 && value <= 8 ? value : UPRIGHT;
  }
  return UPRIGHT;
}

/** Four letters. @param {DataView} file @param {number} at */
const nameAt = (file, at) => String.fromCharCode(...[0, 1, 2, 3].map((i) => file.getUint8(at + i)));
