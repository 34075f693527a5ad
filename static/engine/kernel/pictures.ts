/** Pictures: (side, side, depth) numbers of a picture's pixels, and the bytes that are shown. */

/**
 * y (out², size²·depth): what a convolution sees at each of its places, from x (side, side, depth); zeros beyond the edge,
 * `border` pixels wide. Returns out, the places on one side.
 */
export function patches(x: usize, y: usize, side: i32, depth: i32, size: i32, step: i32, border: i32): i32 {
  const out = (side + 2 * border - size) / step + 1;
  const pixel = (<usize>depth) << 2,
    run = pixel * size;
  if (border) memory.fill(y, 0, run * size * out * out);
  for (let top = -border; top < out * step - border; top += step) {
    for (let left = -border; left < out * step - border; left += step) {
      const skipped = max(0, -left),
        width = min(size, side - left) - skipped;
      for (let row = max(0, -top); row < min(size, side - top); row++) {
        const from = x + pixel * ((top + row) * side + left + skipped);
        copy(from, y + run * row + pixel * skipped, pixel * width);
      }
      y += run * size;
    }
  }
  return out;
}

// Most runs are short, and memory.copy calls out of the kernel.
// @ts-ignore: decorators are AssemblyScript's
@inline
function copy(x: usize, y: usize, bytes: usize): void {
  const end = x + bytes;
  if (ASC_FEATURE_SIMD) for (; x + 16 <= end; x += 16, y += 16) v128.store(y, v128.load(x));
  for (; x < end; x += 4, y += 4) store<f32>(y, load<f32>(x));
}

/** y (side/2, side/2, depth): the largest of each 2×2 pixels of x (side, side, depth), depth a multiple of 4. */
export function maxPool(x: usize, y: usize, side: i32, depth: i32): void {
  const pixel = (<usize>depth) << 2,
    line = pixel * side;
  for (let row = 0; row < side / 2; row++, x += line) {
    for (let column = 0; column < side / 2; column++, x += pixel) {
      const end = x + pixel;
      if (ASC_FEATURE_SIMD) {
        for (; x < end; x += 16, y += 16) {
          const upper = f32x4.max(v128.load(x), v128.load(x + pixel));
          v128.store(y, f32x4.max(upper, f32x4.max(v128.load(x + line), v128.load(x + line + pixel))));
        }
      } else {
        for (; x < end; x += 4, y += 4) {
          const upper = max(load<f32>(x), load<f32>(x + pixel));
          store<f32>(y, max(upper, max(load<f32>(x + line), load<f32>(x + line + pixel))));
        }
      }
    }
  }
}

/** y (side², channels): means of x (from, from, depth) over the areas that adaptive pooling gives each of side² pixels. */
export function averagePool(x: usize, y: usize, from: i32, depth: i32, channels: i32, side: i32): void {
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const top = (row * from) / side,
        bottom = ((row + 1) * from + side - 1) / side;
      const left = (column * from) / side,
        right = ((column + 1) * from + side - 1) / side;
      for (let c = 0; c < channels; c++, y += 4) {
        let sum: f64 = 0;
        for (let i = top; i < bottom; i++) {
          for (let j = left; j < right; j++) sum += <f64>load<f32>(x + ((<usize>((i * from + j) * depth + c)) << 2));
        }
        store<f32>(y, <f32>(sum / <f64>((bottom - top) * (right - left))));
      }
    }
  }
}

/** Bytes (n) of images (n) in 0..1, rounded. */
export function paint(images: usize, bytes: usize, n: i32): void {
  for (const end = bytes + n; bytes < end; bytes++, images += 4) store<u8>(bytes, <u8>(load<f32>(images) * 255 + 0.5));
}
