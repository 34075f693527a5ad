/** Fourier features: sines and cosines in float64. */

// π/2 in two parts: multiples of the first are exact, as it has few digits. Source: Cody & Waite 1980.
const QUARTER: f64 = 1.5707963267341256,
  QUARTER_REST: f64 = 6.077100506506192e-11;
const TWO_OVER_PI: f64 = 0.6366197723675814;

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
export function waves(x: f64, sine: usize, cosine: usize): void {
  const quarters = floor(x * TWO_OVER_PI + 0.5);
  const r = x - quarters * QUARTER - quarters * QUARTER_REST; // at most π/4
  const s = r * r;
  const sin =
    r *
    (1 +
      s *
        (-1.0 / 6 +
          s * (1.0 / 120 + s * (-1.0 / 5040 + s * (1.0 / 362880 + s * (-1.0 / 39916800 + s * (1.0 / 6227020800)))))));
  const cos =
    1 +
    s *
      (-1.0 / 2 +
        s *
          (1.0 / 24 +
            s *
              (-1.0 / 720 +
                s * (1.0 / 40320 + s * (-1.0 / 3628800 + s * (1.0 / 479001600 + s * (-1.0 / 87178291200)))))));
  const turn = (<i32>quarters) & 3;
  store<f32>(sine, <f32>(turn & 1 ? cos : sin) * (turn & 2 ? -1 : 1));
  store<f32>(cosine, <f32>(turn & 1 ? sin : cos) * ((turn + 1) & 2 ? -1 : 1));
}
