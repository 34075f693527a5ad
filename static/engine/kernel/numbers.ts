/** Arithmetic on N: one float32, or four side by side where the processor's SIMD is used. */

// @ts-ignore: decorators are AssemblyScript's
@inline
export function all<N>(value: f32): N {
  if (isVector<N>()) return f32x4.splat(value) as N;
  return value as N;
}

// @ts-ignore: decorator
@inline
export function plus<N>(a: N, b: N): N {
  if (isVector<N>()) return f32x4.add(a, b) as N;
  return (a + b) as N;
}

// @ts-ignore: decorator
@inline
export function minus<N>(a: N, b: N): N {
  if (isVector<N>()) return f32x4.sub(a, b) as N;
  return (a - b) as N;
}

// @ts-ignore: decorator
@inline
export function times<N>(a: N, b: N): N {
  if (isVector<N>()) return f32x4.mul(a, b) as N;
  return (a * b) as N;
}

// @ts-ignore: decorator
@inline
export function over<N>(a: N, b: N): N {
  if (isVector<N>()) return f32x4.div(a, b) as N;
  return (a / b) as N;
}

/** One step of Horner's scheme: sum · x + c. */
// @ts-ignore: decorator
@inline
export function horner<N>(sum: N, x: N, c: f32): N {
  return plus<N>(times<N>(sum, x), all<N>(c));
}

/** The whole number nearest to x, halves upwards. */
// @ts-ignore: decorator
@inline
export function nearest<N>(x: N): N {
  const raised = plus<N>(x, all<N>(0.5));
  if (isVector<N>()) return f32x4.floor(raised) as N;
  return floor<f32>(raised as f32) as N;
}

// @ts-ignore: decorator
@inline
export function magnitude<N>(x: N): N {
  if (isVector<N>()) return f32x4.abs(x) as N;
  return abs<f32>(x as f32) as N;
}

/** x, but no less than least and no more than most. */
// @ts-ignore: decorator
@inline
export function within<N>(x: N, least: f32, most: f32): N {
  if (isVector<N>()) return f32x4.pmin(f32x4.splat(most), f32x4.pmax(f32x4.splat(least), x)) as N;
  const raised = (x as f32) > least ? (x as f32) : least;
  return (raised < most ? raised : most) as N;
}

/** a where x is negative, else b. */
// @ts-ignore: decorator
@inline
export function ifNegative<N>(x: N, a: N, b: N): N {
  if (isVector<N>()) return v128.bitselect(a, b, f32x4.lt(x, f32x4.splat(0))) as N;
  return (x as f32) < 0 ? a : b;
}

/** 2ⁿ of a whole n from −126 to 127. */
// @ts-ignore: decorator
@inline
export function power<N>(n: N): N {
  if (isVector<N>()) return i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23) as N;
  return reinterpret<f32>((<i32>(n as f32) + 127) << 23) as N;
}
