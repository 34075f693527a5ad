/** Products with weights, which are most of the time. */

/** A column is what is summed side by side: 16 outputs, of 4 bytes each. */
const OUTPUTS: usize = 16;
const COLUMN: usize = OUTPUTS << 2;

/**
 * y (n, 16·columns) = x (n, inputs) · w + b. w is packed as (columns, inputs, 16), b as (16·columns); the rows of x begin
 * `stride` numbers apart. Each output is summed from its bias on, in the order of the inputs.
 */
export function dense(
  x: usize,
  w: usize,
  b: usize,
  y: usize,
  n: i32,
  inputs: i32,
  stride: i32,
  columns: i32,
): void {
  const next: usize = (<usize>stride) << 2,
    line: usize = COLUMN * columns;
  for (let column = 0; column < columns; column++) {
    let from = x,
      to = y,
      left = n;
    for (; left > 1; left -= 2) {
      if (ASC_FEATURE_SIMD) {
        twoRows(from, from + next, w, b, to, to + line, inputs);
      } else {
        oneRow(from, w, b, to, inputs);
        oneRow(from + next, w, b, to + line, inputs);
      }
      from += next << 1;
      to += line << 1;
    }
    if (left) oneRow(from, w, b, to, inputs);
    w += COLUMN * inputs;
    b += COLUMN;
    y += COLUMN;
  }
}

// Two rows share each weight that is loaded; with four, a processor's 16 registers did not hold the sums.
// @ts-ignore: decorators are AssemblyScript's
@inline
function twoRows(x: usize, other: usize, w: usize, b: usize, y: usize, below: usize, inputs: i32): void {
  let a0 = v128.load(b, 0),
    a1 = v128.load(b, 16),
    a2 = v128.load(b, 32),
    a3 = v128.load(b, 48);
  let b0 = a0,
    b1 = a1,
    b2 = a2,
    b3 = a3;
  for (const end = x + ((<usize>inputs) << 2); x < end; x += 4, other += 4, w += COLUMN) {
    const u = v128.load32_splat(x),
      v = v128.load32_splat(other);
    const w0 = v128.load(w, 0),
      w1 = v128.load(w, 16),
      w2 = v128.load(w, 32),
      w3 = v128.load(w, 48);
    a0 = f32x4.add(a0, f32x4.mul(u, w0));
    a1 = f32x4.add(a1, f32x4.mul(u, w1));
    a2 = f32x4.add(a2, f32x4.mul(u, w2));
    a3 = f32x4.add(a3, f32x4.mul(u, w3));
    b0 = f32x4.add(b0, f32x4.mul(v, w0));
    b1 = f32x4.add(b1, f32x4.mul(v, w1));
    b2 = f32x4.add(b2, f32x4.mul(v, w2));
    b3 = f32x4.add(b3, f32x4.mul(v, w3));
  }
  keep(y, a0, a1, a2, a3);
  keep(below, b0, b1, b2, b3);
}

// @ts-ignore: decorator
@inline
export function keep(y: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(y, a, 0);
  v128.store(y, b, 16);
  v128.store(y, c, 32);
  v128.store(y, d, 48);
}

// @ts-ignore: decorator
@inline
function oneRow(x: usize, w: usize, b: usize, y: usize, inputs: i32): void {
  if (ASC_FEATURE_SIMD) {
    let a0 = v128.load(b, 0),
      a1 = v128.load(b, 16),
      a2 = v128.load(b, 32),
      a3 = v128.load(b, 48);
    for (const end = x + ((<usize>inputs) << 2); x < end; x += 4, w += COLUMN) {
      const u = v128.load32_splat(x);
      a0 = f32x4.add(a0, f32x4.mul(u, v128.load(w, 0)));
      a1 = f32x4.add(a1, f32x4.mul(u, v128.load(w, 16)));
      a2 = f32x4.add(a2, f32x4.mul(u, v128.load(w, 32)));
      a3 = f32x4.add(a3, f32x4.mul(u, v128.load(w, 48)));
    }
    keep(y, a0, a1, a2, a3);
  } else {
    for (let part: usize = 0; part < COLUMN; part += 16) fourOutputs(x, w + part, b + part, y + part, inputs);
  }
}

/** Without SIMD: as many sums at a time as a processor can hold. */
function fourOutputs(x: usize, w: usize, b: usize, y: usize, inputs: i32): void {
  let s0 = load<f32>(b, 0),
    s1 = load<f32>(b, 4),
    s2 = load<f32>(b, 8),
    s3 = load<f32>(b, 12);
  for (const end = x + ((<usize>inputs) << 2); x < end; x += 4, w += COLUMN) {
    const value = load<f32>(x);
    s0 += value * load<f32>(w, 0);
    s1 += value * load<f32>(w, 4);
    s2 += value * load<f32>(w, 8);
    s3 += value * load<f32>(w, 12);
  }
  store<f32>(y, s0, 0);
  store<f32>(y, s1, 4);
  store<f32>(y, s2, 8);
  store<f32>(y, s3, 12);
}
