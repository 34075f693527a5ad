import assert from "node:assert/strict";
import { test } from "node:test";
import { isAsked, isOff } from "../../../static/core/asked_for.js";

test("a value turns something off, however it is written", () => {
  for (const value of ["off", "OFF", "0", "false", "False", " no"]) assert.ok(isOff(value) && !isAsked(value), value);
  for (const value of ["", "1", "on", "yes"]) assert.ok(!isOff(value) && isAsked(value), value);
  assert.ok(!isOff(null) && !isAsked(null), "nothing is said");
});
