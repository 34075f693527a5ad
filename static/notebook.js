/** The explorer in a notebook's cell, by anywidget: the page in a frame, whose state and the widget's traits follow each other. */

const PAGE = "latent-explorer"; // as messages name it

/** @typedef {Record<string, unknown>} Values by the page's keys */
/**
 * @typedef {{
 *   get: (name: string) => any,
 *   set: (name: string, value: unknown) => void,
 *   save_changes: () => void,
 *   send: (content: unknown) => void,
 *   on: (event: string, listener: (...told: any[]) => void) => void,
 *   off: (event: string, listener: (...told: any[]) => void) => void,
 * }} Model the widget, as the kernel has it
 */

/** A value as a link writes it. @param {unknown} value */
const written = (value) =>
  JSON.stringify(value ?? null, (_, part) => (typeof part === "number" ? Number(part.toPrecision(7)) : part));

const MAPS = ["mapae", "mapvae"];
const PIXELS = 0.2; // a few of a map's, in latent units at zoom 0

/**
 * Whether two values are one. Maps stand on whole pixels, and frames differ in size: two pages of one widget would chase each
 * other for ever, were their views not the same when nobody sees a difference.
 * @param {string} key @param {any} one @param {any} other
 */
function isSame(key, one, other) {
  if (!MAPS.includes(key) || !one || !other) return written(one) === written(other);
  const [x, y, zoom] = one.map((/** @type {number} */ part, /** @type {number} */ axis) =>
    Math.abs(part - other[axis]),
  );
  return zoom < 0.01 && Math.max(x, y) < PIXELS / 2 ** one[2];
}

/** Those values that are not what they were. @param {Values} values @param {Values} before @returns {Values} */
const changed = (values, before) =>
  Object.fromEntries(Object.entries(values).filter(([key, value]) => !isSame(key, value, before[key])));

/** Those that somebody has chosen. @param {Values} values @returns {Values} */
const chosen = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

/**
 * Keeps a page and the traits alike. What the traits are and the page is not is asked of it, and they become what it answers;
 * where it comes to rest elsewhere they follow, unless an answer is awaited. So there is no echo.
 * @param {{
 *   wanted: () => Values,
 *   say: (message: object) => void,
 *   take: (state: Values, refused?: string[]) => void,
 * }} ends wanted: the traits; say: to the page; take: into the traits; refused: of what was asked at last
 */
export function conversation({ wanted, say, take }) {
  /** The page's state as it told it at last; null before it can be asked. @type {Values | null} */
  let told = null;
  let [asked, answered] = [0, 0];
  let taking = false; // one trait after the other

  /** @param {Values} state */
  const ask = (state) => say({ do: "set", id: (asked += 1), state });
  /** @param {Values} state @param {string[]} [refused] */
  function hear(state, refused) {
    told = state;
    taking = true;
    take(state, refused);
    taking = false;
  }

  const events = /** @type {Record<string, (message: {id: number, state: Values, refused?: string[]}) => void>} */ ({
    /** A page has come, perhaps in place of another one: it becomes what was chosen. */
    ready({ state }) {
      told = null;
      say({ do: "listen", id: 0 });
      ask(changed(chosen(wanted()), state));
    },
    answer({ id, state, refused = [] }) {
      answered = Math.max(answered, id);
      if (id === asked) hear(state, refused);
    },
    state: ({ state }) => told && asked === answered && hear(state),
  });
  events.error = events.answer;
  return {
    /** The page has said something. @param {any} message */
    heard: (message) => void events[message.event]?.(message),
    /** A trait has changed. */
    wish() {
      const all = wanted();
      const names = told && !taking ? Object.keys(changed(all, told)) : [];
      // One map alone would take the linked one along, and that another page's.
      if (names.some((key) => MAPS.includes(key))) names.push(...MAPS);
      if (names.length) ask(Object.fromEntries(names.map((key) => [key, all[key]])));
    },
  };
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name @param {string} style @param {Partial<HTMLElementTagNameMap[Name]>} [properties]
 */
function element(name, style, properties) {
  const made = document.createElement(name);
  made.style.cssText = style;
  return Object.assign(made, properties);
}

/** A frame for the page, which has no origin there: it reaches nothing of the notebook. @param {Model} model */
function frameOf(model) {
  const frame = element("iframe", "display: none; width: 100%; border: 0", { title: model.get("_title") });
  frame.setAttribute("sandbox", "allow-scripts allow-downloads");
  return frame;
}

/** Lets a page in a frame and the widget speak. @param {Model} model @param {HTMLIFrameElement} frame */
function converse(model, frame) {
  const names = /** @type {[string, string][]} */ (Object.entries(model.get("_names")));
  const wanted = () => Object.fromEntries(names.map(([name, key]) => [key, model.get(name)]));
  return conversation({
    wanted,
    say: (message) => frame.contentWindow?.postMessage({ to: PAGE, ...message }, "*"),
    take(state, refused) {
      const values = changed(state, wanted());
      for (const [name, key] of names) if (key in values) model.set(name, values[key]);
      if (refused) {
        const refusedNames = names.filter(([, key]) => refused.includes(key)).map(([name]) => name);
        if (written(refusedNames) !== written(model.get("_refused"))) model.set("_refused", refusedNames);
      }
      model.save_changes();
    },
  });
}

/**
 * Shows the widget in an element, and returns what ends that.
 * @param {Model} model @param {HTMLElement} el @param {Promise<string>} page its address
 */
function show(model, el, page) {
  const frame = frameOf(model);
  const waiting = element("p", "", { textContent: model.get("_waiting") });
  const problem = element("p", "margin: 4px 0", { role: "status" });
  el.append(waiting, frame, problem);
  page.then((address) => {
    frame.src = address;
    frame.style.display = "block";
    const noPicture = `.${model.get("_stand_in")} { display: none !important }`;
    waiting.replaceWith(element("style", "", { textContent: noPicture }));
  });

  const adapt = () => {
    frame.style.height = `${model.get("height")}px`;
    problem.textContent = model.get("problem");
  };
  adapt();
  const { heard, wish } = converse(model, frame);
  const ended = new AbortController();
  const listen = (/** @type {MessageEvent} */ { data, source }) => {
    if (source === frame.contentWindow && data?.from === PAGE) heard(data);
  };
  addEventListener("message", listen, { signal: ended.signal });
  const traits = Object.keys(model.get("_names"));
  for (const name of traits) model.on(`change:${name}`, wish);
  for (const name of ["height", "problem"]) model.on(`change:${name}`, adapt);
  return () => {
    ended.abort();
    for (const name of traits) model.off(`change:${name}`, wish);
    for (const name of ["height", "problem"]) model.off(`change:${name}`, adapt);
  };
}

/** One widget, of which several views may be shown; all of them show the page that came once. */
export default () => {
  /** @type {Promise<string>} */
  let page;
  return {
    /** @param {{model: Model}} widget */
    initialize({ model }) {
      page = new Promise((resolve) =>
        model.on("msg:custom", (message, [bytes] = []) => {
          if (message?.page) resolve(URL.createObjectURL(new Blob([bytes], { type: "text/html" })));
        }),
      );
      model.send({ do: "page" });
      return () => page.then((address) => URL.revokeObjectURL(address));
    },
    /** @param {{model: Model, el: HTMLElement}} view */
    render: ({ model, el }) => show(model, el, page),
  };
};
