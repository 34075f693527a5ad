/** Arithmetic on N: one float64, or two side by side where the processor's SIMD is used. */

// @ts-ignore: decorators are AssemblyScript's
@inline
export function both<N>(value: f64): N {
  if (isVector<N>()) return f64x2.splat(value) as N;
  return value as N;
}

// @ts-ignore: decorator
@inline
export function plus<N>(a: N, b: N): N {
  if (isVector<N>()) return f64x2.add(a, b) as N;
  return (a + b) as N;
}

// @ts-ignore: decorator
@inline
export function minus<N>(a: N, b: N): N {
  if (isVector<N>()) return f64x2.sub(a, b) as N;
  return (a - b) as N;
}

// @ts-ignore: decorator
@inline
export function times<N>(a: N, b: N): N {
  if (isVector<N>()) return f64x2.mul(a, b) as N;
  return (a * b) as N;
}

// @ts-ignore: decorator
@inline
export function over<N>(a: N, b: N): N {
  if (isVector<N>()) return f64x2.div(a, b) as N;
  return (a / b) as N;
}

/** One step of Horner's scheme: sum · x + c. */
// @ts-ignore: decorator
@inline
export function horner<N>(sum: N, x: N, c: f64): N {
  return plus<N>(times<N>(sum, x), both<N>(c));
}

/** The whole number nearest to x, halves upwards. */
// @ts-ignore: decorator
@inline
export function nearest<N>(x: N): N {
  const raised = plus<N>(x, both<N>(0.5));
  if (isVector<N>()) return f64x2.floor(raised) as N;
  return floor(raised) as N;
}

// @ts-ignore: decorator
@inline
export function magnitude<N>(x: N): N {
  if (isVector<N>()) return f64x2.abs(x) as N;
  return abs(x) as N;
}

/** x, but no less than least and no more than most. */
// @ts-ignore: decorator
@inline
export function within<N>(x: N, least: f64, most: f64): N {
  if (isVector<N>()) return f64x2.pmin(f64x2.splat(most), f64x2.pmax(f64x2.splat(least), x)) as N;
  const raised = x > least ? x : least;
  return (raised < most ? raised : most) as N;
}

/** a where x is negative, else b. */
// @ts-ignore: decorator
@inline
export function ifNegative<N>(x: N, a: N, b: N): N {
  if (isVector<N>()) return v128.bitselect(a, b, f64x2.lt(x, f64x2.splat(0))) as N;
  return x < 0 ? a : b;
}

const LAST_BIT: f64 = 4503599627370496; // 2⁵²: in its bits, what is added below it is a whole number

/** 2ⁿ of a whole n from −126 to 127. */
// @ts-ignore: decorator
@inline
export function power<N>(n: N): N {
  if (isVector<N>()) return i64x2.shl(f64x2.add(n, f64x2.splat(LAST_BIT + 1023)), 52) as N;
  return <f64>reinterpret<f32>((<i32>n + 127) << 23) as N;
}
