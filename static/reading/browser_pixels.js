/** A picture file's pixels, as the browser decodes them: the one part of reading that needs a browser. */

import { webpOrientation } from "../core/exif.js";
import { isAnimated } from "./animation.js";
import { bytesOfLines, isDeepGrey, packedLines, pixelsOfLines } from "./deep_png.js";
import { formatOf, undecoded } from "./formats.js";
import { checkSize, sizeInHeader } from "./headers.js";
import { inflated } from "./inflated.js";
import { sides } from "./normalise/boxes.js";
import { Problem } from "./problem.js";
import { upright } from "./upright.js";

/** @typedef {import("./decode.js").Pixels} Pixels */
/** @typedef {import("./arrays/planes.js").Box} Box */

const KNOWN = 0xff_c8_64_32; // a colour that a canvas has to give back

/** A file that is decoded at most once until it is closed: what it then holds of memory is many times its size. */
export class PictureFile {
  /** @type {Promise<{pixels: Pixels, bitmap?: ImageBitmap}> | null} */
  #opened = null;
  #file;

  /** @param {Blob} file */
  constructor(file) {
    this.#file = file;
  }

  /**
   * Its pixels, upright. Raises Problem empty_file, not_an_image, svg_image, foreign_format, damaged_image,
   * too_many_pixels, animated_image or hidden_pixels.
   * @returns {Promise<Pixels>}
   */
  open = async () => (await (this.#opened ??= decoded(this.#file))).pixels;

  close() {
    this.#opened?.then(
      ({ bitmap }) => bitmap?.close(),
      () => {}, // who opened it was told
    );
    this.#opened = null;
  }
}

/** @param {Blob} file */
async function decoded(file) {
  checkCanvas();
  const bytes = new Uint8Array(await file.arrayBuffer());
  const format = formatOf(bytes);
  const size = sizeInHeader(bytes, format) ?? { width: 1, height: 1 };
  checkSize(size);
  if (isAnimated(bytes, format)) throw new Problem("animated_image");
  if (isDeepGrey(bytes, format))
    return { pixels: pixelsOfLines(await inflated(packedLines(bytes), bytesOfLines(size)), size) };
  const bitmap = await bitmapOf(file, format);
  checkSize(bitmap);
  return { bitmap, pixels: upright(pixelsOf(bitmap), webpOrientation(bytes)) };
}

/**
 * As the server decodes it: by the file's own numbers, whatever colour profile is in it. Browsers don't agree on
 * whether Exif turns a WebP, so there none does.
 * @param {Blob} file @param {import("./formats.js").Format} format
 */
async function bitmapOf(file, format) {
  const imageOrientation = format === "WebP" ? "none" : "from-image";
  try {
    return await createImageBitmap(file, { imageOrientation, colorSpaceConversion: "none" });
  } catch {
    throw undecoded(format); // whatever the reason, browsers say no more than that
  }
}

/** @param {ImageBitmap} bitmap @returns {Pixels} */
const pixelsOf = (bitmap) => ({
  width: bitmap.width,
  height: bitmap.height,
  read(box) {
    const [height, width] = sides(box);
    const context = canvasOf(width, height);
    context.drawImage(bitmap, -box.left, -box.top);
    return context.getImageData(0, 0, width, height).data;
  },
});

/** @param {number} width @param {number} height */
function canvasOf(width, height) {
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (!context) throw new Problem("hidden_pixels");
  return context;
}

/** Some browsers, asked for privacy, give back other pixels than were drawn: no digit could be trusted. */
function checkCanvas() {
  const side = 16;
  const context = canvasOf(side, side);
  const given = new ImageData(side, side);
  new Uint32Array(given.data.buffer).fill(KNOWN);
  context.putImageData(given, 0, 0);
  const back = new Uint32Array(context.getImageData(0, 0, side, side).data.buffer);
  if (back.some((pixel) => pixel !== KNOWN)) throw new Problem("hidden_pixels");
}
