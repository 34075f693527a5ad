import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { createLiveDrawing } from "../../../static/features/live_drawing.js";
import { drawingBytes } from "../../../static/core/drawing_answer.js";
import { observable } from "../../../static/core/observable.js";

const encoding = (sigma) => ({
  input: Array.from({ length: 28 }, (_, y) => Array.from({ length: 28 }, (_, x) => ((x + y) % 256) / 255)),
  judge: { label: 3, probabilities: [0, 0, 0, 0.75, 0.25, 0, 0, 0, 0, 0] },
  mu: [0.5, -1.5],
  sigma,
});

/** A pad whose pauses end by hand, and what answers it in both models. */
function padOf(context, { onDrawing = () => {}, onRest }) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const views = [];
  const live = { view: (onAnswer) => (views.push(onAnswer), () => {}) };
  const drawing = observable(null);
  drawing.listen(onDrawing);
  const models = { ae: { latent_dim: 2 }, vae: { latent_dim: 2 } };
  const pad = createLiveDrawing({ models, live, drawing, onRest });
  const answer = () => [null, [1, 1]].forEach((sigma, i) => views[i]({ pixels: drawingBytes(encoding(sigma)) }));
  return { pad, answer };
}

test("a drawing is shown as it is answered, rests once, and is forgotten where another digit came", (context) => {
  const [onDrawing, onRest] = [mock.fn(), mock.fn(async () => {})];
  const { pad, answer } = padOf(context, { onDrawing, onRest });
  pad.draw([[0, 0, -2]]);
  answer();
  context.mock.timers.tick(100);
  pad.draw([
    [0, 0, -2],
    [1, 1, 2],
  ]);
  answer();
  assert.equal(onDrawing.mock.callCount(), 2);
  assert.equal(onRest.mock.callCount(), 0, "the hand moved again");
  context.mock.timers.tick(200);
  assert.equal(onRest.mock.callCount(), 1);
  pad.draw([[0, 0, -2]]);
  pad.stop();
  answer();
  context.mock.timers.tick(200);
  assert.deepEqual([onDrawing.mock.callCount(), onRest.mock.callCount()], [2, 1]);
});

test("a drawing rests once what makes it final has come, and not for an older one", async (context) => {
  const finals = [];
  const { pad, answer } = padOf(context, { onRest: () => new Promise((resolve) => finals.push(resolve)) });
  const rest = () => {
    pad.draw([[0, 0, -2]]);
    answer();
    context.mock.timers.tick(200);
  };
  const becomeFinal = async () => {
    finals.shift()();
    await Promise.resolve();
    await Promise.resolve();
  };
  rest();
  rest();
  assert.equal(pad.rests(), false, "it is on its way through the models");
  await becomeFinal();
  assert.equal(pad.rests(), false, "the newer one still is");
  await becomeFinal();
  assert.equal(pad.rests(), true);
});

test("the answer to a state that has changed meanwhile makes nothing final", async (context) => {
  const [onDrawing, onRest] = [mock.fn(), mock.fn(async () => {})];
  const { pad, answer } = padOf(context, { onDrawing, onRest });
  pad.draw([[0, 0, -2]]);
  pad.draw([
    [0, 0, -2],
    [1, 1, 2],
  ]);
  answer();
  context.mock.timers.tick(200);
  await Promise.resolve();
  assert.deepEqual([onDrawing.mock.callCount(), onRest.mock.callCount(), pad.rests()], [1, 0, false]);
  answer();
  context.mock.timers.tick(200);
  assert.deepEqual([onDrawing.mock.callCount(), onRest.mock.callCount()], [2, 1]);
});
