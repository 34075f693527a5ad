import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { COMPARED, DRAWN, IMAGES } from "../../../static/core/request_kinds.js";
import { EngineEnded, PageEngine } from "../../../static/net/page_engine.js";

class FakeWorker {
  posted = [];
  terminate = mock.fn();

  postMessage(message) {
    this.posted.push(message);
  }

  says(data) {
    this.onmessage({ data });
  }
}

const ADDRESSES = { kernel: "k", model: "m", judge: "j" };

function started() {
  const workers = { ae: new FakeWorker(), vae: new FakeWorker() };
  const onLost = mock.fn();
  const engine = new PageEngine((side) => workers[side], { ae: ADDRESSES, vae: ADDRESSES }, onLost);
  return { engine, workers, onLost };
}

test("each model has a Worker, which is told once what to load", async () => {
  const { engine, workers } = started();
  for (const side of ["ae", "vae"]) {
    assert.deepEqual(workers[side].posted, [{ number: 1, load: ADDRESSES }]);
    workers[side].says({ number: 1, failed: "" });
  }
  await engine.ready;
});

test("it is not ready where one of them can't load, and says why", async () => {
  const { engine, workers } = started();
  workers.ae.says({ number: 1, failed: "" });
  workers.vae.says({ number: 1, failed: "Error: no weights" });
  await assert.rejects(engine.ready, /no weights/);
});

test("answers find their questions by number, and their side", async () => {
  const { engine, workers } = started();
  const first = engine.ask({ side: "vae", codes: [[1, 2]] });
  const second = engine.ask({ side: "vae", codes: [[3, 4]], kind: COMPARED });
  const [, one, two] = workers.vae.posted;
  assert.deepEqual([one.kind, two.kind, ...two.codes], [IMAGES, COMPARED, 3, 4]);
  assert.equal(workers.ae.posted.length, 1);
  workers.vae.says({ number: two.number, bytes: Uint8Array.of(2) });
  workers.vae.says({ number: one.number, bytes: Uint8Array.of(1) });
  assert.deepEqual([await first, await second], [Uint8Array.of(1), Uint8Array.of(2)]);
});

test("a Worker that dies takes its questions with it, and is told of", async () => {
  const { engine, workers, onLost } = started();
  engine.ready.catch(() => {});
  const asked = engine.ask({ side: "ae", codes: [[1, 2]] });
  workers.ae.onerror();
  await assert.rejects(asked);
  await assert.rejects(engine.ready);
  assert.equal(onLost.mock.callCount(), 1);
  assert.equal(workers.ae.terminate.mock.callCount(), 1);
});

test("an engine that is ended while it loads will not be ready", async () => {
  const { engine } = started();
  engine.end();
  await assert.rejects(engine.ready, /has ended/);
  await assert.rejects(engine.ask({ side: "ae", codes: [[1, 2]] }), EngineEnded, "nor is it asked any more");
});

test("it ends both Workers, and is asked for no drawing", () => {
  const { engine, workers } = started();
  engine.ready.catch(() => {});
  engine.end();
  assert.deepEqual(
    [workers.ae, workers.vae].map(({ terminate }) => terminate.mock.callCount()),
    [1, 1],
  );
  assert.deepEqual(
    [IMAGES, DRAWN].map((kind) => engine.answers({ kind })),
    [true, false],
  );
});
