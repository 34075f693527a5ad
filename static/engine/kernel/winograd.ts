/**
 * Convolutions of 3×3 by products of 4×4 transforms, for each 2×2 of what comes out: 16 multiplications in place of 36.
 * Source: Lavin & Gray 2016, "Fast algorithms for convolutional neural networks", F(2×2, 3×3).
 */

import { minus, plus } from "./numbers";

/** Beside each other along a side of a picture there are so many tiles of 2×2. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function tilesOf(side: i32): i32 {
  return (side + 1) / 2;
}

/** y (2t + 2, 2t + 2, depth): x (side, side, depth) with zeros around it, one pixel at its left and top; t tiles a side. */
export function bordered(x: usize, y: usize, side: i32, depth: i32): void {
  const wide = 2 * tilesOf(side) + 2;
  const pixel = (<usize>depth) << 2;
  memory.fill(y, 0, pixel * wide * wide);
  for (let row = 0; row < side; row++) memory.copy(y + pixel * ((row + 1) * wide + 1), x + pixel * side * row, pixel * side);
}

/** y (16, t², depth): Bᵀ·d·B of each 4×4 of x, which is bordered. */
export function toTiles(x: usize, y: usize, side: i32, depth: i32): void {
  const tiles = tilesOf(side);
  const pixel = (<usize>depth) << 2,
    line = pixel * (2 * tiles + 2),
    matrix = pixel * tiles * tiles;
  for (let row = 0; row < tiles; row++) {
    for (let column = 0; column < tiles; column++, y += pixel) {
      const from = x + 2 * (line * row + pixel * column);
      for (let c: usize = 0; c < pixel; ) {
        if (ASC_FEATURE_SIMD) {
          toTile<v128>(from + c, y + c, pixel, line, matrix);
          c += 16;
        } else {
          toTile<f32>(from + c, y + c, pixel, line, matrix);
          c += 4;
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function toTile<N>(x: usize, y: usize, pixel: usize, line: usize, matrix: usize): void {
  // Bᵀ·d, a column at a time; then the same of its rows.
  const a0 = get<N>(x), a1 = get<N>(x + line), a2 = get<N>(x + 2 * line), a3 = get<N>(x + 3 * line);
  x += pixel;
  const b0 = get<N>(x), b1 = get<N>(x + line), b2 = get<N>(x + 2 * line), b3 = get<N>(x + 3 * line);
  x += pixel;
  const c0 = get<N>(x), c1 = get<N>(x + line), c2 = get<N>(x + 2 * line), c3 = get<N>(x + 3 * line);
  x += pixel;
  const d0 = get<N>(x), d1 = get<N>(x + line), d2 = get<N>(x + 2 * line), d3 = get<N>(x + 3 * line);
  alongRow<N>(y, matrix, minus<N>(a0, a2), minus<N>(b0, b2), minus<N>(c0, c2), minus<N>(d0, d2));
  y += 4 * matrix;
  alongRow<N>(y, matrix, plus<N>(a1, a2), plus<N>(b1, b2), plus<N>(c1, c2), plus<N>(d1, d2));
  y += 4 * matrix;
  alongRow<N>(y, matrix, minus<N>(a2, a1), minus<N>(b2, b1), minus<N>(c2, c1), minus<N>(d2, d1));
  y += 4 * matrix;
  alongRow<N>(y, matrix, minus<N>(a1, a3), minus<N>(b1, b3), minus<N>(c1, c3), minus<N>(d1, d3));
}

// @ts-ignore: decorator
@inline
function alongRow<N>(y: usize, matrix: usize, a: N, b: N, c: N, d: N): void {
  put<N>(y, minus<N>(a, c));
  put<N>(y + matrix, plus<N>(b, c));
  put<N>(y + 2 * matrix, minus<N>(c, b));
  put<N>(y + 3 * matrix, minus<N>(b, d));
}

/** y (side, side, depth): Aᵀ·m·A + bias of m (16, t², depth). */
export function fromTiles(m: usize, bias: usize, y: usize, side: i32, depth: i32): void {
  const tiles = tilesOf(side);
  const pixel = (<usize>depth) << 2,
    line = pixel * side,
    matrix = pixel * tiles * tiles;
  for (let row = 0; row < tiles; row++) {
    for (let column = 0; column < tiles; column++, m += pixel) {
      const to = y + 2 * (line * row + pixel * column);
      // Beyond the edge of an odd side there is nothing.
      const right = 2 * column + 1 < side,
        below = 2 * row + 1 < side;
      for (let c: usize = 0; c < pixel; ) {
        if (ASC_FEATURE_SIMD) {
          fromTile<v128>(m + c, v128.load(bias + c), to + c, pixel, line, matrix, right, below);
          c += 16;
        } else {
          fromTile<f32>(m + c, load<f32>(bias + c), to + c, pixel, line, matrix, right, below);
          c += 4;
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function fromTile<N>(m: usize, bias: N, y: usize, pixel: usize, line: usize, matrix: usize, right: bool, below: bool): void {
  const r0 = get<N>(m), r1 = get<N>(m + matrix), r2 = get<N>(m + 2 * matrix), r3 = get<N>(m + 3 * matrix);
  m += 4 * matrix;
  const s0 = get<N>(m), s1 = get<N>(m + matrix), s2 = get<N>(m + 2 * matrix), s3 = get<N>(m + 3 * matrix);
  m += 4 * matrix;
  const t0 = get<N>(m), t1 = get<N>(m + matrix), t2 = get<N>(m + 2 * matrix), t3 = get<N>(m + 3 * matrix);
  m += 4 * matrix;
  const u0 = get<N>(m), u1 = get<N>(m + matrix), u2 = get<N>(m + 2 * matrix), u3 = get<N>(m + 3 * matrix);
  // Aᵀ·m, its upper row and its lower one.
  const a0 = plus<N>(plus<N>(r0, s0), t0), a1 = plus<N>(plus<N>(r1, s1), t1), a2 = plus<N>(plus<N>(r2, s2), t2), a3 = plus<N>(plus<N>(r3, s3), t3);
  const b0 = minus<N>(minus<N>(s0, t0), u0), b1 = minus<N>(minus<N>(s1, t1), u1), b2 = minus<N>(minus<N>(s2, t2), u2), b3 = minus<N>(minus<N>(s3, t3), u3);
  put<N>(y, plus<N>(bias, plus<N>(plus<N>(a0, a1), a2)));
  if (right) put<N>(y + pixel, plus<N>(bias, minus<N>(minus<N>(a1, a2), a3)));
  if (!below) return;
  put<N>(y + line, plus<N>(bias, plus<N>(plus<N>(b0, b1), b2)));
  if (right) put<N>(y + line + pixel, plus<N>(bias, minus<N>(minus<N>(b1, b2), b3)));
}

// @ts-ignore: decorator
@inline
function get<N>(at: usize): N {
  if (isVector<N>()) return v128.load(at) as N;
  return load<f32>(at) as N;
}

// @ts-ignore: decorator
@inline
function put<N>(at: usize, value: N): void {
  if (isVector<N>()) v128.store(at, value);
  else store<f32>(at, value as f32);
}
