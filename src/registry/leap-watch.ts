/** Clocks are put right by less all the time. */
const SLACK_MS = 60_000

/** Notices that a clock was put back. */
export interface LeapWatch {
  /** Whether an instant that was settled before lies more than a minute after this one. */
  readonly isPutBack: (at: Date) => boolean
  /** Goes on from this instant: what there was to do about a clock that was put back is done. */
  readonly settle: (at: Date) => void
}

/** Makes a watch that has seen no instant yet. */
export function createLeapWatch(): LeapWatch {
  let latestMs = -Infinity
  const isPutBack = (at: Date): boolean => at.getTime() < latestMs - SLACK_MS
  return {
    isPutBack,
    settle: (at) => {
      latestMs = isPutBack(at) ? at.getTime() : Math.max(latestMs, at.getTime())
    },
  }
}
