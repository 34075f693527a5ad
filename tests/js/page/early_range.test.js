import assert from "node:assert/strict";
import { test } from "node:test";
import { listenToRange } from "../../../static/page/early_range.js";

globalThis.requestAnimationFrame = (callback) => callback();
globalThis.document = { body: { dataset: { computes: "page" } } };
const page = new EventTarget();
globalThis.addEventListener = page.addEventListener.bind(page);

/** A slider from −2 to 2 over 400 pixels, as a browser moves it: at most once a frame. */
class FakeSlider extends EventTarget {
  min = "-2";
  max = "2";
  value = "0";
  ms = 0;
  finger = 1;

  /** @param {string} kind @param {number} clientX */
  pointer(kind, clientX, buttons = 1) {
    const event = Object.assign(new Event(kind), { clientX, buttons, pointerId: this.finger });
    Object.defineProperty(event, "timeStamp", { value: (this.ms += 8) });
    this.dispatchEvent(event);
  }

  /** The frame comes: the browser tells of the pointer, then of the slider's value. @param {number} clientX */
  frame(clientX) {
    this.pointer("pointermove", clientX);
    this.value = String(Math.min(Math.max((clientX - 200) / 100, -2), 2));
    this.dispatchEvent(new Event("input"));
  }
}

function listened() {
  const slider = new FakeSlider();
  const values = [];
  const listening = new AbortController();
  listenToRange(slider, (value) => values.push(Math.round(value * 1e9) / 1e9), listening.signal);
  return { slider, values, listening };
}

test("after two values the next is told before its frame, and only once", () => {
  const { slider, values } = listened();
  slider.pointer("pointerdown", 210);
  slider.frame(210);
  slider.pointer("pointerrawupdate", 220);
  slider.frame(220);
  assert.deepEqual(values, [0.1, 0.2], "of one value no line is known");
  slider.pointer("pointerrawupdate", 250);
  assert.deepEqual(values, [0.1, 0.2, 0.5]);
  slider.frame(250);
  assert.deepEqual(values, [0.1, 0.2, 0.5]);
});

test("where the browser's value is another, it is told too", () => {
  const { slider, values } = listened();
  slider.pointer("pointerdown", 210);
  slider.frame(210);
  slider.frame(220);
  slider.pointer("pointerrawupdate", 250);
  slider.frame(260);
  assert.deepEqual(values.slice(2), [0.5, 0.6]);
});

test("nothing is foreseen beyond the slider's ends, nor from values at them", () => {
  const { slider, values } = listened();
  slider.pointer("pointerdown", 210);
  for (const x of [210, 220]) slider.frame(x);
  slider.pointer("pointerrawupdate", 900);
  assert.equal(values.at(-1), 2);
  for (const x of [900, 950, 300]) slider.frame(x);
  slider.pointer("pointerrawupdate", 310);
  assert.equal(values.at(-1), 1.1);
});

test("a pointer that only passes over it, or begins another drag, moves nothing", () => {
  const { slider, values } = listened();
  slider.pointer("pointerdown", 210);
  for (const x of [210, 220]) slider.frame(x);
  slider.pointer("pointerrawupdate", 250, 0);
  slider.pointer("pointerdown", 300);
  slider.pointer("pointerrawupdate", 310);
  assert.deepEqual(values, [0.1, 0.2]);
});

test("once the drag is over, a pointer that is held down elsewhere and passes over it moves nothing", () => {
  const { slider, values } = listened();
  slider.pointer("pointerdown", 210);
  for (const x of [210, 220]) slider.frame(x);
  page.dispatchEvent(new Event("pointerup"));
  slider.pointer("pointerrawupdate", 250);
  assert.deepEqual(values, [0.1, 0.2]);
});

test("another finger is not the one that drags", () => {
  const { slider, values } = listened();
  slider.pointer("pointerdown", 210);
  for (const x of [210, 220]) slider.frame(x);
  slider.finger = 2;
  slider.pointer("pointerrawupdate", 350);
  slider.pointer("pointermove", 350);
  slider.finger = 1;
  slider.pointer("pointerrawupdate", 230);
  assert.deepEqual(values, [0.1, 0.2, 0.3]);
});

test("where the slider's range changes, two values are needed again", () => {
  const { slider, values } = listened();
  slider.pointer("pointerdown", 210);
  for (const x of [210, 220]) slider.frame(x);
  slider.max = "3";
  slider.frame(230);
  slider.pointer("pointerrawupdate", 240);
  assert.deepEqual(values, [0.1, 0.2, 0.3]);
});

test("keys are told as the browser tells them, and nothing once it is over", () => {
  const { slider, values, listening } = listened();
  slider.value = "1.5";
  slider.dispatchEvent(new Event("input"));
  listening.abort();
  slider.value = "1.6";
  slider.dispatchEvent(new Event("input"));
  assert.deepEqual(values, [1.5]);
});
