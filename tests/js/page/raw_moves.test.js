import assert from "node:assert/strict";
import { test } from "node:test";
globalThis.document = { body: { dataset: { computes: "page" } } };
import { listenToRawMoves } from "../../../static/page/raw_moves.js";

test("of a mouse that tells each millisecond, one move in six is heard, and none while the server computes", () => {
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
  for (const ms of [40, 56]) move(ms);
  document.body.dataset.computes = "server";
  move(80);
  document.body.dataset.computes = "page";
  listening.abort();
  move(100);
  assert.deepEqual(heard, [0, 6, 12, 18, 40, 56]);
});
