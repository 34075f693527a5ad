/**
 * The bit generator of NumPy's `default_rng(seed)`: the same bits from the same seed.
 * Sources: O'Neill, PCG (2014), the variant XSL-RR 128/64; O'Neill, "Developing a seed_seq Alternative" (2015), for the
 * seed; NumPy 2.4, numpy/random: how a SeedSequence fills the state, and which half of 64 bits comes first.
 */

const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;
const POOL = 4; // words of 32 bits, in which a seed is mixed

/** Spread what the upper half of a word holds over its lower half. @param {number} word taken mod 2³² */
const folded = (word) => word ^ (word >>> 16);

/** A hash of words that is another one at each call. @param {number} constant @param {number} multiplier */
function createHash(constant, multiplier) {
  return (/** @type {number} */ word) => {
    const keyed = word ^ constant;
    constant = Math.imul(constant, multiplier);
    return folded(Math.imul(keyed, constant));
  };
}

/** @param {number} a @param {number} b */
const mixed = (a, b) => folded(Math.imul(0xca01f9dd, a) - Math.imul(0x4973f715, b));

/** The seed's words, the lowest first, mixed such that each bit of it may change any of the pool. @param {bigint} seed */
function pooled(seed) {
  const hash = createHash(0x43b0d7e5, 0x931e8875);
  const pool = Array.from({ length: POOL }, (_, i) => hash(Number(BigInt.asUintN(32, seed >> BigInt(32 * i)))));
  for (let from = 0; from < POOL; from++)
    for (let to = 0; to < POOL; to++) if (from !== to) pool[to] = mixed(pool[to], hash(pool[from]));
  return pool;
}

/** Two numbers of 128 bits from a seed: where to start, and in which stream. @param {bigint} seed */
function expanded(seed) {
  const [pool, hash] = [pooled(seed), createHash(0x8b51f9dd, 0x58f38ded)];
  const words = Array.from({ length: 2 * POOL }, (_, i) => BigInt(hash(pool[i % POOL]) >>> 0));
  // Each 64 bits have their lower word first, each 128 their upper 64.
  const number = (/** @type {bigint[]} */ [b, a, d, c]) => (a << 96n) | (b << 64n) | (c << 32n) | d;
  return [number(words.slice(0, POOL)), number(words.slice(POOL))];
}

export class Pcg64 {
  #state = 0n;
  #increment;
  /** The upper half of 64 bits whose lower half was given out. @type {number | null} */
  #half = null;

  /**
   * Raises RangeError unless the seed is a whole number of 0 … 2¹²⁸ − 1. Above 2⁵³ a number stands for its neighbours
   * too; a bigint doesn't.
   * @param {number | bigint} seed
   */
  constructor(seed) {
    const whole = BigInt(seed);
    if (whole !== BigInt.asUintN(128, whole)) throw new RangeError(`${seed} is no seed`);
    const [start, stream] = expanded(whole);
    this.#increment = (stream << 1n) | 1n; // odd, so that all 2¹²⁸ states follow one another
    this.#step();
    this.#state += start;
    this.#step();
  }

  /** 32 bits, as a number of 0 … 2³² − 1. */
  next32() {
    const half = this.#half;
    if (half === null) return this.#next64();
    this.#half = null;
    return half;
  }

  #step() {
    this.#state = BigInt.asUintN(128, this.#state * MULTIPLIER + this.#increment);
  }

  /** The lower 32 of 64 bits: the state's halves xored, and rotated by its top six bits; the upper 32 are kept. */
  #next64() {
    this.#step();
    const bits = BigInt.asUintN(64, (this.#state >> 64n) ^ this.#state);
    const rotated = ((bits << 64n) | bits) >> (this.#state >> 122n);
    this.#half = Number(BigInt.asUintN(32, rotated >> 32n));
    return Number(BigInt.asUintN(32, rotated));
  }
}
