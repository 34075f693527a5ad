import assert from "node:assert/strict";
import { test } from "node:test";
import {
  codeTable,
  curvesTable,
  drawsTable,
  evidenceTable,
  lossTable,
  ringTable,
  samplesTable,
  walkTable,
} from "../../../static/core/tables.js";

const classes = ["0", "1", "2", "heart", "4", "5", "6", "7", "8", "9"];
const models = { ae: { id: "ae-2d", sd: [1, 1] }, vae: { id: "vae-2d", sd: [1, 1], images: { classes } } };
const found = (shift) => ({
  z: [
    [0 + shift, 1],
    [2, 3],
  ],
  label: [3, 8],
  confidence: [0.99, 0.4],
  change: [0, 0.25],
  changed: [0, 0.125],
  feature: [0, 1],
  step: [0, 7.5],
  pixels: new Uint8Array(2 * 784),
});
const both = { ae: found(0), vae: found(10) };

test("each image of each model has a line, with its number, its code and what is said of it", () => {
  const { header, rows } = ringTable(models, both);
  assert.deepEqual(header.slice(0, 4), ["model", "neighbour", "z0 (latent units)", "z1 (latent units)"]);
  assert.deepEqual(rows, [
    ["ae-2d", 0, 0, 1, "heart", 0.99, 1, 0, 0],
    ["ae-2d", 1, 2, 3, "8", 0.4, 0, 0.25, 0.125],
    ["vae-2d", 0, 10, 1, "heart", 0.99, 1, 0, 0],
    ["vae-2d", 1, 2, 3, "8", 0.4, 0, 0.25, 0.125],
  ]);
  assert.deepEqual(samplesTable(models, both).rows, rows);
});

test("a walk's lines say how far each image is from the one before", () => {
  const { header, rows } = walkTable(models, both);
  assert.equal(header[6], "change from step before (distance of 784 pixels)");
  assert.deepEqual(rows[1].slice(4), ["8", 0.4, 7.5, 0.25]);
});

test("without a judge there are no columns of what it reads", () => {
  const unread = { label: [], confidence: [], feature: [] };
  const unjudged = { ae: { ...both.ae, ...unread }, vae: { ...both.vae, ...unread } };
  assert.deepEqual(ringTable(models, unjudged).rows[1], ["ae-2d", 1, 2, 3, 0.25, 0.125]);
  assert.deepEqual(walkTable(models, unjudged).rows[1], ["ae-2d", 1, 2, 3, 7.5, 0.25]);
  assert.deepEqual(drawsTable(models, unjudged).header.slice(-1), ["z1 (latent units)"]);
});

test("draws are counted from 1, and said to be sure from 0.9 on", () => {
  const { rows } = drawsTable(models, both);
  assert.deepEqual(
    rows.map((row) => [row[1], row.at(-1)]),
    [
      [1, 1],
      [2, 0],
      [1, 1],
      [2, 0],
    ],
  );
});

test("a point has no σ and no divergence, and its terms are as empty", () => {
  const percentile = { reconstruction: 58, kl: null, negative_elbo: null };
  const ofAe = {
    mu: [0.5],
    sigma: null,
    kl_per_dim: null,
    terms: { reconstruction: 128, kl: null, negative_elbo: null },
    standing: { percentile },
  };
  const ofVae = {
    mu: [0.25],
    sigma: [0.125],
    kl_per_dim: [4],
    terms: { reconstruction: 129, kl: 4, negative_elbo: 133 },
    standing: { percentile: { reconstruction: 56, kl: 95, negative_elbo: 57 } },
  };
  const encodings = { ae: ofAe, vae: ofVae };
  assert.deepEqual(codeTable(models, encodings).rows, [
    ["ae-2d", 0, 0.5, null, null],
    ["vae-2d", 0, 0.25, 0.125, 4],
  ]);
  assert.deepEqual(lossTable(models, encodings).rows.slice(2, 5), [
    ["ae-2d", "negative_elbo", null, null],
    ["vae-2d", "reconstruction", 129, 56],
    ["vae-2d", "kl", 4, 95],
  ]);
});

test("a measurement that one model lacks leaves its cells empty and has no winner", () => {
  const figure = { value: 0.03, low: 0.02, high: 0.04 };
  const { header, rows } = evidenceTable(models, { ae: { test: { mse_interval: figure } }, vae: {} });
  assert.deepEqual(header.slice(4, 7), ["ae-2d value", "ae-2d low", "ae-2d high"]);
  assert.deepEqual(rows[0].slice(0, 4), ["mse", "test.mse_interval", "squared error per pixel", "low"]);
  assert.deepEqual(rows[0].slice(4), [0.03, 0.02, 0.04, null, null, null, null, 1]);
});

test("step curves hold the figures that were measured: without a judge no label is kept", () => {
  const figure = { value: 0.5, low: 0.25, high: 0.75 };
  const nearness = (point) => ({ nearness: { step_curve: [{ step: 0.1, ...point }], step_curve_mad: [] } });
  const metrics = { ae: nearness({ mse_median: figure }), vae: nearness({ mse_median: figure, label_kept: figure }) };
  assert.deepEqual(curvesTable(models, metrics).rows, [
    ["ae-2d", "sd", 0.1, "mse_median", 0.5, 0.25, 0.75],
    ["vae-2d", "sd", 0.1, "label_kept", 0.5, 0.25, 0.75],
    ["vae-2d", "sd", 0.1, "mse_median", 0.5, 0.25, 0.75],
  ]);
});
