/** Weights as the server sends them: safetensors of float16. Source: the format's README, github.com/huggingface/safetensors. */

/** @typedef {{shape: number[], values: Float32Array}} Tensor values: row by row */
/** @typedef {Map<string, Tensor>} Tensors by name */

const HEADER = 8;

/** Weights of another kind than the engine knows; the message says which. */
export class UnknownModel extends Error {}

/** @param {ArrayBuffer} file @returns {Tensors} */
export function parseTensors(file) {
  const length = Number(new DataView(file).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(file, HEADER, length)));
  delete header.__metadata__;
  return new Map(
    Object.entries(header).map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [start, end],
        },
      ]) => {
        if (dtype !== "F16") throw new UnknownModel(`${name} is ${dtype}`);
        const at = HEADER + length;
        return [name, { shape, values: finite(name, new Uint16Array(file.slice(at + start, at + end))) }];
      },
    ),
  );
}

/** Raises UnknownModel where one is not finite: it would show as a plausible white. @param {string} name @param {Uint16Array} halves */
function finite(name, halves) {
  if (halves.some((half) => (half & 0x7c00) === 0x7c00)) throw new UnknownModel(`${name} is not finite`);
  return widen(halves);
}

/** float32 of float16, which are given by their bits. Source: IEEE 754-2019, §3.4. @param {Uint16Array} halves */
export function widen(halves) {
  const values = new Float32Array(halves.length);
  const bits = new Uint32Array(values.buffer);
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i];
    const exponent = (half >> 10) & 31;
    if (exponent)
      bits[i] =
        ((half & 0x8000) << 16) | (((exponent === 31 ? 255 : exponent + 112) << 23) >>> 0) | ((half & 1023) << 13);
    else values[i] = (half & 0x8000 ? -1 : 1) * (half & 1023) * 2 ** -24;
  }
  return values;
}

/** A tensor by its name. Raises UnknownModel. @param {Tensors} tensors @param {string} name */
export function find(tensors, name) {
  const found = tensors.get(name);
  if (!found) throw new UnknownModel(`${name} is missing`);
  return found;
}
