/** Pages that show this one in a frame can ask for its state, set it, and hear of it: docs/embedding.md. */

import { KEYS } from "../../core/state.js";
import { patched, readState, tellState } from "../../core/told_state.js";
import { asked } from "../../page/asked.js";
import { NAME, post } from "./post.js";

/** @typedef {import("../../core/state.js").State} State */
/** @typedef {{to: string, do: string, id?: unknown, state?: unknown}} Request */
/** @typedef {{page: WindowProxy, origin: string}} Asker */

const RESTS_MS = 250;

/** Whether it can be sent back: what was handed over, as a port, can't. @param {unknown} id */
function sendable(id) {
  try {
    structuredClone(id);
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

/**
 * @param {import("../../core/store.js").Store} store
 * @param {{
 *   show: (target: State) => Promise<void>,
 *   first: State,
 *   offers: (model: string) => boolean,
 * }} options show: bring the page to a state; first: what it shows a new visitor; offers: whether it has a model
 */
export function answerMessages(store, { show, first, offers }) {
  const shares = (new URLSearchParams(asked()).get("share") ?? "").split(",").includes("pixels");
  const told = () => tellState(store.state, shares);
  /** @type {Map<WindowProxy, {id: unknown, origin: string}>} */
  const listeners = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @type {Record<string, (request: Request, asker: Asker) => unknown>} Each gives the names of what it refuses */
  const tasks = {
    get: () => {},
    reset: () => show(first),
    listen: ({ id }, { page, origin }) => void listeners.set(page, { id, origin }),
    set({ state }) {
      // A link may have named a model that isn't here: what is told may be wanted.
      const { patch, refused } = readState(state, (model) => model === store.state.model || offers(model));
      return refused.length ? refused : show(patched(store.state, patch));
    },
  };
  /** @param {Request} request @param {Asker} asker */
  async function answer(request, { page, origin }) {
    const id = sendable(request.id) ? request.id : null;
    const unknown = [...(Object.hasOwn(tasks, request.do) ? [] : ["do"]), ...(id === request.id ? [] : ["id"])];
    const refused = unknown.length ? unknown : await tasks[request.do](request, { page, origin });
    const event = refused ? { event: "error", refused } : { event: "answer" };
    post(page, { ...event, id, state: told() }, origin);
  }

  addEventListener("message", ({ data, source, origin }) => {
    if (data?.to !== NAME || !source) return;
    const page = /** @type {WindowProxy} */ (source);
    return answer(data, { page, origin: origin === "null" ? "*" : origin }); // that of a page without one can't be named
  });
  store.listen(KEYS, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const [page, { id, origin }] of listeners) post(page, { event: "state", id, state: told() }, origin);
    }, RESTS_MS);
  });
  post(window.parent, { event: "ready", state: tellState(store.state, false) });
}
