import assert from "node:assert/strict";
import { test } from "node:test";
import { formatState, parseState, TABLE } from "../../../static/core/state.js";
import { STEPS } from "../../../static/core/lesson_steps.js";
import fc from "fast-check";

const MAX_CODE = 1e9; // as the server has it
const short = (value) => Number(value.toPrecision(7)) || 0; // as long as the URL has them, and no -0
const real = (min, max) => fc.double({ min, max, noNaN: true }).map(short);
const list = (of, minLength = 2) => fc.option(fc.array(of, { minLength, maxLength: 32 }));
const codes = list(real(-MAX_CODE, MAX_CODE));
const text = (alphabet, minLength, maxLength) =>
  fc.option(fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength }));
const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const STATE = {
  model: text(`${BASE64}.`, 1, 64),
  active: fc.constantFrom("ae", "vae"),
  ae: codes,
  vae: codes,
  digit: fc.option(fc.integer({ min: 0, max: 999 })),
  x: text(BASE64, 1046, 1046),
  t: real(0, 5),
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
  cloud: fc.boolean(),
  lens: fc.boolean(),
  label: fc.option(fc.integer({ min: 0, max: 999 })),
  mapae: codes,
  mapvae: codes,
  link: fc.boolean(),
  plane: fc.option(fc.constantFrom("axes-0,7", "pca-1,2", "images-0,12,999", "classes-9,4")),
  tab: fc.constantFrom("samples", "step", "walk", "prior"),
  r: real(0, 1),
  pinsae: codes,
  pinsvae: codes,
  path: fc.constantFrom("straight", "even", "shortest", "circle", "drawn"),
  over: fc.boolean(),
  n: fc.constantFrom(16, 32, 64, 128),
  fit: fc.boolean(),
  layer: fc.option(fc.constantFrom("labels", "stretch", "metric", "density", "prior", "nearest")),
  opacity: real(0, 1),
  unit: fc.constantFrom("sd", "mad"),
  seeds: fc.boolean(),
  lesson: fc.option(fc.constantFrom(...STEPS.map(({ id }) => id))),
  train: fc.option(fc.stringMatching(/^[\w.,-]+$/)),
};
const RANGES = {
  digit: [0, 999],
  t: [0, 5],
  seed: [0, 2 ** 31],
  label: [0, 999],
  r: [0, 1],
  n: [16, 128],
  opacity: [0, 1],
};

/** What is wrong with a state, by field: nothing, whatever was parsed. */
function faults(state) {
  const within = (value, [low, high]) => typeof value === "number" && value >= low && value <= high;
  const isRight = (key, value) => {
    if (value === TABLE[key].initial) return true;
    if (RANGES[key]) return within(value, RANGES[key]);
    if (Array.isArray(value)) return value.length > 1 && value.every((one) => within(one, [-MAX_CODE, MAX_CODE]));
    return typeof value === "boolean" || /^[\p{L}\p{N}_.,-]+$/u.test(value);
  };
  return Object.keys(TABLE).filter((key) => !isRight(key, state[key]));
}

/** Fragments of our own fields with values that are nearly right, more often than not. */
const value = fc.oneof(
  fc.string(),
  fc.double().map(String),
  fc.array(fc.double()).map(String),
  fc.string({ unit: "binary" }),
  fc
    .array(fc.constantFrom("1", "-2.5", "", " ", "1e300", "1e999", "0x1F", "NaN", "-0"))
    .map((parts) => parts.join(",")),
);
const field = fc
  .tuple(fc.constantFrom(...Object.keys(TABLE)), value)
  .map(([key, said]) => `${key}=${encodeURIComponent(said.toWellFormed())}`);
const fragment = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(field, { maxLength: 6 }).map((parts) => `#${parts.join("&")}`),
);

test("the properties know every field", () => {
  assert.deepEqual(Object.keys(STATE).sort(), Object.keys(TABLE).sort());
});

test("any state goes through the URL and comes back", () => {
  fc.assert(
    fc.property(fc.record(STATE), (state) => assert.deepEqual(parseState(`#${formatState(state)}`), { ...state })),
  );
});

test("any string is a valid state, its numbers within their ranges", () => {
  fc.assert(
    fc.property(fragment, (said) => assert.deepEqual(faults(parseState(said)), [])),
    { numRuns: 2000 },
  );
});

test("what was parsed is written so that it is parsed the same", () => {
  fc.assert(
    fc.property(fragment, (said) => {
      const once = formatState(parseState(said));
      assert.equal(formatState(parseState(`#${once}`)), once);
    }),
    { numRuns: 1000 },
  );
});
