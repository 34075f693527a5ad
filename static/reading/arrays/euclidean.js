/**
 * How far each pixel of a mask is from the nearest one outside it, px: exact, by Meijster, Roerdink and Hesselink, 2000.
 */

/** @typedef {import("./planes.js").Mask} Mask */

/** @param {Mask} mask @returns {Float64Array} 0 outside it */
export function distanceTransform({ width, height, data }) {
  const down = distancesDown(width, height, data);
  const found = new Float64Array(width * height);
  const [places, starts] = [new Int32Array(width), new Int32Array(width)];
  for (let y = 0; y < height; y++) {
    const row = down.subarray(y * width, (y + 1) * width);
    let top = envelope(row, places, starts);
    for (let x = width - 1; x >= 0; x--) {
      const aside = x - places[top];
      found[y * width + x] = Math.sqrt(aside * aside + row[places[top]] ** 2);
      if (x === starts[top]) top--;
    }
  }
  return found;
}

/**
 * How far the nearest one outside is in its own column; where there is none, farther than any.
 * @param {number} width @param {number} height @param {Uint8Array} data
 */
function distancesDown(width, height, data) {
  const far = width + height;
  const down = new Int32Array(width * height);
  for (let x = 0; x < width; x++) {
    for (let y = 0, last = far; y < height; y++)
      down[y * width + x] = last = data[y * width + x] ? Math.min(last + 1, far) : 0;
    for (let y = height - 1, last = far; y >= 0; y--) {
      last = Math.min(down[y * width + x], last + 1);
      down[y * width + x] = last;
    }
  }
  return down;
}

/**
 * The lower envelope of a row's parabolas: whose they are, and from which column on each is the least.
 * @param {Int32Array} row @param {Int32Array} places @param {Int32Array} starts @returns {number} the last one's index
 */
function envelope(row, places, starts) {
  let top = 0;
  places[0] = starts[0] = 0;
  const at = (/** @type {number} */ x, /** @type {number} */ i) => (x - i) ** 2 + row[i] ** 2;
  for (let u = 1; u < row.length; u++) {
    while (top >= 0 && at(starts[top], places[top]) > at(starts[top], u)) top--;
    if (top < 0) {
      top = 0;
      places[0] = u;
      continue;
    }
    const i = places[top];
    const start = 1 + Math.floor((u * u - i * i + row[u] ** 2 - row[i] ** 2) / (2 * (u - i)));
    if (start >= row.length) continue;
    places[++top] = u;
    starts[top] = start;
  }
  return top;
}
