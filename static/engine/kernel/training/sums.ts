/** Of four numbers side by side, in float64 and in one order. */

// @ts-ignore: decorators are AssemblyScript's
@inline
export function total(x: v128): f64 {
  const low = f64x2.promote_low_f32x4(x),
    high = f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 0));
  const sums = f64x2.add(low, high);
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

// @ts-ignore: decorator
@inline
export function product(x: v128): f64 {
  const low = f64x2.promote_low_f32x4(x),
    high = f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 0));
  const both = f64x2.mul(low, high);
  return f64x2.extract_lane(both, 0) * f64x2.extract_lane(both, 1);
}
