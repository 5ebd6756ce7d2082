/** One recorded answer and how ours compares. */
export interface Outcome {
  readonly id: string;
  readonly passed: boolean;
  readonly expected: unknown;
  readonly actual: unknown;
  /** Where both fail: whether the messages agree too. */
  readonly sameMessage?: boolean;
}
