/**
 * Strongly connected components of a graph (Tarjan), without recursion: configurations may hold long chains.
 * https://en.wikipedia.org/wiki/Tarjan%27s_strongly_connected_components_algorithm
 */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** The components of more than one member, members sorted. */
export function cyclesIn(graph: Graph): readonly (readonly string[])[] {
  const search = new Search(graph);
  for (const node of graph.keys()) search.from(node);
  return search.found;
}

interface Frame {
  readonly node: string;
  readonly next: Iterator<string>;
}

class Search {
  readonly found: (readonly string[])[] = [];
  readonly #graph: Graph;
  readonly #order = new Map<string, number>();
  readonly #low = new Map<string, number>();
  readonly #stack: string[] = [];
  readonly #onStack = new Set<string>();

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  from(start: string): void {
    if (this.#order.has(start)) return;
    const frames: Frame[] = [this.#enter(start)];
    for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
      const { done, value } = frame.next.next();
      if (done) {
        frames.pop();
        this.#leave(frame.node, frames.at(-1)?.node);
      } else if (!this.#order.has(value)) frames.push(this.#enter(value));
      else if (this.#onStack.has(value)) this.#lower(frame.node, this.#order.get(value) ?? 0);
    }
  }

  #enter(node: string): Frame {
    this.#low.set(node, this.#order.size);
    this.#order.set(node, this.#order.size);
    this.#stack.push(node);
    this.#onStack.add(node);
    return { node, next: (this.#graph.get(node) ?? new Set<string>())[Symbol.iterator]() };
  }

  #leave(node: string, parent: string | undefined): void {
    const low = this.#low.get(node) ?? 0;
    if (parent !== undefined) this.#lower(parent, low);
    if (low !== this.#order.get(node)) return;
    const members = this.#stack.splice(this.#stack.lastIndexOf(node));
    for (const member of members) this.#onStack.delete(member);
    if (members.length > 1) this.found.push(members.sort());
  }

  #lower(node: string, to: number): void {
    this.#low.set(node, Math.min(this.#low.get(node) ?? to, to));
  }
}
