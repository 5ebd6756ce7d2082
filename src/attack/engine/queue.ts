/** A binary min-heap; entries of equal priority come out in the order of their insertion, so results are stable. */
export class PriorityQueue<T> {
  readonly #heap: { readonly priority: number; readonly order: number; readonly item: T }[] = [];
  #inserted = 0;

  get size(): number {
    return this.#heap.length;
  }

  push(priority: number, item: T): void {
    const heap = this.#heap;
    const entry = { priority, order: this.#inserted++, item };
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (!above || !before(entry, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = entry;
  }

  pop(): { readonly priority: number; readonly item: T } | undefined {
    const heap = this.#heap;
    const [top] = heap;
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      const child = this.#lesserChild(at);
      const below = heap[child];
      if (!below || !before(below, last)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
    return top;
  }

  #lesserChild(at: number): number {
    const left = this.#heap[2 * at + 1];
    const right = this.#heap[2 * at + 2];
    return left && right && before(right, left) ? 2 * at + 2 : 2 * at + 1;
  }
}

function before(a: { priority: number; order: number }, b: { priority: number; order: number }): boolean {
  return a.priority < b.priority || (a.priority === b.priority && a.order < b.order);
}
