/** Functions of each number by itself; n is a multiple of 4. */

import { below, density, exponential, logOfOneAnd, sigmoid, tail } from "./curves";
import { all, magnitude, minus, plus, times } from "./numbers";

// x·Φ(x) is max(x, 0) − |x|·Φ(−|x|).
// @ts-ignore: decorators are AssemblyScript's
@inline
function weighed<N>(x: N): N {
  const size = magnitude<N>(x);
  const positive = times<N>(all<N>(0.5), plus<N>(x, size));
  return minus<N>(positive, times<N>(size, tail<N>(size)));
}

/** x becomes x·Φ(x). Source: Hendrycks & Gimpel 2016, "Gaussian error linear units". */
export function gelu(x: usize, n: i32): void {
  const end = x + ((<usize>n) << 2);
  if (ASC_FEATURE_SIMD) {
    for (; x < end; x += 16) v128.store(x, weighed<v128>(v128.load(x)));
  } else {
    for (; x < end; x += 4) store<f32>(x, weighed<f32>(load<f32>(x)));
  }
}

// @ts-ignore: decorator
@inline
function slope<N>(x: N): N {
  return plus<N>(below<N>(x), times<N>(x, density<N>(x)));
}

/** y: the derivative of x·Φ(x), which is Φ(x) + x·φ(x). */
export function geluSlope(x: usize, y: usize, n: i32): void {
  const end = x + ((<usize>n) << 2);
  if (ASC_FEATURE_SIMD) {
    for (; x < end; x += 16, y += 16) v128.store(y, slope<v128>(v128.load(x)));
  } else {
    for (; x < end; x += 4, y += 4) store<f32>(y, slope<f32>(load<f32>(x)));
  }
}

/** y: the sigmoid of x. */
export function squash(x: usize, y: usize, n: i32): void {
  const end = x + ((<usize>n) << 2);
  if (ASC_FEATURE_SIMD) {
    for (; x < end; x += 16, y += 16) v128.store(y, sigmoid<v128>(v128.load(x)));
  } else {
    for (; x < end; x += 4, y += 4) store<f32>(y, sigmoid<f32>(load<f32>(x)));
  }
}

// max(logit, 0) − logit · target + log(1 + exp(−|logit|)): no exponential of it is ever large.
// @ts-ignore: decorator
@inline
function entropy<N>(logit: N, target: N): N {
  const size = magnitude<N>(logit);
  const positive = times<N>(all<N>(0.5), plus<N>(logit, size));
  const rest = logOfOneAnd<N>(exponential<N>(minus<N>(all<N>(0), size)));
  return plus<N>(minus<N>(positive, times<N>(logit, target)), rest);
}

/** y: −log p of grey targets under Bernoulli logits, nats. Source: Kingma & Welling 2014, appendix C.1. */
export function crossEntropy(logits: usize, targets: usize, y: usize, n: i32): void {
  const end = y + ((<usize>n) << 2);
  if (ASC_FEATURE_SIMD) {
    for (; y < end; y += 16, logits += 16, targets += 16)
      v128.store(y, entropy<v128>(v128.load(logits), v128.load(targets)));
  } else {
    for (; y < end; y += 4, logits += 4, targets += 4)
      store<f32>(y, entropy<f32>(load<f32>(logits), load<f32>(targets)));
  }
}

/** y += x. */
export function add(x: usize, y: usize, n: i32): void {
  const end = x + ((<usize>n) << 2);
  if (ASC_FEATURE_SIMD) {
    for (; x < end; x += 16, y += 16) v128.store(y, f32x4.add(v128.load(y), v128.load(x)));
  } else {
    for (; x < end; x += 4, y += 4) store<f32>(y, load<f32>(y) + load<f32>(x));
  }
}

/** y *= x. */
export function multiply(x: usize, y: usize, n: i32): void {
  const end = x + ((<usize>n) << 2);
  if (ASC_FEATURE_SIMD) {
    for (; x < end; x += 16, y += 16) v128.store(y, f32x4.mul(v128.load(y), v128.load(x)));
  } else {
    for (; x < end; x += 4, y += 4) store<f32>(y, load<f32>(y) * load<f32>(x));
  }
}
