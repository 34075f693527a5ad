/** Norms of rows, and their slopes. Sums are in float64, and in one order. */

const EPSILON: f64 = 1e-5; // PyTorch's default

/** y = (x − mean) / sd · w + b over each row; n rows of `width` numbers, `stride` apart in x and in y. */
export function layerNorm(x: usize, y: usize, w: usize, b: usize, n: i32, width: i32, stride: i32): void {
  for (let row = 0; row < n; row++) {
    const mean = meanOf(x, width);
    const scale = scaleOf(x, width, mean);
    for (let k = 0; k < width; k++) put(y, k, <f32>((<f64>at(x, k) - mean) * scale * <f64>at(w, k) + <f64>at(b, k)));
    x += (<usize>stride) << 2;
    y += (<usize>stride) << 2;
  }
}

/**
 * The derivative of layerNorm at the row x along each of n rows of `change`, into y; both `stride` apart. Of unit =
 * (x − mean) / sd it is (change − its mean − unit · the mean of change · unit) / sd. Source: Ba, Kiros & Hinton 2016,
 * "Layer normalization", differentiated.
 */
export function layerNormSlope(x: usize, change: usize, y: usize, w: usize, n: i32, width: i32, stride: i32): void {
  const mean = meanOf(x, width);
  const scale = scaleOf(x, width, mean);
  for (let row = 0; row < n; row++) {
    const middle = meanOf(change, width);
    let along: f64 = 0;
    for (let k = 0; k < width; k++) along += <f64>at(change, k) * (<f64>at(x, k) - mean);
    along *= (scale * scale) / <f64>width;
    for (let k = 0; k < width; k++) {
      const left = <f64>at(change, k) - middle - (<f64>at(x, k) - mean) * along;
      put(y, k, <f32>(left * scale * <f64>at(w, k)));
    }
    change += (<usize>stride) << 2;
    y += (<usize>stride) << 2;
  }
}

// Two sums side by side, of the even and of the odd numbers: a processor adds both at once.
function meanOf(x: usize, width: i32): f64 {
  let s0: f64 = 0,
    s1: f64 = 0;
  let k = 0;
  for (; k + 1 < width; k += 2) {
    s0 += <f64>at(x, k);
    s1 += <f64>at(x, k + 1);
  }
  if (k < width) s0 += <f64>at(x, k);
  return (s0 + s1) / <f64>width;
}

/** 1 / sd of a row. */
function scaleOf(x: usize, width: i32, mean: f64): f64 {
  let s0: f64 = 0,
    s1: f64 = 0;
  let k = 0;
  for (; k + 1 < width; k += 2) {
    const u = <f64>at(x, k) - mean,
      v = <f64>at(x, k + 1) - mean;
    s0 += u * u;
    s1 += v * v;
  }
  if (k < width) s0 += (<f64>at(x, k) - mean) * (<f64>at(x, k) - mean);
  return 1 / sqrt((s0 + s1) / <f64>width + EPSILON);
}

// @ts-ignore: decorator
@inline
function at(x: usize, k: i32): f32 {
  return load<f32>(x + ((<usize>k) << 2));
}

// @ts-ignore: decorator
@inline
function put(x: usize, k: i32, value: f32): void {
  store<f32>(x + ((<usize>k) << 2), value);
}
