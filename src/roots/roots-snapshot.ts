/** Which list {@link mozillaRoots} holds. */
export interface RootsSnapshot {
  /** The day on which the source was published, as `YYYY-MM-DD`; what the root programme decided later is not in it. */
  readonly date: string
  /** The release that carried the list. */
  readonly source: string
  /** Where the distrust dates come from. */
  readonly distrustSource: string
  /** How many roots there are, those with a distrust date included. */
  readonly count: number
  /** How many of them have a distrust date. */
  readonly distrustedCount: number
}
