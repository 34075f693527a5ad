/** Exponential, normal distribution and waves, in float64, by polynomials: browsers' own differ in their last digits. */

import { both, horner, ifNegative, magnitude, minus, nearest, over, plus, power, times, within } from "./numbers";

const LOG2_E: f64 = 1.4426950408889634;
// ln 2 and π/2 in two parts: their first parts have so few digits that multiples of them are exact. Source: Cody & Waite
// 1980, "Software manual for the elementary functions".
const LN2: f64 = 0.6931471803691238,
  LN2_REST: f64 = 1.9082149292705877e-10;
const QUARTER: f64 = 1.5707963267341256,
  QUARTER_REST: f64 = 6.077100506506192e-11;
const TWO_OVER_PI: f64 = 0.6366197723675814;
const C: f64 = 0.275;
const LEAST: f64 = -87,
  MOST: f64 = 87; // beyond these, the result is no normal float32

/** eˣ to 11 digits; x is taken as −87 to 87. */
export function exp(x: f64): f64 {
  return power_e<f64>(x);
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function power_e<N>(x: N): N {
  x = within<N>(x, LEAST, MOST);
  const n = nearest<N>(times<N>(x, both<N>(LOG2_E)));
  const r = minus<N>(minus<N>(x, times<N>(n, both<N>(LN2))), times<N>(n, both<N>(LN2_REST))); // at most ln 2 / 2
  // The Taylor series of eʳ.
  let series = both<N>(1.0 / 3628800);
  series = horner<N>(series, r, 1.0 / 362880);
  series = horner<N>(series, r, 1.0 / 40320);
  series = horner<N>(series, r, 1.0 / 5040);
  series = horner<N>(series, r, 1.0 / 720);
  series = horner<N>(series, r, 1.0 / 120);
  series = horner<N>(series, r, 1.0 / 24);
  series = horner<N>(series, r, 1.0 / 6);
  series = horner<N>(series, r, 1.0 / 2);
  series = horner<N>(series, r, 1);
  series = horner<N>(series, r, 1);
  return times<N>(series, power<N>(n));
}

/**
 * Φ(x), the share of a normal distribution below x, to 9 digits behind the point: for negative x, exp(−x²/2) times a
 * polynomial of t = 1 / (1 + c·|x|), as in Abramowitz & Stegun 1964, 7.1.26, but longer: a fit at 400 Chebyshev nodes.
 */
// @ts-ignore: decorator
@inline
function below<N>(x: N): N {
  const one = both<N>(1);
  const t = over<N>(one, plus<N>(one, times<N>(both<N>(C), magnitude<N>(x))));
  let scaled = both<N>(-0.01402339340738425);
  scaled = horner<N>(scaled, t, 0.07395958795727739);
  scaled = horner<N>(scaled, t, -0.1409826545618601);
  scaled = horner<N>(scaled, t, 0.10520504379718784);
  scaled = horner<N>(scaled, t, -0.04210225130276899);
  scaled = horner<N>(scaled, t, 0.053511295691678104);
  scaled = horner<N>(scaled, t, 0.05841912342276172);
  scaled = horner<N>(scaled, t, 0.08520462926401917);
  scaled = horner<N>(scaled, t, 0.10138985263082426);
  scaled = horner<N>(scaled, t, 0.10970964121223742);
  scaled = horner<N>(scaled, t, 0.10970912516442978);
  const tail = times<N>(times<N>(power_e<N>(times<N>(both<N>(-0.5), times<N>(x, x))), t), scaled);
  return ifNegative<N>(x, tail, minus<N>(one, tail));
}

// @ts-ignore: decorator
@inline
function sigmoid<N>(x: N): N {
  const one = both<N>(1);
  return over<N>(one, plus<N>(one, power_e<N>(minus<N>(both<N>(0), x))));
}

/** x (n, a multiple of 2) becomes x·Φ(x). Source: Hendrycks & Gimpel 2016, "Gaussian error linear units". */
export function gelu(x: usize, n: i32): void {
  const end = x + ((<usize>n) << 2);
  if (ASC_FEATURE_SIMD) {
    for (; x < end; x += 8) {
      const values = f64x2.promote_low_f32x4(v128.load64_zero(x));
      keepTwo(x, f64x2.mul(values, below<v128>(values)));
    }
  } else {
    for (; x < end; x += 4) {
      const value = <f64>load<f32>(x);
      store<f32>(x, <f32>(value * below<f64>(value)));
    }
  }
}

/** x (n, a multiple of 2) becomes its sigmoid, in y. */
export function squash(x: usize, y: usize, n: i32): void {
  const end = x + ((<usize>n) << 2);
  if (ASC_FEATURE_SIMD) {
    for (; x < end; x += 8, y += 8) keepTwo(y, sigmoid<v128>(f64x2.promote_low_f32x4(v128.load64_zero(x))));
  } else {
    for (; x < end; x += 4, y += 4) store<f32>(y, <f32>sigmoid<f64>(<f64>load<f32>(x)));
  }
}

// @ts-ignore: decorator
@inline
function keepTwo(x: usize, values: v128): void {
  v128.store64_lane(x, f32x4.demote_f64x2_zero(values), 0);
}

/** A row of y: z (d), then the sines and the cosines of z · frequencies, which are (d, count); n rows, `stride` apart. */
export function features(z: usize, frequencies: usize, y: usize, n: i32, d: i32, count: i32, stride: i32): void {
  for (let row = 0; row < n; row++) {
    memory.copy(y, z, (<usize>d) << 2);
    const sines = y + ((<usize>d) << 2),
      cosines = sines + ((<usize>count) << 2);
    for (let k: usize = 0; k < (<usize>count) << 2; k += 4) {
      waves(phase(z, frequencies + k, d, count), sines + k, cosines + k);
    }
    z += (<usize>d) << 2;
    y += (<usize>stride) << 2;
  }
}

function phase(z: usize, frequency: usize, d: i32, count: i32): f64 {
  let sum: f64 = 0;
  for (let axis = 0; axis < d; axis++) {
    sum += <f64>load<f32>(z) * <f64>load<f32>(frequency);
    z += 4;
    frequency += (<usize>count) << 2;
  }
  return sum;
}

/** The sine and the cosine of x, to 13 digits; exact quarters are taken off |x| up to a million. */
function waves(x: f64, sine: usize, cosine: usize): void {
  const quarters = floor(x * TWO_OVER_PI + 0.5);
  const r = x - quarters * QUARTER - quarters * QUARTER_REST; // at most π/4
  const s = r * r;
  const sin = r * (1 + s * (-1.0 / 6 + s * (1.0 / 120 + s * (-1.0 / 5040 + s * (1.0 / 362880 + s * (-1.0 / 39916800 + s * (1.0 / 6227020800)))))));
  const cos = 1 + s * (-1.0 / 2 + s * (1.0 / 24 + s * (-1.0 / 720 + s * (1.0 / 40320 + s * (-1.0 / 3628800 + s * (1.0 / 479001600 + s * (-1.0 / 87178291200)))))));
  const turn = <i32>quarters & 3;
  store<f32>(sine, <f32>(turn & 1 ? cos : sin) * (turn & 2 ? -1 : 1));
  store<f32>(cosine, <f32>(turn & 1 ? sin : cos) * ((turn + 1) & 2 ? -1 : 1));
}
