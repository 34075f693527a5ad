/** The live socket's binary messages, as app/routes/live_frames.py writes and reads them. */

const HEADER = 12;

/**
 * Pack a request: a 12-byte header, then the codes as float32; all little-endian.
 * @param {{view: number, model: number, kind?: number, seq: number, codes: number[][]}} request
 * @returns {ArrayBuffer}
 */
export function requestFrame({ view, model, kind = 0, seq, codes }) {
  const frame = new DataView(new ArrayBuffer(HEADER + 4 * codes.length * codes[0].length));
  frame.setUint16(0, view, true);
  frame.setUint8(2, model);
  frame.setUint8(3, kind);
  frame.setUint32(4, seq, true);
  frame.setUint32(8, codes.length, true);
  codes.flat().forEach((value, i) => frame.setFloat32(HEADER + 4 * i, value, true));
  return frame.buffer;
}

/** @param {ArrayBuffer} frame @returns {{view: number, seq: number, pixels: Uint8Array}} */
export function parseAnswer(frame) {
  const header = new DataView(frame);
  return { view: header.getUint16(0, true), seq: header.getUint32(4, true), pixels: new Uint8Array(frame, HEADER) };
}
