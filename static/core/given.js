/** What a drop, a paste or a choice of files brings: which picture is taken, and what the visitor is told. Pure. */

/** @typedef {{name: string, type: string, isFolder: boolean}} Offered a file; type: as the browser has it, may be "" */
/** @typedef {{files: Offered[], html: string, addresses: string, text: string}} Brought addresses: as text/uri-list */
/** @typedef {{type: string, bytes: Uint8Array<ArrayBuffer>}} Data */
/** @typedef {{key: string, values?: Record<string, string | number>}} Sentence of the catalogue */
/** @typedef {{file?: number, data?: Data, tell?: Sentence}} Decision file: the index of the one to take */

const IMAGE = /<img\b[^>]*?\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i;
const ADDRESS = /^[a-z][a-z0-9+.-]*:\S+$/i;
const DATA = /^data:([^,;]*)([^,]*),/i;
const BASE64 = /^[a-z0-9+/]*$/i;

/** @param {Brought} brought @returns {Decision} empty where there is nothing at all */
export function decide({ files, html, addresses, text }) {
  if (files.length) return ofFiles(files);
  const address = imageIn(html) || firstOf(addresses) || (ADDRESS.test(text.trim()) ? text.trim() : "");
  if (/^data:/i.test(address)) return ofData(address);
  if (address) return { tell: { key: "given.address" } };
  return (html + text).trim() ? { tell: { key: "given.none" } } : {};
}

/** The first file that may be a picture. @param {Offered[]} files @returns {Decision} */
function ofFiles(files) {
  const file = files.findIndex(({ type, isFolder }) => !isFolder && !refusalOf(type));
  if (file < 0) return { tell: files[0].isFolder ? { key: "given.folder" } : refusalOf(files[0].type) };
  if (files.length === 1) return { file };
  return { file, tell: { key: "given.first", values: { name: files[file].name, count: files.length } } };
}

/** Why a file of that type is no picture; undefined where it is one, or where only the server can tell. @param {string} type */
function refusalOf(type) {
  if (type.startsWith("image/svg")) return { key: "error.svg_image" };
  if (type.startsWith("image/") || type === "" || type === "application/octet-stream") return undefined;
  return { key: type === "application/pdf" ? "given.pdf" : "error.not_an_image" };
}

/** @param {string} address @returns {Decision} */
function ofData(address) {
  const data = parseData(address);
  if (!data) return { tell: { key: "error.damaged_image" } };
  const tell = refusalOf(data.type);
  return tell ? { tell } : { data };
}

/**
 * What a data: address holds, without asking any network; null if it can't be read.
 * @param {string} address @returns {Data | null}
 */
export function parseData(address) {
  const head = DATA.exec(address);
  if (!head) return null;
  const [whole, type, parameters] = head;
  const body = address
    .slice(whole.length)
    .replace(/%([0-9a-f]{2})/gi, (_, byte) => String.fromCharCode(parseInt(byte, 16)));
  if (!/;\s*base64\s*$/i.test(parameters)) return { type, bytes: bytesOf(body) };
  const letters = body.replace(/\s+/g, "").replace(/=+$/, "");
  if (!BASE64.test(letters) || letters.length % 4 === 1) return null;
  return { type, bytes: bytesOf(atob(letters)) };
}

/** @param {string} binary a byte each letter */
const bytesOf = (binary) => Uint8Array.from(binary, (letter) => letter.charCodeAt(0));

/** The address of the first image in HTML. @param {string} html */
function imageIn(html) {
  const found = IMAGE.exec(html);
  return found ? (found[1] ?? found[2] ?? found[3]).replaceAll("&amp;", "&").trim() : "";
}

/** The first address of a text/uri-list, in which lines with # are remarks. @param {string} addresses */
const firstOf = (addresses) =>
  addresses
    .split(/\r?\n/)
    .map((line) => line.trim())
    .find((line) => line && !line.startsWith("#")) ?? "";
