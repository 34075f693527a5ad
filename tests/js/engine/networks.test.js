import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { createEngine } from "../../../static/engine/answers.js";
import { UnknownModel, parseTensors, widen } from "../../../static/core/tensors.js";
import { COMPARED, EVENLY, IMAGES, WALKED } from "../../../static/core/request_kinds.js";
import { aboutOf, answer, codesOf, comparisonOf, fileOf, KERNELS, kernelOf, networksOf } from "./networks.js";

const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");
const MODELS = ["vae-2d", "ae-16d"];

test("all answers have the same bytes with SIMD and without", async () => {
  for (const id of MODELS) {
    const [simd, scalar] = [await networksOf(id), await networksOf(id, "scalar")];
    const codes = codesOf(5, simd.decoder.dims);
    for (const kind of [IMAGES, COMPARED, WALKED, EVENLY]) {
      assert.equal(hash(answer(simd, kind, codes)), hash(answer(scalar, kind, codes)), `${id}, ${kind}`);
    }
  }
});

test("an image is the same alone and among others, however many", async () => {
  const { decoder } = await networksOf("vae-2d");
  const codes = codesOf(150, 2);
  const { bytes } = decoder.decode(codes);
  for (const [start, n] of [
    [0, 1],
    [3, 7],
    [63, 2],
    [100, 50],
  ]) {
    const some = decoder.decode(codes.slice(2 * start, 2 * (start + n))).bytes;
    assert.deepEqual(some, bytes.slice(784 * start, 784 * (start + n)));
  }
});

test("a comparison is with the first image, and the judge tells 3 from 8", async () => {
  const networks = await networksOf("vae-2d");
  const codes = codesOf(6, 2);
  codes.copyWithin(2, 0, 2);
  const found = comparisonOf(networks, COMPARED, codes);
  assert.deepEqual([found.change[1], found.changed[1], found.feature[1], found.step[1]], [0, 0, 0, 0]);
  assert.equal(found.label[0], found.label[1]);
  assert.ok(found.change.slice(2).every((value) => value > 0) && found.feature.slice(2).every((value) => value > 0));
  assert.ok(Math.abs(found.length - found.step.reduce((a, b) => a + b)) < 1e-4);
  assert.deepEqual(Float32Array.from(found.z.flat()), codes);
});

test("a step is from the image before, not from the first", async () => {
  const networks = await networksOf("vae-2d");
  const [a, b] = [codesOf(1, 2), codesOf(2, 2).subarray(2)];
  const { step, change } = comparisonOf(networks, COMPARED, Float32Array.from([...a, ...b, ...b]));
  assert.ok(step[1] > 0 && change[2] > 0);
  assert.deepEqual([step[0], step[2]], [0, 0]);
});

test("an even walk has even steps, and ends where the path ends", async () => {
  const networks = await networksOf("vae-2d");
  const path = Float32Array.from({ length: 66 }, (_, i) => (i % 2 ? 0.5 : -1 + i / 32));
  const [given, even] = [WALKED, EVENLY].map((kind) => comparisonOf(networks, kind, path));
  const spread = ({ step }) => Math.max(...step.slice(1)) / (step.reduce((a, b) => a + b) / 32);
  assert.ok(spread(even) < 1.3 && spread(even) < spread(given));
  assert.deepEqual([even.z[0], even.z[32]], [given.z[0], given.z[32]]);
  assert.equal(even.length, given.length);
});

test("a walk that goes nowhere stays there", async () => {
  const networks = await networksOf("vae-2d");
  const path = new Float32Array(10).fill(0.25);
  const found = comparisonOf(networks, EVENLY, path);
  assert.deepEqual([found.length, ...found.z.flat()], [0, ...path]);
});

test("an encoder without convolutions reads the image itself, the same by both kernels", async () => {
  const image = codesOf(1, 784, 0.5).map((value) => value + 0.5);
  const [simd, scalar] = await Promise.all(KERNELS.map((kind) => networksOf("small-vae-2d", kind)));
  const { mu, logSigma } = simd.model.encoder.encode(image);
  assert.deepEqual(scalar.model.encoder.encode(image), { mu, logSigma });
  const tensors = parseTensors(fileOf("model/zoo/small-vae-2d/weights.safetensors"));
  const apply = (name, x) => {
    const { shape, values } = tensors.get(`${name}.weight`);
    const row = (i) => x.reduce((sum, value, j) => sum + value * values[i * shape[1] + j], 0);
    return Array.from({ length: shape[0] }, (_, i) => tensors.get(`${name}.bias`).values[i] + row(i));
  };
  const h = apply("encoder.1", image).map((value) => value * normalCdf(value));
  for (const [name, found] of [
    ["mu", mu],
    ["log_sigma", logSigma],
  ])
    apply(name, h).forEach((value, axis) => assert.ok(Math.abs(found[axis] - value) < 1e-3, name));
});

/** Φ, by the trapezium rule. @param {number} x */
function normalCdf(x) {
  const density = (at) => Math.exp((-at * at) / 2) / Math.sqrt(2 * Math.PI);
  const [steps, from] = [4000, -9];
  const width = (x - from) / steps;
  const inner = Array.from({ length: steps - 1 }, (_, i) => density(from + (i + 1) * width));
  return width * (density(from) / 2 + density(x) / 2 + inner.reduce((a, b) => a + b));
}

test("weights of another network, or in other numbers, are refused by name", async () => {
  const kernel = await kernelOf("simd");
  const [model, judge] = ["vae-2d", "judge"].map((id) => fileOf(`model/zoo/${id}/weights.safetensors`));
  const missing = (error) =>
    error instanceof UnknownModel && /decoder\.features\.frequencies is missing/.test(error.message);
  const about = aboutOf("model/zoo/vae-2d");
  assert.throws(() => createEngine(kernel, { model: judge, judge }, about, []), missing);
  assert.throws(() => createEngine(kernel, { model, judge: model }, about, []), UnknownModel);
  const text = `{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`;
  const file = new Uint8Array(8 + text.length + 4);
  file.set([text.length]);
  file.set(new TextEncoder().encode(text), 8);
  assert.throws(() => parseTensors(file.buffer), /a is F32/);
  file.set(new TextEncoder().encode(text.replace("F32", "F16").replace("[1]", "[2]")), 8);
  file.set([0, 0x7c], 8 + text.length); // infinite
  assert.throws(() => parseTensors(file.buffer), /a is not finite/);
});

test("float16 is widened exactly", () => {
  const halves = [0x0000, 0x8000, 0x0001, 0x03ff, 0x0400, 0x3c00, 0xc000, 0x7bff, 0x3555];
  const wanted = [0, -0, 2 ** -24, 1023 * 2 ** -24, 2 ** -14, 1, -2, 65504, 0.333251953125];
  assert.deepEqual([...widen(Uint16Array.from(halves))], wanted);
});
