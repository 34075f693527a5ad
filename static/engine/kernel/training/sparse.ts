/** Images as the few of their pixels that are not zero: products with them skip the rest, which would add nothing. */

import { keep } from "../dense";
import { gatherColumn } from "./dense_gradients";

const OUTPUTS: usize = 16;
const COLUMN: usize = OUTPUTS << 2;
const ENTRY: usize = 8; // which pixel, and its value

/**
 * Of bytes (…, side, side) n chosen images, each moved to the right and down by its two `shifts`: x (n, side²) in 0..1, and
 * of each the pixels that are not zero: their number into `counts`, and from entry side² × row on in `entries`, which and
 * what they are.
 */
export function gather(
  bytes: usize,
  chosen: usize,
  shifts: usize,
  x: usize,
  counts: usize,
  entries: usize,
  n: i32,
  side: i32,
): void {
  const pixels = side * side;
  memory.fill(x, 0, ((<usize>n) * pixels) << 2);
  for (let row = 0; row < n; row++, shifts += 8, counts += 4) {
    const image = bytes + <usize>load<i32>(chosen + ((<usize>row) << 2)) * pixels;
    store<i32>(counts, oneImage(image, x, entries, load<i32>(shifts), load<i32>(shifts, 4), side));
    x += (<usize>pixels) << 2;
    entries += ENTRY * pixels;
  }
}

/** How many pixels of a moved image are not zero, and stay in it. */
function oneImage(image: usize, x: usize, entry: usize, right: i32, down: i32, side: i32): i32 {
  let count = 0;
  for (let row = max(0, -down); row < min(side, side - down); row++) {
    const from = image + row * side;
    for (let column = max(0, -right); column < min(side, side - right); column++) {
      const byte = load<u8>(from + column);
      if (!byte) continue;
      const pixel = (row + down) * side + column + right;
      const value: f32 = <f32>byte / 255;
      store<f32>(x + ((<usize>pixel) << 2), value);
      store<i32>(entry, pixel);
      store<f32>(entry, value, 4);
      entry += ENTRY;
      count++;
    }
  }
  return count;
}

/** y (n, 16·columns) = x · w + b of n images as `gather` left them; w and b are packed as `dense` has them. */
export function sparse(
  counts: usize,
  entries: usize,
  w: usize,
  b: usize,
  y: usize,
  n: i32,
  inputs: i32,
  columns: i32,
): void {
  const line: usize = COLUMN * columns;
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < n; row++) {
      const first = entries + ENTRY * inputs * row;
      oneRow(first, first + ENTRY * load<i32>(counts + ((<usize>row) << 2)), w, b, y + line * row);
    }
    w += COLUMN * inputs;
    b += COLUMN;
    y += COLUMN;
  }
}

// @ts-ignore: decorator
@inline
function oneRow(entry: usize, end: usize, w: usize, b: usize, y: usize): void {
  let a0 = v128.load(b, 0),
    a1 = v128.load(b, 16),
    a2 = v128.load(b, 32),
    a3 = v128.load(b, 48);
  for (; entry < end; entry += ENTRY) {
    const at = w + COLUMN * load<i32>(entry);
    const value = v128.load32_splat(entry, 4);
    a0 = f32x4.add(a0, f32x4.mul(value, v128.load(at, 0)));
    a1 = f32x4.add(a1, f32x4.mul(value, v128.load(at, 16)));
    a2 = f32x4.add(a2, f32x4.mul(value, v128.load(at, 32)));
    a3 = f32x4.add(a3, f32x4.mul(value, v128.load(at, 48)));
  }
  keep(y, a0, a1, a2, a3);
}

/** dw, packed as (columns, inputs, 16), of such images and dy (n, 16·columns); `room` is for n·16 numbers. */
export function sparseGradient(
  counts: usize,
  entries: usize,
  dy: usize,
  dw: usize,
  room: usize,
  n: i32,
  inputs: i32,
  columns: i32,
): void {
  const slice: usize = COLUMN * inputs;
  memory.fill(dw, 0, slice * columns);
  for (let column = 0; column < columns; column++, dw += slice) {
    gatherColumn(dy + COLUMN * column, room, n, COLUMN * columns);
    for (let row = 0; row < n; row++) {
      const first = entries + ENTRY * inputs * row;
      addRow(first, first + ENTRY * load<i32>(counts + ((<usize>row) << 2)), room + COLUMN * row, dw);
    }
  }
}

// @ts-ignore: decorator
@inline
function addRow(entry: usize, end: usize, dy: usize, dw: usize): void {
  const d0 = v128.load(dy, 0),
    d1 = v128.load(dy, 16),
    d2 = v128.load(dy, 32),
    d3 = v128.load(dy, 48);
  for (; entry < end; entry += ENTRY) {
    const at = dw + COLUMN * load<i32>(entry);
    const value = v128.load32_splat(entry, 4);
    v128.store(at, f32x4.add(v128.load(at, 0), f32x4.mul(value, d0)), 0);
    v128.store(at, f32x4.add(v128.load(at, 16), f32x4.mul(value, d1)), 16);
    v128.store(at, f32x4.add(v128.load(at, 32), f32x4.mul(value, d2)), 32);
    v128.store(at, f32x4.add(v128.load(at, 48), f32x4.mul(value, d3)), 48);
  }
}
