/** What the page's modules may use: of the browser, and of one another. The rooms of static/ are rules here. */

const readonly = (/** @type {string} */ names) =>
  Object.fromEntries(names.split(/\s+/).map((name) => [name, "readonly"]));

const PURE = readonly("atob btoa TextDecoder TextEncoder URLSearchParams");
const WORKER = readonly(
  "MessageChannel TextDecoder WebAssembly addEventListener fetch performance postMessage reportError setTimeout",
);
const READER = readonly(
  "Blob DecompressionStream ImageData OffscreenCanvas addEventListener createImageBitmap postMessage reportError",
);
const BROWSER = readonly(
  `
  AbortController AbortSignal Blob DOMException DecompressionStream Element File FormData HTMLElement HTMLInputElement Image ImageData IntersectionObserver MessageChannel MutationObserver ResizeObserver URL
  Response TransformStream URLSearchParams WebSocket Worker structuredClone addEventListener performance atob btoa clearInterval clearTimeout createImageBitmap devicePixelRatio document fetch
  getComputedStyle history localStorage location matchMedia navigator queueMicrotask requestAnimationFrame setInterval setTimeout
  window`.trim(),
);
const NODE = readonly(
  "AbortController AbortSignal Blob Buffer DOMException Event EventTarget File ReadableStream Response TextDecoder TextEncoder URL WebAssembly document btoa console fetch globalThis performance setImmediate setTimeout",
);

/**
 * What the modules of a room may not import.
 * @param {string} room
 * @param {string} reason
 * @param {string[]} patterns of module specifiers
 */
const wall = (room, reason, patterns) => ({
  name: `${room}: ${reason}`,
  files: [`static/${room}/**/*.js`],
  rules: {
    "no-restricted-imports": ["error", { patterns: patterns.map((regex) => ({ regex, message: reason })) }],
  },
});

const RULES = {
  eqeqeq: "error",
  "getter-return": "error",
  "no-cond-assign": "error",
  "no-const-assign": "error",
  "no-constant-binary-expression": "error",
  "no-dupe-args": "error",
  "no-dupe-else-if": "error",
  "no-dupe-keys": "error",
  "no-duplicate-case": "error",
  "no-duplicate-imports": "error",
  "no-empty": "error",
  "no-fallthrough": "error",
  "no-self-assign": "error",
  "no-undef": "error",
  "no-unreachable": "error",
  "no-unsafe-finally": "error",
  "no-unused-private-class-members": "error",
  "no-unused-vars": "error",
  "no-useless-catch": "error",
  "no-useless-escape": "error",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "use-isnan": "error",
  "valid-typeof": "error",
};

export default [
  { ignores: ["static/vendor/"] },
  { files: ["static/**/*.js", "tests/js/**/*.js", ".ci/*.js"], rules: RULES },
  { files: ["static/**/*.js"], rules: { "max-lines": ["error", 300] } },
  { files: ["static/**/*.js"], ignores: ["static/{core,engine,reading}/**"], languageOptions: { globals: BROWSER } },
  { files: ["static/service_worker.js"], languageOptions: { globals: readonly("Request Response caches self") } },
  { files: ["static/core/**/*.js"], languageOptions: { globals: PURE } },
  { files: ["static/engine/**/*.js"], languageOptions: { globals: WORKER } },
  { files: ["static/reading/**/*.js"], languageOptions: { globals: PURE } },
  { files: ["static/reading/{worker,browser_pixels,inflated}.js"], languageOptions: { globals: READER } },
  { files: ["tests/js/**/*.js"], languageOptions: { globals: NODE } },
  wall("core", "core is pure and stands alone.", ["^(?!\\./\\w+\\.js$)"]),
  wall("page", "page knows the document and core.", [
    "/(net|engine|reading|charts|map|views|features|lesson|training|vendor)/",
  ]),
  wall("engine", "the engine knows core alone, and the built kernel.", [
    "/(page|net|reading|charts|map|views|features)/",
  ]),
  wall("reading", "reading knows core alone.", ["/(page|net|engine|charts|map|views|features|vendor)/"]),
  wall("net", "net knows core alone.", ["/(page|engine|reading|charts|map|views|features|vendor)/"]),
  wall("charts", "charts draw what they are given.", [
    "/(net|engine|reading|map|views|features|vendor)/",
    "/store\\.js$",
  ]),
  wall("map", "maps lie below views.", ["/(engine|reading|views|features)/"]),
  wall("lesson", "the lesson has a script of its own, and knows what is below views.", [
    "/(engine|reading|map|views|features|vendor)/",
  ]),
  wall("training", "training has a script of its own, and knows what is below views.", [
    "/(engine|reading|map|views|features|lesson|vendor)/",
  ]),
  wall("views", "views never meet, and ask for nothing.", ["^\\./", "/(net|engine|reading|views|features|vendor)/"]),
];
