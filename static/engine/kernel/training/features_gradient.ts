/** What Fourier features hand back. */

/**
 * dz (n, d) of features y (n, stride), which are z, then the sines and cosines of z · frequencies (d, count), from the
 * derivatives dy by them: the cosines turn the sines' and the sines, negative, the cosines'.
 */
export function featuresGradient(
  y: usize,
  dy: usize,
  frequencies: usize,
  dz: usize,
  n: i32,
  d: i32,
  count: i32,
  stride: i32,
): void {
  const next: usize = (<usize>stride) << 2,
    waves: usize = (<usize>count) << 2,
    sines: usize = (<usize>d) << 2;
  for (let row = 0; row < n; row++, y += next, dy += next) {
    for (let axis = 0; axis < d; axis++, dz += 4) {
      let sum: f64 = <f64>load<f32>(dy + ((<usize>axis) << 2));
      const along = frequencies + waves * axis;
      for (let k: usize = 0; k < waves; k += 4) {
        const sine = y + sines + k,
          slope = dy + sines + k;
        const turned =
          <f64>load<f32>(slope) * <f64>load<f32>(sine + waves) - <f64>load<f32>(slope + waves) * <f64>load<f32>(sine);
        sum += <f64>load<f32>(along + k) * turned;
      }
      store<f32>(dz, <f32>sum);
    }
  }
}
