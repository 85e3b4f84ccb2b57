/** A few characters that stand for one, or for none. */
export interface Escape {
  /** The character meant, or {@link DROPPED}. */
  readonly code: number
  /** The first character that does not belong to the escape. */
  readonly next: number
  /** One bit of {@link REWRITE_MARKS}. */
  readonly mark: number
}
