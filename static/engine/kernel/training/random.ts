/**
 * Chance from a state of 8 bytes, which moves on with each number: the same numbers from the same state. Source: O'Neill
 * 2014, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms", the variant XSH-RR 64/32.
 */

import { waves } from "../fourier";
import { log } from "../curves";

const MULTIPLIER: u64 = 6364136223846793005,
  INCREMENT: u64 = 1442695040888963407;
const TWO_PI: f64 = 6.283185307179586;

function next(state: usize): u32 {
  const old = load<u64>(state);
  store<u64>(state, old * MULTIPLIER + INCREMENT);
  return rotr<u32>(<u32>(((old >> 18) ^ old) >> 27), <u32>(old >> 59));
}

/** In 0..1, never 0. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function unit(state: usize): f64 {
  return (<f64>next(state) + 0.5) / 4294967296.0;
}

/** n numbers of −bound..bound into y. */
export function uniforms(state: usize, y: usize, n: i32, bound: f64): void {
  for (const end = y + ((<usize>n) << 2); y < end; y += 4) store<f32>(y, <f32>((2 * unit(state) - 1) * bound));
}

/** n standard normal numbers, an even number, into y, two from each pair of uniform ones. Source: Box & Muller 1958. */
export function normals(state: usize, y: usize, n: i32): void {
  for (const end = y + ((<usize>n) << 2); y < end; y += 8) {
    const radius = sqrt(-2 * log(unit(state)));
    waves(TWO_PI * unit(state), y, y + 4);
    store<f32>(y, <f32>(radius * <f64>load<f32>(y)));
    store<f32>(y + 4, <f32>(radius * <f64>load<f32>(y + 4)));
  }
}

/** n whole numbers into y: −1, 0 or 1, of which 0 comes three times in four. */
export function shifts(state: usize, y: usize, n: i32): void {
  for (const end = y + ((<usize>n) << 2); y < end; y += 4) {
    const eighth = <i32>(next(state) >> 29);
    store<i32>(y, eighth == 0 ? -1 : eighth == 1 ? 1 : 0);
  }
}

/** The n whole numbers at y in another order. Source: Durstenfeld 1964, "Algorithm 235". */
export function shuffle(state: usize, y: usize, n: i32): void {
  for (let i = n - 1; i > 0; i--) {
    const j = <i32>(unit(state) * (i + 1));
    const a = y + ((<usize>i) << 2),
      b = y + ((<usize>j) << 2);
    const kept = load<i32>(a);
    store<i32>(a, load<i32>(b));
    store<i32>(b, kept);
  }
}
