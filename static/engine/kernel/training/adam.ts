/** A step of Adam. */

const FIRST: f32 = 0.9,
  SECOND: f32 = 0.999,
  EPSILON: f32 = 1e-8;

/**
 * p −= rate · m / (√v · scale + 1e-8) of n weights, a multiple of 4, once their gradients g have gone into the moments m and
 * v; `rate` is the learning rate over 1 − 0.9ᵗ, and `scale` 1 / √(1 − 0.999ᵗ). Source: Kingma & Ba 2015, "Adam", in the
 * order of PyTorch's.
 */
export function adam(p: usize, g: usize, m: usize, v: usize, n: i32, rate: f32, scale: f32): void {
  const end = p + ((<usize>n) << 2);
  const first = f32x4.splat(1 - FIRST),
    second = f32x4.splat(1 - SECOND),
    kept = f32x4.splat(SECOND),
    step = f32x4.splat(rate),
    scales = f32x4.splat(scale),
    epsilon = f32x4.splat(EPSILON);
  for (; p < end; p += 16, g += 16, m += 16, v += 16) {
    const slope = v128.load(g),
      before = v128.load(m);
    const mean = f32x4.add(before, f32x4.mul(first, f32x4.sub(slope, before)));
    const square = f32x4.add(f32x4.mul(kept, v128.load(v)), f32x4.mul(second, f32x4.mul(slope, slope)));
    v128.store(m, mean);
    v128.store(v, square);
    const size = f32x4.add(f32x4.mul(f32x4.sqrt(square), scales), epsilon);
    v128.store(p, f32x4.sub(v128.load(p), f32x4.mul(step, f32x4.div(mean, size))));
  }
}
