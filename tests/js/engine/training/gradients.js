/**
 * What the page's training makes of a batch, for other programs: `node gradients.js < {shape, samples, weights, images, epsilons,
 * aim, steps, rate}`, all JSON, gives the terms, and the gradients by the weights' names; after so many steps of Adam, by default
 * none, the weights in their place.
 */

import { stdin, stdout } from "node:process";
import { json } from "node:stream/consumers";
import { Memory } from "../../../../static/engine/memory.js";
import { createTrainingKernel } from "../../../../static/engine/training/kernel.js";
import { Network } from "../../../../static/engine/training/network.js";
import { trainingModule } from "./module.js";

const { shape, samples, weights, images, epsilons, aim, steps = 0, rate = 0 } = await json(stdin);
const kernel = createTrainingKernel(await trainingModule());
const memory = new Memory(kernel);
const network = new Network({ memory, kernel }, shape, samples);
const tensors = Object.entries(weights).map(([name, { shape: of, values }]) => [
  name,
  { shape: of, values: Float32Array.from(values) },
]);
network.load(new Map(tensors));

const n = images.length;
const [bytes, chosen, shifts] = [memory.take((n * shape.pixels) / 4), memory.take(n), memory.take(2 * n)];
const batch = {
  n,
  x: memory.take(n * shape.pixels),
  counts: memory.take(n),
  entries: memory.take(2 * n * shape.pixels),
};
const noise = memory.put(Float32Array.from(epsilons.flat()));
memory.bytes(bytes, n * shape.pixels).set(images.flat());
new Int32Array(kernel.memory.buffer, chosen, n).set(images.map((_, i) => i));
kernel.gather(bytes, chosen, shifts, batch.x, batch.counts, batch.entries, n, Math.sqrt(shape.pixels));
const terms = network.learn(batch, noise, aim);
for (let step = 0; step < steps; step++) {
  network.block.descend(rate);
  network.learn(batch, noise, aim);
}
const gradients = [...network.tensors(!steps)].map(([name, { values }]) => [name, [...values]]);
stdout.write(JSON.stringify({ terms, gradients: Object.fromEntries(gradients) }));
