/** Norms of rows and of channels. Sums are in float64, four at a time, in one order. */

const EPSILON: f64 = 1e-5; // PyTorch's default, in both

/** y = (x − mean) / sd · w + b over each row; n rows of `width` numbers, `stride` apart in x and in y. */
export function layerNorm(x: usize, y: usize, w: usize, b: usize, n: i32, width: i32, stride: i32): void {
  for (let row = 0; row < n; row++) {
    let s0: f64 = 0,
      s1: f64 = 0,
      q0: f64 = 0,
      q1: f64 = 0;
    let k = 0;
    for (; k + 1 < width; k += 2) {
      const u = <f64>at(x, k),
        v = <f64>at(x, k + 1);
      s0 += u;
      s1 += v;
      q0 += u * u;
      q1 += v * v;
    }
    if (k < width) {
      const u = <f64>at(x, k);
      s0 += u;
      q0 += u * u;
    }
    const mean = (s0 + s1) / <f64>width;
    const scale = 1 / sqrt((q0 + q1) / <f64>width - mean * mean + EPSILON);
    for (k = 0; k < width; k++) put(y, k, <f32>((<f64>at(x, k) - mean) * scale * <f64>at(w, k) + <f64>at(b, k)));
    x += (<usize>stride) << 2;
    y += (<usize>stride) << 2;
  }
}

/** The same over each group of channels of one picture, in place: (pixels, stride), of which `channels` are used. */
export function groupNorm(x: usize, w: usize, b: usize, pixels: i32, channels: i32, groups: i32, stride: i32): void {
  const size = channels / groups;
  for (let first = 0; first < channels; first += size) {
    const count = <f64>(size * pixels);
    let sum: f64 = 0,
      squares: f64 = 0;
    for (let pixel = 0; pixel < pixels; pixel++) {
      let s: f64 = 0,
        q: f64 = 0;
      for (let c = first; c < first + size; c++) {
        const u = <f64>at(x, pixel * stride + c);
        s += u;
        q += u * u;
      }
      sum += s;
      squares += q;
    }
    const mean = sum / count;
    const scale = 1 / sqrt(squares / count - mean * mean + EPSILON);
    for (let pixel = 0; pixel < pixels; pixel++) {
      for (let c = first; c < first + size; c++) {
        const place = pixel * stride + c;
        put(x, place, <f32>((<f64>at(x, place) - mean) * scale * <f64>at(w, c) + <f64>at(b, c)));
      }
    }
  }
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
