/** What time it is, as the registry is told. */
export interface Clock {
  /** The present. May stand still, leap or go back: nothing is lost or done twice by that, only earlier or later. Never throws. */
  readonly now: () => Date
}

/** The clock of the machine. */
export function systemClock(): Clock {
  // eslint-disable-next-line no-restricted-syntax -- the default of `clock`, here at the edge
  return { now: () => new Date() }
}
