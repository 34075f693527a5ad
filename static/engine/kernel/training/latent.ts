/** From what the encoder gives to a code, and back. A row of heads is μ in its first column of 16 and log σ in its second. */

import { exponential } from "../curves";

const COLUMN: usize = 64;
const MOST: f32 = 20; // of |log σ|: beyond it σ² is no float32 that a step could come back from

/**
 * z (n, d) = μ + noise · σ · ε (n, d) from heads (n, 32), σ into `sigmas` (n, d); an autoencoder's heads are (n, 16), its z
 * is μ and it has neither. Gives the KL divergence from N(0, I), nats, summed over all. Sources: Kingma & Welling 2014,
 * §2.4, appendix B.
 */
export function code(heads: usize, epsilons: usize, z: usize, sigmas: usize, n: i32, d: i32, noise: f32, samples: bool): f64 {
  let kl: f64 = 0;
  for (let row = 0; row < n; row++, heads += samples ? COLUMN << 1 : COLUMN) {
    for (let axis = 0; axis < d; axis++, z += 4, epsilons += 4, sigmas += 4) {
      const mu = load<f32>(heads + ((<usize>axis) << 2));
      if (!samples) {
        store<f32>(z, mu);
        continue;
      }
      const logSigma = bounded(load<f32>(heads + COLUMN + ((<usize>axis) << 2)));
      const sigma = exponential<f32>(logSigma);
      store<f32>(sigmas, sigma);
      store<f32>(z, mu + noise * sigma * load<f32>(epsilons));
      kl += 0.5 * (<f64>mu * <f64>mu + <f64>sigma * <f64>sigma - 1) - <f64>logSigma;
    }
  }
  return kl;
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function bounded(x: f32): f32 {
  return x > MOST ? MOST : x < -MOST ? -MOST : x;
}

/**
 * Derivatives by the heads from dz (n, d), with those of `weight` times the KL divergence. Where log σ was bounded they are
 * those at the bound, which lead back.
 */
export function codeGradient(
  heads: usize,
  epsilons: usize,
  sigmas: usize,
  dz: usize,
  slopes: usize,
  n: i32,
  d: i32,
  noise: f32,
  weight: f32,
  samples: bool,
): void {
  const line: usize = samples ? COLUMN << 1 : COLUMN;
  memory.fill(slopes, 0, line * n);
  for (let row = 0; row < n; row++, heads += line, slopes += line) {
    for (let axis = 0; axis < d; axis++, dz += 4, epsilons += 4, sigmas += 4) {
      const at: usize = (<usize>axis) << 2,
        slope = load<f32>(dz);
      if (!samples) {
        store<f32>(slopes + at, slope);
        continue;
      }
      const sigma = load<f32>(sigmas);
      store<f32>(slopes + at, slope + weight * load<f32>(heads + at));
      store<f32>(slopes + COLUMN + at, slope * noise * sigma * load<f32>(epsilons) + weight * (sigma * sigma - 1));
    }
  }
}
