import assert from "node:assert/strict";
import { test } from "node:test";
globalThis.document = { body: { dataset: { computes: "page" } } };
import { listenToRawMoves } from "../../../static/page/raw_moves.js";

/** What waits for the next frame. */
const frames = [];
globalThis.requestAnimationFrame = (callback) => frames.push(callback);
const nextFrame = () => frames.splice(0).forEach((callback) => callback());

test("of a mouse that tells each millisecond, one move in six is heard, two a frame, and none while the server computes", () => {
  const element = new EventTarget();
  const heard = [];
  const listening = new AbortController();
  listenToRawMoves(element, ({ timeStamp }) => heard.push(timeStamp), listening.signal);
  const move = (ms) => {
    const event = new Event("pointerrawupdate");
    Object.defineProperty(event, "timeStamp", { value: ms });
    element.dispatchEvent(event);
  };
  for (let ms = 0; ms <= 18; ms++) move(ms);
  nextFrame();
  for (let ms = 19; ms <= 24; ms++) move(ms);
  nextFrame();
  for (const ms of [40, 56]) move(ms);
  document.body.dataset.computes = "server";
  move(80);
  document.body.dataset.computes = "page";
  listening.abort();
  move(100);
  assert.deepEqual(heard, [0, 6, 19, 40, 56]);
});
