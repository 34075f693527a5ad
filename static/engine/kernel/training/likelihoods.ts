/** Reconstruction terms, summed over all pixels, and their derivatives by the logits. n is a multiple of 4. */

import { exponential, log } from "../curves";
import { product, total } from "./sums";

const AT_ONCE: i32 = 64 * 4; // a product of 64 numbers of 1..2 is a float32

// Of e = exp(−|logit|) and whole = 1 + e.
// @ts-ignore: decorators are AssemblyScript's
@inline
function sigmoidOf(logits: v128, e: v128, whole: v128): v128 {
  const share = f32x4.div(f32x4.splat(1), whole); // of the larger side
  return v128.bitselect(f32x4.mul(e, share), share, f32x4.lt(logits, f32x4.splat(0)));
}

/**
 * −log p of grey targets under Bernoulli logits, nats; `slopes` are the derivatives by the logits, times `weight`. Each
 * pixel's is max(logit, 0) − logit · target + log(1 + exp(−|logit|)); the logarithm is taken of the product of 64 such
 * sums at a time. n is a multiple of 16. Source: Kingma & Welling 2014, appendix C.1.
 */
export function bernoulli(logits: usize, targets: usize, slopes: usize, n: i32, weight: f32): f64 {
  let loss: f64 = 0;
  for (let left = n; left > 0; left -= AT_ONCE) {
    const part = min(left, AT_ONCE);
    loss += bernoulliPart(logits, targets, slopes, part, weight);
    logits += (<usize>part) << 2;
    targets += (<usize>part) << 2;
    slopes += (<usize>part) << 2;
  }
  return loss;
}

// @ts-ignore: decorator
@inline
function bernoulliPart(logits: usize, targets: usize, slopes: usize, n: i32, weight: f32): f64 {
  const zero = f32x4.splat(0),
    half = f32x4.splat(0.5),
    one = f32x4.splat(1),
    factor = f32x4.splat(weight);
  let sum = zero,
    factors = one;
  for (const end = logits + ((<usize>n) << 2); logits < end; logits += 16, targets += 16, slopes += 16) {
    const logit = v128.load(logits),
      x = v128.load(targets),
      size = f32x4.abs(logit);
    const e = exponential<v128>(f32x4.sub(zero, size));
    const whole = f32x4.add(one, e);
    factors = f32x4.mul(factors, whole);
    sum = f32x4.add(sum, f32x4.sub(f32x4.mul(half, f32x4.add(logit, size)), f32x4.mul(logit, x)));
    v128.store(slopes, f32x4.mul(factor, f32x4.sub(sigmoidOf(logit, e, whole), x)));
  }
  return total(sum) + log(product(factors));
}

/**
 * −log N(x; sigmoid(logit), sd²), nats, but for its constant of log sd + ½ log 2π a pixel, and the same derivatives.
 * Source: Kingma & Welling 2014, appendix C.2.
 */
export function gaussian(logits: usize, targets: usize, slopes: usize, n: i32, weight: f32, sd: f32): f64 {
  const end = logits + ((<usize>n) << 2);
  const zero = f32x4.splat(0),
    one = f32x4.splat(1),
    precision = f32x4.splat(1 / (sd * sd)),
    factor = f32x4.splat(weight);
  let sum: f64 = 0;
  for (; logits < end; logits += 16, targets += 16, slopes += 16) {
    const logit = v128.load(logits);
    const e = exponential<v128>(f32x4.sub(zero, f32x4.abs(logit)));
    const pixel = sigmoidOf(logit, e, f32x4.add(one, e));
    const off = f32x4.sub(pixel, v128.load(targets)),
      pulled = f32x4.mul(precision, off);
    v128.store(slopes, f32x4.mul(factor, f32x4.mul(pulled, f32x4.mul(pixel, f32x4.sub(one, pixel)))));
    const loss = f32x4.mul(pulled, off);
    sum += total(loss);
  }
  return 0.5 * sum;
}
