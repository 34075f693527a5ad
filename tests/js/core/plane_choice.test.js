import assert from "node:assert/strict";
import { test } from "node:test";
import { fits, readPlane, writePlane } from "../../../static/core/plane_choice.js";
import { planeNamed } from "../../../static/core/plane_named.js";

test("a plane's name is read and written", () => {
  for (const name of ["axes-3,5", "pca-1,2", "images-4,17,200", "classes-4,9"]) {
    assert.equal(planeNamed(name), name);
    assert.equal(writePlane(readPlane(name)), name);
  }
});

test("the two widest axes have no name, as they are shown anyway", () => {
  assert.deepEqual(readPlane(null), { kind: "axes", of: [0, 1] });
  assert.equal(writePlane({ kind: "axes", of: [0, 1] }), null);
  assert.equal(writePlane({ kind: "axes", of: [1, 0] }), "axes-1,0");
});

test("what spans no plane is none, but for three images, which may turn out to be on a line", () => {
  for (const name of ["axes-2,2", "pca-12,12", "classes-7,7"]) assert.equal(planeNamed(name), undefined);
  for (const name of ["axes-2,22", "classes-1,12", "images-4,4,4"]) assert.equal(planeNamed(name), name);
});

test("a model has the planes of its own axes, sample and classes", () => {
  const there = { dims: 4, labels: [0, 3, 3] };
  for (const name of [null, "axes-3,0", "pca-4,1", "images-2,0,1", "classes-3,0"])
    assert.ok(fits(readPlane(name), there), String(name));
  for (const name of ["axes-4,0", "pca-0,1", "pca-5,1", "images-3,0,1", "classes-1,0"])
    assert.ok(!fits(readPlane(name), there), name);
  assert.ok(!fits(readPlane("classes-0,1"), { dims: 4, labels: [null, null] }));
});
