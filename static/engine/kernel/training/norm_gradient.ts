/** What a norm of rows hands back. */

import { total } from "./sums";

const EPSILON: f64 = 1e-5; // PyTorch's default

/**
 * dx (n, stride) of y = (x − mean) / sd · w + b over each row of `width`, from dy (n, stride); the sums over the rows are
 * added to dw and db (stride). `width` is a multiple of 4. Source: Ba, Kiros & Hinton 2016, "Layer normalization", differentiated.
 */
export function layerNormGradient(
  x: usize,
  w: usize,
  dy: usize,
  dx: usize,
  dw: usize,
  db: usize,
  n: i32,
  width: i32,
  stride: i32,
): void {
  const line: usize = (<usize>stride) << 2,
    end: usize = (<usize>width) << 2;
  for (let row = 0; row < n; row++, x += line, dy += line, dx += line) {
    const mean = sumOf(x, end) / width;
    const middle = f32x4.splat(<f32>mean);
    const scale = f32x4.splat(<f32>(1 / sqrt(squaresOf(x, end, middle) / width + EPSILON)));
    let changes = f32x4.splat(0),
      along = changes;
    for (let k: usize = 0; k < end; k += 16) {
      const unit = f32x4.mul(f32x4.sub(v128.load(x + k), middle), scale),
        slope = v128.load(dy + k);
      const change = f32x4.mul(slope, v128.load(w + k));
      changes = f32x4.add(changes, change);
      along = f32x4.add(along, f32x4.mul(change, unit));
      v128.store(dw + k, f32x4.add(v128.load(dw + k), f32x4.mul(slope, unit)));
      v128.store(db + k, f32x4.add(v128.load(db + k), slope));
    }
    const mid = f32x4.splat(<f32>(total(changes) / width)),
      turn = f32x4.splat(<f32>(total(along) / width));
    for (let k: usize = 0; k < end; k += 16) {
      const unit = f32x4.mul(f32x4.sub(v128.load(x + k), middle), scale);
      const change = f32x4.mul(v128.load(dy + k), v128.load(w + k));
      v128.store(dx + k, f32x4.mul(scale, f32x4.sub(f32x4.sub(change, mid), f32x4.mul(unit, turn))));
    }
  }
}

function sumOf(x: usize, end: usize): f64 {
  let sum: f64 = 0;
  for (let k: usize = 0; k < end; k += 16) sum += total(v128.load(x + k));
  return sum;
}

function squaresOf(x: usize, end: usize, middle: v128): f64 {
  let sum: f64 = 0;
  for (let k: usize = 0; k < end; k += 16) {
    const off = f32x4.sub(v128.load(x + k), middle);
    sum += total(f32x4.mul(off, off));
  }
  return sum;
}
