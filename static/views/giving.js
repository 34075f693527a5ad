/** Pictures as visitors give them: chosen as files, dropped or pasted; what can't be taken is told. */

import { decide } from "../core/given.js";
import { t } from "../page/text.js";

const TYPED = /^(text|search|url|tel|email|password|number)$/;

/**
 * @param {{section: HTMLElement, inputs: HTMLInputElement[]}} elements section: shows where to drop; inputs: of files
 * @param {{
 *   onFile: (file: File, told: string) => void,
 *   onProblem: (sentence: string) => void,
 * }} options told: what is said of the other files, if there are any
 */
export function mountGiving({ section, inputs }, { onFile, onProblem }) {
  /** Whether something of this page is dragged, which is no gift. */
  let isOwn = false;

  /** @param {File[]} files @param {DataTransfer | null} [transfer] */
  function offer(files, transfer = null) {
    if (inputs[0].closest("[inert]")) return; // the page's address lets none be given
    const { file, data, tell } = decide(broughtBy(files, transfer));
    const told = tell ? t(tell.key, tell.values) : "";
    const taken = data ? new File([data.bytes], "picture", { type: data.type }) : files[file ?? -1];
    const limit = Number(inputs[0].dataset.maxBytes);
    if (!taken) return told && onProblem(told);
    if (taken.size > limit) onProblem(t("error.body_too_large", { limit: limit / 1e6 }));
    else onFile(taken, told);
  }
  /** @param {DataTransfer | null} transfer */
  const take = (transfer) => transfer && offer([...transfer.files], transfer);

  const listening = new AbortController();
  const { signal } = listening;
  for (const input of inputs) {
    input.addEventListener(
      "change",
      () => {
        if (input.files?.length) offer([...input.files]);
        input.value = ""; // the same file may be chosen again
      },
      { signal },
    );
  }
  document.addEventListener("paste", (event) => isTyped(event.target) || take(event.clipboardData), { signal });
  document.addEventListener("dragstart", () => (isOwn = true), { signal });
  document.addEventListener("dragend", () => (isOwn = false), { signal });
  document.addEventListener(
    "dragover",
    (event) => {
      if (isOwn || isTyped(event.target)) return;
      event.preventDefault();
      section.classList.add("dropping");
    },
    { signal },
  );
  document.addEventListener("dragleave", () => section.classList.remove("dropping"), { signal });
  document.addEventListener(
    "drop",
    (event) => {
      section.classList.remove("dropping");
      if (isOwn || isTyped(event.target)) return;
      event.preventDefault();
      take(event.dataTransfer);
    },
    { signal },
  );
  return { unmount: () => listening.abort() };
}

/** @param {File[]} files @param {DataTransfer | null} transfer @returns {import("../core/given.js").Brought} */
function broughtBy(files, transfer) {
  const items = [...(transfer?.items ?? [])].filter(({ kind }) => kind === "file");
  const read = (/** @type {string} */ type) => transfer?.getData(type) ?? "";
  return {
    files: files.map(({ name, type }, i) => ({ name, type, isFolder: !!items[i]?.webkitGetAsEntry()?.isDirectory })),
    html: read("text/html"),
    addresses: read("text/uri-list"),
    text: read("text/plain"),
  };
}

/** Whether text may be typed there, and so be pasted. @param {EventTarget | null} target */
function isTyped(target) {
  const element = /** @type {Element} */ (target)?.closest?.("input, textarea, [contenteditable]");
  return element instanceof HTMLInputElement ? TYPED.test(element.type) : !!element;
}
