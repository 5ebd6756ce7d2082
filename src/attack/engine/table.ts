/** Numbers by index, all starting alike: dense, or as changes on top of another table that many share. */
export interface Table {
  get(index: number): number;
  set(index: number, value: number): void;
}

export class DenseTable implements Table {
  readonly #values: Float64Array;

  constructor(values: Float64Array) {
    this.#values = values;
  }

  get(index: number): number {
    return this.#values[index] ?? Number.NaN;
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }
}

export class OverlaidTable implements Table {
  readonly #below: Table;
  readonly #changes = new Map<number, number>();

  constructor(below: Table) {
    this.#below = below;
  }

  get(index: number): number {
    return this.#changes.get(index) ?? this.#below.get(index);
  }

  set(index: number, value: number): void {
    this.#changes.set(index, value);
  }
}
