import assert from "node:assert/strict";
import { test } from "node:test";
import { createHand } from "../../../static/core/hand.js";

const palm = (timeStamp, pointerId = 1) => ({ pointerId, pointerType: "touch", timeStamp });
const pen = (timeStamp) => ({ pointerId: 7, pointerType: "pen", timeStamp });
const mouse = (timeStamp) => ({ pointerId: 9, pointerType: "mouse", timeStamp });

test("a pen replaces the palm that came first, and the palm does not come back", () => {
  const hand = createHand();
  assert.equal(hand.down(palm(0)), "begins");
  assert.equal(hand.down(palm(10, 2)), "waits", "one finger at a time");
  assert.equal(hand.down(pen(100)), "replaces");
  assert.ok(hand.draws(pen(120)) && !hand.draws(palm(120)));
  assert.equal(hand.down(palm(130, 3)), "waits");
  hand.lift();
  assert.ok(!hand.isBusy());
});

test("touches wait while a pen is near, or was a short time ago; other pointers do not", () => {
  const hand = createHand();
  hand.near(pen(1000));
  assert.equal(hand.down(palm(2500)), "waits");
  assert.equal(hand.down(mouse(2500)), "begins");
  hand.lift();
  hand.near(palm(2900));
  assert.equal(hand.down(palm(3001)), "begins", "the pen is put away");
});

test("a finger that draws alone is not disturbed by a mouse", () => {
  const hand = createHand();
  hand.down(palm(0));
  assert.equal(hand.down(mouse(10)), "waits");
});
