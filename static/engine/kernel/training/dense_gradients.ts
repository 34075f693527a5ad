/** What a product with weights hands back: derivatives of a loss by its weights, its bias and, transposed, its input. */

import { keep } from "../dense";

const OUTPUTS: usize = 16;
const COLUMN: usize = OUTPUTS << 2;

/**
 * dw, packed as (columns, inputs, 16), of y = x · w + b: the sum over n rows of x (n, inputs), `stride` numbers apart, times
 * dy (n, 16·columns). `room` is for n·16 numbers: a column of dy, side by side.
 */
export function denseGradient(
  x: usize,
  dy: usize,
  dw: usize,
  room: usize,
  n: i32,
  inputs: i32,
  stride: i32,
  columns: i32,
): void {
  const next: usize = (<usize>stride) << 2,
    line: usize = COLUMN * columns;
  for (let column = 0; column < columns; column++) {
    gatherColumn(dy + COLUMN * column, room, n, line);
    let from = x,
      left = inputs;
    for (; left > 1; left -= 2) {
      twoInputs(from, room, dw, n, next);
      from += 8;
      dw += COLUMN << 1;
    }
    if (left) {
      oneInput(from, room, dw, n, next);
      dw += COLUMN;
    }
  }
}

/** A column of n rows that are `line` bytes apart, as n rows of 16. */
export function gatherColumn(from: usize, to: usize, n: i32, line: usize): void {
  for (let row = 0; row < n; row++, from += line, to += COLUMN) memory.copy(to, from, COLUMN);
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function twoInputs(x: usize, dy: usize, dw: usize, n: i32, next: usize): void {
  let a0 = f32x4.splat(0),
    a1 = a0,
    a2 = a0,
    a3 = a0;
  let b0 = a0,
    b1 = a0,
    b2 = a0,
    b3 = a0;
  for (const end = dy + COLUMN * n; dy < end; dy += COLUMN, x += next) {
    const u = v128.load32_splat(x),
      v = v128.load32_splat(x, 4);
    const d0 = v128.load(dy, 0),
      d1 = v128.load(dy, 16),
      d2 = v128.load(dy, 32),
      d3 = v128.load(dy, 48);
    a0 = f32x4.add(a0, f32x4.mul(u, d0));
    a1 = f32x4.add(a1, f32x4.mul(u, d1));
    a2 = f32x4.add(a2, f32x4.mul(u, d2));
    a3 = f32x4.add(a3, f32x4.mul(u, d3));
    b0 = f32x4.add(b0, f32x4.mul(v, d0));
    b1 = f32x4.add(b1, f32x4.mul(v, d1));
    b2 = f32x4.add(b2, f32x4.mul(v, d2));
    b3 = f32x4.add(b3, f32x4.mul(v, d3));
  }
  keep(dw, a0, a1, a2, a3);
  keep(dw + COLUMN, b0, b1, b2, b3);
}

// @ts-ignore: decorator
@inline
function oneInput(x: usize, dy: usize, dw: usize, n: i32, next: usize): void {
  let a0 = f32x4.splat(0),
    a1 = a0,
    a2 = a0,
    a3 = a0;
  for (const end = dy + COLUMN * n; dy < end; dy += COLUMN, x += next) {
    const u = v128.load32_splat(x);
    a0 = f32x4.add(a0, f32x4.mul(u, v128.load(dy, 0)));
    a1 = f32x4.add(a1, f32x4.mul(u, v128.load(dy, 16)));
    a2 = f32x4.add(a2, f32x4.mul(u, v128.load(dy, 32)));
    a3 = f32x4.add(a3, f32x4.mul(u, v128.load(dy, 48)));
  }
  keep(dw, a0, a1, a2, a3);
}

/** db (16·columns): the sum over n rows of dy (n, 16·columns). */
export function biasGradient(dy: usize, db: usize, n: i32, columns: i32): void {
  const line: usize = COLUMN * columns;
  for (const end = db + line; db < end; db += 16, dy += 16) {
    let sum = f32x4.splat(0);
    for (let at = dy, last = dy + line * n; at < last; at += line) sum = f32x4.add(sum, v128.load(at));
    v128.store(db, sum);
  }
}

/**
 * Weights (columns, inputs, 16) as those of the product with their transpose: (inputs / 16, 16·columns, 16); what pads the
 * inputs is zero. Then dx = dy · wᵀ is `dense` of dy.
 */
export function transpose(w: usize, to: usize, inputs: i32, columns: i32): void {
  const outputs: usize = OUTPUTS * columns;
  for (let first = 0; first < inputs; first += 16) {
    for (let column = 0; column < columns; column++) {
      const from = w + COLUMN * (inputs * column + first);
      const block = to + COLUMN * (outputs * (first >> 4) + OUTPUTS * column);
      for (let i = 0; i < 16; i += 4) fourRows(from + COLUMN * i, block + ((<usize>i) << 2), inputs - first - i);
    }
  }
}

/** Four rows of 16 become four columns of a square of 16 by 16; of rows that are not there, zeros. */
// @ts-ignore: decorator
@inline
function fourRows(from: usize, to: usize, left: i32): void {
  const zero = f32x4.splat(0);
  for (let o: usize = 0; o < COLUMN; o += 16) {
    const a = left > 0 ? v128.load(from + o) : zero,
      b = left > 1 ? v128.load(from + o + COLUMN) : zero,
      c = left > 2 ? v128.load(from + o + 2 * COLUMN) : zero,
      d = left > 3 ? v128.load(from + o + 3 * COLUMN) : zero;
    const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5),
      cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5),
      ab2 = v128.shuffle<i32>(a, b, 2, 6, 3, 7),
      cd2 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
    const line = to + (o << 4);
    v128.store(line, v128.shuffle<i64>(ab, cd, 0, 2));
    v128.store(line + COLUMN, v128.shuffle<i64>(ab, cd, 1, 3));
    v128.store(line + 2 * COLUMN, v128.shuffle<i64>(ab2, cd2, 0, 2));
    v128.store(line + 3 * COLUMN, v128.shuffle<i64>(ab2, cd2, 1, 3));
  }
}
