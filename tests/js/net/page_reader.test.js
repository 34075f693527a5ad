import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { PageReader, ReaderEnded } from "../../../static/net/page_reader.js";
import { Refusal } from "../../../static/net/refusal.js";

const KNOBS = { turn: 0 };
const never = new AbortController().signal;

function started() {
  const worker = { posted: [], postMessage: (question) => worker.posted.push(question), terminate: mock.fn() };
  const reader = new PageReader(
    () => worker,
    (key, { digit = "" }) => `${key} ${digit}`,
  );
  const says = (answer) => worker.onmessage({ data: { number: worker.posted.at(-1).number, ...answer } });
  return { reader, worker, says };
}
const settled = () => new Promise(setImmediate);

test("a file is read, then its picture again with other knobs", async () => {
  const { reader, worker, says } = started();
  const file = new Blob(["a"]);
  const first = reader.read(file, KNOBS, never);
  const into = { side: 32, channels: 3 };
  const second = reader.again({ turn: 1 }, never, into);
  await settled();
  assert.deepEqual(worker.posted, [{ number: 1, file, knobs: KNOBS, into: null }], "one at a time");
  says({ found: { chosen: 0 } });
  assert.deepEqual(await first, { chosen: 0 });
  await settled();
  assert.deepEqual(worker.posted[1], { number: 2, knobs: { turn: 1 }, into });
  says({ found: { chosen: 1 } });
  assert.deepEqual(await second, { chosen: 1 });
});

test("what is no longer wanted before its turn is left out", async () => {
  const { reader, worker, says } = started();
  const first = reader.read(new Blob(), KNOBS, never);
  const overtaken = new AbortController();
  const second = reader.again(KNOBS, overtaken.signal);
  const third = reader.again({ turn: 3 }, never);
  overtaken.abort();
  await settled();
  says({ found: {} });
  await first;
  await assert.rejects(second, { name: "AbortError" });
  await settled();
  assert.deepEqual(worker.posted[1].knobs, { turn: 3 });
  says({ found: {} });
  await third;
});

test("a refusal has the catalogue's sentence, the server's code, and the steps so far", async () => {
  const { reader, says } = started();
  const asked = reader.read(new Blob(), KNOBS, never);
  await settled();
  says({ refused: { code: "no_such_digit", values: { digit: 3 }, steps: [{ name: "grey" }] } });
  await assert.rejects(asked, (error) => {
    assert.ok(error instanceof Refusal && !error.passes);
    assert.deepEqual([error.message, error.code], ["error.no_such_digit 3", "no_such_digit"]);
    assert.deepEqual(error.details, { code: "no_such_digit", picture: null, steps: [{ name: "grey" }] });
    return true;
  });
});

test("a Worker that dies, or is ended, takes its questions with it", async () => {
  const { reader, worker } = started();
  const asked = reader.read(new Blob(), KNOBS, never);
  await settled();
  worker.onerror();
  await assert.rejects(asked, ReaderEnded);
  await assert.rejects(reader.again(KNOBS, never), ReaderEnded);
  assert.equal(worker.terminate.mock.callCount(), 1);
});
