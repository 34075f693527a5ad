import assert from "node:assert/strict";
import { test } from "node:test";
import {
  carry,
  closeness,
  firstLooks,
  samePlace,
  sameZoom,
  sharedBounds,
  unit,
} from "../../../static/core/latent_units.js";
import { alongAxes } from "../../../static/core/plane.js";

const AE = { sd: [2.8, 0.4, 3], extent: { center: [0, 0], half_width: 16 } };
/** A model's space, its map along two axes. */
const space = (world, axes = [0, 1]) => ({
  sd: world.sd,
  plane: { along: alongAxes(axes, 3), extent: world.extent, sd: axes.map((axis) => world.sd[axis]) },
});
const VAE = { sd: [1, 1, 1], extent: { center: [0, 0], half_width: 4 } };

test("a map has one unit for both its axes", () => {
  assert.equal(unit(AE), 2);
  assert.equal(unit(VAE), 1);
});

test("a move is carried over as so many sd: in the plane by the map's unit, beyond it by each axis's own", () => {
  const moved = carry([10, 10, 10], { from: space(VAE), to: space(AE), before: [0, 0, 0], after: [1, -1, 1] });
  assert.deepEqual(moved, [12, 8, 13]);
  assert.deepEqual(
    carry([0, 0, 0], { from: space(AE), to: space(VAE), before: [10, 10, 10], after: moved }),
    [1, -1, 1],
  );
});

test("along planes of their own a move on one map is as long on the other, and none where it was beside it", () => {
  const [from, to] = [space(VAE, [1, 2]), space(AE, [0, 1])];
  assert.deepEqual(carry([0, 0, 0], { from, to, before: [0, 0, 0], after: [0, 1, -1] }), [2, -2, 0]);
  assert.deepEqual(carry([0, 0, 0], { from, to, before: [0, 0, 0], after: [1, 0, 0] }), [0, 0, 0]);
});

test("the same zoom shows as many sd", () => {
  const zoom = sameZoom(3, VAE, AE);
  const perSd = ({ extent, ...world }, z) => (unit(world) * 2 ** z) / extent.half_width;
  assert.ok(Math.abs(perSd(VAE, 3) - perSd(AE, zoom)) < 1e-12);
  assert.ok(Math.abs(sameZoom(zoom, AE, VAE) - 3) < 1e-12);
});

const PLACES = { from: { ...VAE, middle: [0, 0], digit: [1, 0] }, to: { ...AE, middle: [5, 5], digit: [3, 9] } };

test("from afar a place is the same with regard to the cloud, close up with regard to the digit", () => {
  assert.deepEqual(samePlace([0, 0], { ...PLACES, closeness: 0 }), [5, 5]);
  assert.deepEqual(samePlace([1, 0.5], { ...PLACES, closeness: 0 }), [7, 6]);
  assert.deepEqual(samePlace([1, 0], { ...PLACES, closeness: 1 }), [3, 9]);
  assert.deepEqual(samePlace([1.5, 0], { ...PLACES, closeness: 1 }), [4, 9]);
});

test("there and back is where one was", () => {
  const there = samePlace([0.3, -0.7], { ...PLACES, closeness: 0.4 });
  const back = samePlace(there, { from: PLACES.to, to: PLACES.from, closeness: 0.4 });
  assert.ok(Math.hypot(back[0] - 0.3, back[1] + 0.7) < 1e-12);
});

test("two zooms closer than the first look is close", () => {
  assert.deepEqual(
    [1, 2, 3, 4, 9].map((zoom) => closeness(zoom, 2)),
    [0, 0, 0.5, 1, 1],
  );
});

test("the first looks are as many sd wide, each around the middle of its own cloud", () => {
  const cloud = (center, sd) =>
    Array.from({ length: 400 }, (_, i) => [center + sd * Math.sin(i), center + sd * Math.cos(i)]);
  const looks = firstLooks({ ae: AE, vae: VAE }, { ae: cloud(3, 2), vae: cloud(-1, 2) });
  assert.ok(Math.abs(looks.ae.dense.half_width / 2 - looks.vae.dense.half_width) < 1e-9);
  assert.ok(Math.abs(looks.ae.dense.center[0] - 3) < 0.05 && Math.abs(looks.vae.dense.center[0] + 1) < 0.05);
  assert.ok(looks.vae.widest >= 4 && looks.ae.widest >= 16);
});

test("a narrow axis makes neither map a stamp beside the other: each fits its own codes", () => {
  const thin = { sd: [0.04, 1], extent: { center: [0, 0], half_width: 4 } };
  const round = { sd: [0.4, 0.8], extent: { center: [0, 0], half_width: 3 } };
  const cloud = ({ sd: [x, y] }) => Array.from({ length: 400 }, (_, i) => [2 * x * Math.sin(i), 2 * y * Math.cos(i)]);
  for (const [ae, vae] of [
    [thin, round],
    [round, thin],
  ]) {
    const looks = firstLooks({ ae, vae }, { ae: cloud(ae), vae: cloud(vae) });
    for (const [world, { dense }] of [
      [ae, looks.ae],
      [vae, looks.vae],
    ])
      assert.ok(dense.half_width < 1.5 * 1.16 * 2 * world.sd[1], `${dense.half_width} for ${world.sd}`);
  }
});

test("a model without spread, even from a server that says 0, has finite views, moves and zooms", () => {
  const flat = (sd, half = 0.001) => ({ sd, extent: { center: [3, 3], half_width: half } });
  const point = Array(200).fill([3, 3, 3]);
  for (const dead of [flat([0, 0, 0]), flat([0, 1, 1]), flat([2, 0, 0], 8)]) {
    for (const pair of [
      { ae: dead, vae: dead },
      { ae: AE, vae: dead },
      { ae: dead, vae: VAE },
    ]) {
      const looks = firstLooks(pair, { ae: point, vae: point });
      for (const { dense, widest } of Object.values(looks))
        assert.ok([...dense.center, dense.half_width, widest].every(Number.isFinite) && dense.half_width > 0);
      assert.ok(Number.isFinite(sameZoom(2, pair.ae, pair.vae)));
      const moved = carry([0, 0, 0], {
        from: space(pair.ae),
        to: space(pair.vae),
        before: [0, 0, 0],
        after: [1, 1, 1],
      });
      assert.ok(moved.every(Number.isFinite), String(moved));
    }
  }
});

test("maps that move together are limited at the same places, and each shows its whole world", () => {
  const worlds = { ae: { ...AE, middle: [5, 5], digit: [3, 9] }, vae: { ...VAE, middle: [0, 0], digit: [1, 0] } };
  for (const close of [0, 0.4, 1]) {
    const { ae, vae } = sharedBounds(worlds, close);
    for (const i of [0, 1]) {
      const [y, x] = vae[i];
      const [left, low] = samePlace([x, y], { from: worlds.vae, to: worlds.ae, closeness: close });
      assert.ok(Math.hypot(left - ae[i][1], low - ae[i][0]) < 1e-12, `corner ${i} at ${close}`);
    }
    for (const [bounds, half] of [
      [ae, 16],
      [vae, 4],
    ])
      assert.ok(Math.max(...bounds[0]) <= -half && Math.min(...bounds[1]) >= half);
  }
});
