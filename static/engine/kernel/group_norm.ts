/** Group norm of a picture. Source: Wu & He 2018, "Group normalization". Sums are in float64, four side by side. */

const EPSILON: f64 = 1e-5; // PyTorch's default

/**
 * (x − mean) / sd · w + b over each group of channels of one picture, in place: (pixels, stride), of which `channels` are
 * used. Groups whose channels are no multiple of 4 take a few times as long.
 */
export function groupNorm(x: usize, w: usize, b: usize, pixels: i32, channels: i32, groups: i32, stride: i32): void {
  const group = (<usize>(channels / groups)) << 2,
    next = (<usize>stride) << 2;
  for (let k = 0; k < groups; k++) {
    const isQuads = group % 16 == 0;
    if (!isQuads) measureOne(x, pixels, group, next);
    else if (ASC_FEATURE_SIMD) measureFour(x, pixels, group, next);
    else measure(x, pixels, group, next);
    if (ASC_FEATURE_SIMD && isQuads) {
      for (let c: usize = 0; c < group; c += 16) rescaleFour(x + c, w + c, b + c, pixels, next);
    } else {
      for (let c: usize = 0; c < group; c += 4) rescale(x + c, w + c, b + c, pixels, next);
    }
    x += group;
    w += group;
    b += group;
  }
}

let mean: f32 = 0, // of the group at hand
  scale: f32 = 0; // 1 / sd

function keep(sum: f64, squares: f64, count: f64): void {
  const middle = sum / count;
  mean = <f32>middle;
  scale = <f32>(1 / sqrt(squares / count - middle * middle + EPSILON));
}

function measureOne(x: usize, pixels: i32, group: usize, next: usize): void {
  let s: f64 = 0,
    q: f64 = 0;
  for (const end = x + next * pixels; x < end; x += next) {
    for (let c = x; c < x + group; c += 4) {
      const u = <f64>load<f32>(c);
      s += u;
      q += u * u;
    }
  }
  keep(s, q, <f64>(<i32>(group >> 2) * pixels));
}

function measureFour(x: usize, pixels: i32, group: usize, next: usize): void {
  let s = f64x2.splat(0),
    t = s,
    p = s,
    q = s;
  for (const end = x + next * pixels; x < end; x += next) {
    for (let c = x; c < x + group; c += 16) {
      const u = f64x2.promote_low_f32x4(v128.load64_zero(c)),
        v = f64x2.promote_low_f32x4(v128.load64_zero(c, 8));
      s = f64x2.add(s, u);
      t = f64x2.add(t, v);
      p = f64x2.add(p, f64x2.mul(u, u));
      q = f64x2.add(q, f64x2.mul(v, v));
    }
  }
  keep(sumOf(f64x2.add(s, t)), sumOf(f64x2.add(p, q)), <f64>(<i32>(group >> 2) * pixels));
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function sumOf(two: v128): f64 {
  return f64x2.extract_lane(two, 0) + f64x2.extract_lane(two, 1);
}

function measure(x: usize, pixels: i32, group: usize, next: usize): void {
  let s0: f64 = 0,
    s1: f64 = 0,
    t0: f64 = 0,
    t1: f64 = 0,
    p0: f64 = 0,
    p1: f64 = 0,
    q0: f64 = 0,
    q1: f64 = 0;
  for (const end = x + next * pixels; x < end; x += next) {
    for (let c = x; c < x + group; c += 16) {
      const u0 = <f64>load<f32>(c, 0),
        u1 = <f64>load<f32>(c, 4),
        v0 = <f64>load<f32>(c, 8),
        v1 = <f64>load<f32>(c, 12);
      s0 += u0;
      s1 += u1;
      t0 += v0;
      t1 += v1;
      p0 += u0 * u0;
      p1 += u1 * u1;
      q0 += v0 * v0;
      q1 += v1 * v1;
    }
  }
  keep(s0 + t0 + (s1 + t1), p0 + q0 + (p1 + q1), <f64>(<i32>(group >> 2) * pixels));
}

function rescaleFour(x: usize, w: usize, b: usize, pixels: i32, next: usize): void {
  const factor = f32x4.mul(f32x4.splat(scale), v128.load(w));
  const offset = f32x4.sub(v128.load(b), f32x4.mul(f32x4.splat(mean), factor));
  for (const end = x + next * pixels; x < end; x += next)
    v128.store(x, f32x4.add(f32x4.mul(v128.load(x), factor), offset));
}

function rescale(x: usize, w: usize, b: usize, pixels: i32, next: usize): void {
  const factor = scale * load<f32>(w),
    offset = load<f32>(b) - mean * factor;
  for (const end = x + next * pixels; x < end; x += next) store<f32>(x, load<f32>(x) * factor + offset);
}
