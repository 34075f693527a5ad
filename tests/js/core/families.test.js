import assert from "node:assert/strict";
import { test } from "node:test";
import {
  areTwins,
  choose,
  deeper,
  families,
  nextBeta,
  ofOtherImages,
  plain,
  twins,
  unpaired,
} from "../../../static/core/families.js";

const model = (id, kind, twin, rest = {}) => ({
  id,
  kind,
  twin,
  latent_dim: 2,
  likelihood: "bernoulli",
  beta: 1,
  ...rest,
});
const MODELS = [
  model("ae-16d", "ae", "vae-16d", { latent_dim: 16 }),
  model("ae-2d", "ae", "vae-2d"),
  model("alone", "vae", null),
  model("lost", "vae", "gone"),
  model("of-a-vae", "vae", "vae-2d"),
  model("vae-16d", "vae", "ae-16d", { latent_dim: 16 }),
  model("vae-2d-beta-16", "vae", "ae-2d", { beta: 16 }),
  model("vae-2d", "vae", "ae-2d"),
  model("vae-2d-beta-0", "vae", "ae-2d", { beta: 0 }),
  model("vae-2d-gaussian", "vae", "ae-2d", { likelihood: "gaussian" }),
];
const ids = (family) => family.map(({ vae }) => vae.id);

test("a VAE is shown beside its twin, else beside an autoencoder of as many dimensions and its likelihood", () => {
  const pairs = twins(MODELS);
  const [own, lent] = [pairs.filter(areTwins), pairs.filter((pair) => !areTwins(pair))];
  assert.deepEqual(ids(own), ["vae-16d", "vae-2d-beta-16", "vae-2d", "vae-2d-beta-0", "vae-2d-gaussian"]);
  for (const { ae, vae } of own) assert.equal(ae.id, vae.twin);
  assert.deepEqual(ids(lent), ["alone", "lost", "of-a-vae"]);
  assert.deepEqual([...new Set(lent.map(({ ae }) => ae.id))], ["ae-2d"]);
});

test("what is in no pair is named: a VAE without an autoencoder like it, and the other way round", () => {
  assert.deepEqual(unpaired(MODELS), []);
  const odd = [
    model("ae-3d", "ae", "gone", { latent_dim: 3 }),
    model("vae-5d", "vae", "ae-2d", { latent_dim: 5 }),
    model("squared", "vae", null, { likelihood: "gaussian" }),
  ];
  assert.deepEqual(
    unpaired([...MODELS, ...odd]).map(({ id }) => id),
    ["ae-3d", "vae-5d", "squared"],
  );
  assert.deepEqual(families(odd), []);
});

test("a family differs in β alone and goes up in it; two dimensions come before sixteen", () => {
  assert.deepEqual(families(MODELS).map(ids), [
    ["vae-2d-beta-0", "vae-2d", "vae-2d-beta-16"],
    ["alone"],
    ["lost"],
    ["of-a-vae"],
    ["vae-16d"],
    ["vae-2d-gaussian"],
  ]);
});

test("the plain member has its β nearest to 1", () => {
  assert.equal(plain(families(MODELS)[0]).vae.id, "vae-2d");
});

test("a link's model is chosen, else the first family's plain one", () => {
  const all = families(MODELS);
  assert.equal(choose(all, "vae-16d")?.vae.id, "vae-16d");
  for (const id of [null, "gone", "ae-2d"]) assert.equal(choose(all, id)?.vae.id, "vae-2d");
  assert.equal(choose([], null), undefined);
});

test("an autoencoder that names the VAE as its twin is its twin", () => {
  const [pair] = twins([...MODELS, model("its-ae", "ae", "alone")]).filter(({ vae }) => vae.id === "alone");
  assert.ok(pair.ae.id === "its-ae" && areTwins(pair));
});

test("from a pair one is led to the next β of its family, and to more dimensions of its likelihood", () => {
  const all = families(MODELS);
  const of = (id) => choose(all, id);
  assert.equal(nextBeta(all, of("vae-2d-beta-0")).vae.id, "vae-2d");
  assert.equal(nextBeta(all, of("vae-2d")).vae.id, "vae-2d-beta-16");
  assert.equal(nextBeta(all, of("vae-2d-beta-16")), undefined);
  assert.equal(deeper(all, of("vae-2d")).vae.id, "vae-16d");
  assert.equal(deeper(all, of("vae-16d")), undefined);
  assert.equal(deeper(all, of("vae-2d-gaussian")), undefined, "of another likelihood there is no deeper one");
});

test("models of other images than digits are in no family and named apart", () => {
  const flowers = { images: { id: "flowers", side: 32, channels: 3, classes: [] } };
  const others = [model("ae-f", "ae", "vae-f", flowers), model("vae-f", "vae", "ae-f", flowers)];
  const digits = { images: { id: "mnist", side: 28, channels: 1, classes: [] } };
  const both = [model("ae-2d", "ae", "vae-2d", digits), model("vae-2d", "vae", "ae-2d", digits)];
  assert.deepEqual(families([...others, ...both]).map(ids), [["vae-2d"]]);
  assert.deepEqual(unpaired([...others, ...both]), []);
  assert.deepEqual(
    ofOtherImages([...others, ...both]).map(({ id }) => id),
    ["ae-f", "vae-f"],
  );
});
