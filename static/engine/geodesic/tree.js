/** Shortest paths over a grid of the metric, from one of its nodes to all others. */

import { squareLength } from "./metric_field.js";

/** @typedef {import("./metric_field.js").MetricField} MetricField */

// To a node's neighbours, and by a knight's moves: 16 directions with those back.
const HALF = [[1, 0], [0, 1], [1, 1], [1, -1], [2, 1], [1, 2], [2, -1], [1, -2]]; // prettier-ignore
const MOVES = HALF.flatMap(([x, y]) => [[x, y], [-x, -y]]); // prettier-ignore

/**
 * Of each node the one before it on the way from the root, −1 of the root. Source: Dijkstra 1959.
 * @param {MetricField} field @param {number} root @returns {Int32Array}
 */
export function shortestTree(field, root) {
  const { nodes } = field;
  const before = new Int32Array(nodes ** 2).fill(-1);
  const far = new Float64Array(nodes ** 2).fill(Infinity);
  const queue = new Queue(far);
  far[root] = 0;
  queue.put(root);
  for (let here = queue.take(); here >= 0; here = queue.take()) {
    const [column, row] = [here % nodes, Math.floor(here / nodes)];
    for (const [x, y] of MOVES) {
      if (column + x < 0 || column + x >= nodes || row + y < 0 || row + y >= nodes) continue;
      const there = here + y * nodes + x;
      const length = far[here] + stepLength(field, here, there, x, y);
      if (length >= far[there]) continue;
      far[there] = length;
      before[there] = here;
      queue.put(there);
    }
  }
  return before;
}

/** The nodes from a tree's root to another, both included. @param {Int32Array} before @param {number} end */
export function pathTo(before, end) {
  const path = [end];
  for (let node = before[end]; node >= 0; node = before[node]) path.push(node);
  return path.reverse();
}

/** By the mean metric of both nodes, pixels. @param {MetricField} field @param {number} here @param {number} there @param {number} x @param {number} y */
function stepLength({ tensors, spacing }, here, there, x, y) {
  const [a, b] = [3 * here, 3 * there];
  const both = squareLength(
    [tensors[a] + tensors[b], tensors[a + 1] + tensors[b + 1], tensors[a + 2] + tensors[b + 2]],
    x,
    y,
  );
  return spacing * Math.sqrt(Math.max(both / 2, 0)) + 1e-9; // a flat step is one too
}

/** Nodes, the nearest first: a binary heap; one that came nearer is in it twice, and its second turn finds nothing nearer. */
class Queue {
  /** @type {number[]} */ #nodes = [];
  /** @type {number[]} */ #keys = [];
  #far;

  /** @param {Float64Array} far how far each node is, by its number */
  constructor(far) {
    this.#far = far;
  }

  /** @param {number} node */
  put(node) {
    const [nodes, keys, key] = [this.#nodes, this.#keys, this.#far[node]];
    let at = nodes.length;
    for (; at > 0 && keys[(at - 1) >> 1] > key; at = (at - 1) >> 1) this.#move((at - 1) >> 1, at);
    [nodes[at], keys[at]] = [node, key];
  }

  /** The nearest, or −1 where there is none. */
  take() {
    const [nodes, keys] = [this.#nodes, this.#keys];
    if (!nodes.length) return -1;
    const nearest = nodes[0];
    const [node, key] = [/** @type {number} */ (nodes.pop()), /** @type {number} */ (keys.pop())];
    if (!nodes.length) return nearest;
    let at = 0;
    for (let child = this.#nearerChild(at); keys[child] < key; child = this.#nearerChild(at)) {
      this.#move(child, at);
      at = child;
    }
    [nodes[at], keys[at]] = [node, key];
    return nearest;
  }

  /** @param {number} at */
  #nearerChild(at) {
    const left = 2 * at + 1;
    return this.#keys[left + 1] < this.#keys[left] ? left + 1 : left;
  }

  /** @param {number} from @param {number} to */
  #move(from, to) {
    this.#nodes[to] = this.#nodes[from];
    this.#keys[to] = this.#keys[from];
  }
}
