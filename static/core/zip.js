/** Files as one archive, uncompressed. Source: PKWARE, APPNOTE.TXT 6.3.10. Pure. */

const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50]; // "PK…", how each part begins
const VERSION = 20; // of the format that has folders
const UTF8 = 0x0800; // how names are written

/** @type {Uint32Array | undefined} */
let table;

/** Of each byte, the remainder by the polynomial that ISO 3309 has. */
function remainders() {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
    return rest;
  });
}

/** @param {Uint8Array} data */
export function crc32(data) {
  table ??= remainders();
  let rest = 0xffffffff;
  for (const byte of data) rest = (rest >>> 8) ^ table[(rest ^ byte) & 255];
  return ~rest >>> 0;
}

/** Numbers of so many bytes each, little-endian. @param {[value: number, bytes: 2 | 4][]} fields */
function packed(fields) {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [, bytes]) => sum + bytes, 0)));
  let at = 0;
  for (const [value, bytes] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  return new Uint8Array(view.buffer);
}

/** MS-DOS's date, in days since 1980 as it writes them, and time in steps of two seconds. @param {Date} when @returns {[number, 2][]} */
const dated = (when) => [
  [(when.getHours() << 11) | (when.getMinutes() << 5) | (when.getSeconds() >> 1), 2],
  [((when.getFullYear() - 1980) << 9) | ((when.getMonth() + 1) << 5) | when.getDate(), 2],
];

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** @param {Record<string, Uint8Array>} files by path @param {Date} when they were made */
export function zip(files, when) {
  /** @type {Uint8Array[]} */
  const parts = [];
  /** @type {Uint8Array[]} */
  const index = [];
  let at = 0;
  for (const [path, data] of Object.entries(files)) {
    const name = new TextEncoder().encode(path);
    /** @type {[number, 2 | 4][]} What both say of it. */
    const facts = [
      [VERSION, 2],
      [UTF8, 2],
      [0, 2],
      ...dated(when),
      [crc32(data), 4],
      [data.length, 4],
      [data.length, 4],
      [name.length, 2],
      [0, 2],
    ];
    const head = joined([packed([[LOCAL, 4], ...facts]), name]);
    index.push(joined([packed([[CENTRAL, 4], [VERSION, 2], ...facts, [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]]), name]));
    parts.push(head, data);
    at += head.length + data.length;
  }
  const listed = joined(index);
  const count = index.length;
  const end = packed([
    [END, 4],
    [0, 2],
    [0, 2],
    [count, 2],
    [count, 2],
    [listed.length, 4],
    [at, 4],
    [0, 2],
  ]);
  return joined([...parts, listed, end]);
}
