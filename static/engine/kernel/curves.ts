/** Exponential, logarithm and normal distribution, by polynomials: browsers' own differ in their last digits. */

import { all, horner, ifNegative, magnitude, minus, nearest, over, plus, power, times, within } from "./numbers";

const LOG2_E: f32 = 1.4426950408889634;
// ln 2 in two parts: the first has so few digits that multiples of it are exact. Source: Cody & Waite 1980, "Software
// manual for the elementary functions".
const LN2: f32 = 0.693359375,
  LN2_REST: f32 = -2.12194440054690583e-4;
const LEAST: f32 = -87,
  MOST: f32 = 87; // beyond these, the result is no normal float32
const ROOT_TWO_PI: f32 = 0.3989422804014327; // 1 / √(2π)

/** eˣ to 7 digits; x is taken as −87 to 87. */
// @ts-ignore: decorators are AssemblyScript's
@inline
export function exponential<N>(x: N): N {
  x = within<N>(x, LEAST, MOST);
  const n = nearest<N>(times<N>(x, all<N>(LOG2_E)));
  const r = minus<N>(minus<N>(x, times<N>(n, all<N>(LN2))), times<N>(n, all<N>(LN2_REST))); // at most ln 2 / 2
  // The Taylor series of eʳ.
  let series = all<N>(1.0 / 5040);
  series = horner<N>(series, r, 1.0 / 720);
  series = horner<N>(series, r, 1.0 / 120);
  series = horner<N>(series, r, 1.0 / 24);
  series = horner<N>(series, r, 1.0 / 6);
  series = horner<N>(series, r, 1.0 / 2);
  series = horner<N>(series, r, 1);
  series = horner<N>(series, r, 1);
  return times<N>(series, power<N>(n));
}

/** φ(x), the density of a normal distribution. */
// @ts-ignore: decorator
@inline
export function density<N>(x: N): N {
  return times<N>(all<N>(ROOT_TWO_PI), exponential<N>(times<N>(all<N>(-0.5), times<N>(x, x))));
}

/**
 * Φ(−a) of a ≥ 0, the share of a normal distribution beyond a, as ½ / p(a)⁸ with a polynomial p: the form of Abramowitz
 * & Stegun 1964, 7.1.28, fitted anew up to 6, beyond which Φ is below 1e-9; right to 2e-7, and a·Φ(−a) to 5e-8 but for rounding.
 */
// @ts-ignore: decorator
@inline
export function tail<N>(a: N): N {
  const size = within<N>(a, 0, 6);
  let root = all<N>(2.8747676824834384e-06);
  root = horner<N>(root, size, -1.599609757357806e-05);
  root = horner<N>(root, size, 9.364406203566904e-05);
  root = horner<N>(root, size, 0.00012205185756569275);
  root = horner<N>(root, size, 0.0009645594507254413);
  root = horner<N>(root, size, 0.008604831858349479);
  root = horner<N>(root, size, 0.04478352320970655);
  root = horner<N>(root, size, 0.0997331863289648);
  root = horner<N>(root, size, 1.0000000419698678);
  root = times<N>(root, root);
  root = times<N>(root, root);
  return over<N>(all<N>(0.5), times<N>(root, root));
}

/** Φ(x). */
// @ts-ignore: decorator
@inline
export function below<N>(x: N): N {
  const beyond = tail<N>(magnitude<N>(x));
  return ifNegative<N>(x, beyond, minus<N>(all<N>(1), beyond));
}

// @ts-ignore: decorator
@inline
export function sigmoid<N>(x: N): N {
  const one = all<N>(1);
  return over<N>(one, plus<N>(one, exponential<N>(minus<N>(all<N>(0), x))));
}

/** log(1 + u) of u in 0..1, by the series of 2·artanh(s), s = u / (2 + u). */
// @ts-ignore: decorator
@inline
export function logOfOneAnd<N>(u: N): N {
  const s = over<N>(u, plus<N>(all<N>(2), u)); // at most 1/3
  const square = times<N>(s, s);
  let series = all<N>(2.0 / 15);
  series = horner<N>(series, square, 2.0 / 13);
  series = horner<N>(series, square, 2.0 / 11);
  series = horner<N>(series, square, 2.0 / 9);
  series = horner<N>(series, square, 2.0 / 7);
  series = horner<N>(series, square, 2.0 / 5);
  series = horner<N>(series, square, 2.0 / 3);
  series = horner<N>(series, square, 2);
  return times<N>(series, s);
}

/** eˣ, of one number. */
export function exp(x: f32): f32 {
  return exponential<f32>(x);
}

/** ln x of one positive normal number, to 13 digits: its exponent's, and by the same series its fraction's. */
export function log(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  // The fraction is from √½ to √2, so that its logarithm is small.
  const exponent = ((bits - 0x3fe6a09e667f3bcd) >> 52) as i32;
  const fraction = reinterpret<f64>(bits - ((exponent as i64) << 52));
  const s = (fraction - 1) / (fraction + 1);
  const q = s * s;
  let series: f64 = 2.0 / 17;
  for (let odd: f64 = 15; odd > 0; odd -= 2) series = series * q + 2.0 / odd;
  return exponent * 0.6931471805599453 + s * series;
}
