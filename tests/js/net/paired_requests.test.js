import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { pairRequests } from "../../../static/net/paired_requests.js";

/** A live connection that answers when it is told to. */
function connect() {
  const views = [];
  const live = {
    view(onAnswer) {
      const view = { onAnswer, asked: [] };
      views.push(view);
      return (wanted) => view.asked.push(wanted);
    },
  };
  const onAnswers = mock.fn();
  const ask = pairRequests(live, onAnswers);
  return { views, ask, onAnswers, answer: (i) => views[i].onAnswer({ pixels: i, wanted: views[i].asked.at(-1) }) };
}

const codes = (value) => ({ ae: [[value]], vae: [[-value]] });

test("both are asked at once, and shown once both are there", () => {
  const { views, ask, answer, onAnswers } = connect();
  ask(codes(1), 2);
  assert.deepEqual(
    views.map(({ asked }) => asked),
    [[{ side: "ae", codes: [[1]], kind: 2 }], [{ side: "vae", codes: [[-1]], kind: 2 }]],
  );
  answer(1);
  assert.equal(onAnswers.mock.callCount(), 0);
  answer(0);
  assert.deepEqual(onAnswers.mock.calls[0].arguments[0].vae.wanted.codes, [[-1]]);
});

test("while a pair is under way only the newest waits", () => {
  const { views, ask, answer, onAnswers } = connect();
  [1, 2, 3].forEach((value) => ask(codes(value), 1));
  assert.equal(views[0].asked.length, 1);
  answer(0);
  answer(1);
  assert.deepEqual(
    views.map(({ asked }) => asked.at(-1).codes),
    [[[3]], [[-3]]],
  );
  assert.equal(onAnswers.mock.callCount(), 1);
});

test("an answer that nobody asked for now, as after a lost connection, is not shown", () => {
  const { ask, answer, onAnswers } = connect();
  ask(codes(1), 1);
  answer(0);
  answer(1);
  answer(0);
  assert.equal(onAnswers.mock.callCount(), 1);
  ask(codes(2), 1);
  answer(1);
  assert.equal(onAnswers.mock.callCount(), 1);
});
