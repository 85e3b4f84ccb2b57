/** The last instant whose text sorts as its date, in milliseconds: later years are written with a sign. A certificate "without an end" expires a second before it. */
export const LAST_INSTANT_MS = 253_402_300_799_999
