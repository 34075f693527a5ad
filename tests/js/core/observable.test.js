import assert from "node:assert/strict";
import { test } from "node:test";
import { channel, observable } from "../../../static/core/observable.js";

test("all who listen hear an event, and none that was before they did", () => {
  const [heard, events] = [[], channel()];
  events.emit(0);
  for (const name of ["a", "b"]) events.listen((event) => heard.push([name, event]));
  events.emit(1);
  assert.deepEqual(heard, [
    ["a", 1],
    ["b", 1],
  ]);
});

test("who hears of a value reads it already, each time that it is set", () => {
  const digit = observable(3);
  const heard = [];
  digit.listen((value) => heard.push([value, digit.value]));
  digit.set(5);
  digit.set(5);
  assert.deepEqual(heard, [
    [5, 5],
    [5, 5],
  ]);
});
