import assert from "node:assert/strict";
import { test } from "node:test";

import { createQuestions } from "../../../static/training/questions.js";

const turn = () => new Promise((resolve) => setImmediate(resolve));

function make() {
  /** @type {{isCurrent: () => boolean, resolve: () => void, reject: (error: Error) => void}[]} */
  const asked = [];
  /** @type {unknown[]} */
  const errors = [];
  const questions = createQuestions(
    (isCurrent) =>
      new Promise((resolve, reject) => {
        asked.push({ isCurrent, resolve, reject });
      }),
    (error) => errors.push(error),
  );
  return { ...questions, asked, errors };
}

test("of several that are asked meanwhile one is next", async () => {
  const { ask, asked } = make();
  for (let i = 0; i < 3; i++) ask();
  assert.equal(asked.length, 1);
  asked[0].resolve();
  await turn();
  assert.equal(asked.length, 2);
  asked[1].resolve();
  await turn();
  ask();
  assert.equal(asked.length, 3);
});

test("one that is never answered holds up none of another session", async () => {
  const { ask, begin, asked, errors } = make();
  ask();
  ask();
  begin();
  ask();
  assert.deepEqual(
    asked.map(({ isCurrent }) => isCurrent()),
    [false, true],
  );
  asked[0].reject(new Error("it has ended"));
  await turn();
  ask();
  asked[1].resolve();
  await turn();
  assert.equal(asked.length, 3, "the newest is asked after it, once");
  assert.deepEqual(errors, []);
});

test("after an error more can be asked", async () => {
  const { ask, asked, errors } = make();
  ask();
  asked[0].reject(new Error("none"));
  await turn();
  assert.equal(errors.length, 1);
  ask();
  assert.equal(asked.length, 2);
});
