import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { createSketch, parseSketch, sketchBytes } from "../../../static/features/live_drawing.js";
import { LIMIT, extend, isFull, toRows } from "../../../static/core/strokes.js";

const stroke = (...points) => ({ pen: 2, points });

test("a stroke grows by points that are not all but the same", () => {
  const drawing = [stroke([0, 0]), stroke([0.5, 0.5])];
  const longer = extend(drawing, [
    [0.502, 0.5],
    [0.51, 0.5],
    [0.52, 0.5],
  ]);
  assert.deepEqual(longer[1].points, [
    [0.5, 0.5],
    [0.51, 0.5],
    [0.52, 0.5],
  ]);
  assert.equal(longer[0], drawing[0]);
  assert.equal(extend(drawing, [[0.501, 0.5]]), drawing, "nothing changed");
});

test("rows say where a stroke begins", () => {
  assert.deepEqual(toRows([stroke([0.1, 0.2], [0.3, 0.4]), { pen: 3, points: [[0.5, 0.6]] }]), [
    [0.1, 0.2, -2],
    [0.3, 0.4, 2],
    [0.5, 0.6, -3],
  ]);
});

test("a pad is full at its limit, and not beyond", () => {
  const zigzag = Array.from({ length: 2 * LIMIT }, (_, i) => [i % 2, 0]);
  const full = extend([stroke([0.5, 0.5])], zigzag);
  assert.equal(full[0].points.length, LIMIT);
  assert.ok(isFull(full));
  assert.ok(!isFull([stroke([0, 0])]));
});

const encoding = (sigma) => ({
  input: Array.from({ length: 28 }, (_, y) => Array.from({ length: 28 }, (_, x) => ((x + y) % 256) / 255)),
  judge: { label: 3, probabilities: [0, 0, 0, 0.75, 0.25, 0, 0, 0, 0, 0] },
  mu: [0.5, -1.5],
  sigma,
});

test("an answer by HTTP reads as one of the live socket", () => {
  const ofVae = parseSketch(sketchBytes(encoding([0.125, 0.25])), 2);
  assert.deepEqual([ofVae.mu, ofVae.sigma, ofVae.probabilities[3]], [[0.5, -1.5], [0.125, 0.25], 0.75]);
  assert.equal(ofVae.pixels[28 + 2], 3);
  assert.equal(parseSketch(sketchBytes(encoding(null)), 2).sigma, null);
});

test("a drawing is shown as it is answered, rests once, and is forgotten where another digit came", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const views = [];
  const live = { view: (onAnswer) => (views.push(onAnswer), () => {}) };
  const [onSketch, onRest] = [mock.fn(), mock.fn()];
  const sketch = createSketch({ models: { ae: { latent_dim: 2 }, vae: { latent_dim: 2 } }, live, onSketch, onRest });
  const answer = () => [null, [1, 1]].forEach((sigma, i) => views[i]({ pixels: sketchBytes(encoding(sigma)) }));
  sketch.draw([[0, 0, -2]]);
  answer();
  context.mock.timers.tick(100);
  sketch.draw([
    [0, 0, -2],
    [1, 1, 2],
  ]);
  answer();
  assert.equal(onSketch.mock.callCount(), 2);
  assert.equal(onRest.mock.callCount(), 0, "the hand moved again");
  context.mock.timers.tick(200);
  assert.equal(onRest.mock.callCount(), 1);
  sketch.draw([[0, 0, -2]]);
  sketch.stop();
  answer();
  context.mock.timers.tick(200);
  assert.deepEqual([onSketch.mock.callCount(), onRest.mock.callCount()], [2, 1]);
});
