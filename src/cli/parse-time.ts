/** A date alone is midnight UTC, so that the same command means the same everywhere. */
const TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/

/** Reads a date, or an instant with its zone, in ISO 8601; `undefined` if it is neither or does not exist. */
export function parseTime(text: string): Date | undefined {
  if (!TIME.test(text)) return undefined
  const date = new Date(text)
  // The engine rolls 30 February over into March.
  const isReal = !Number.isNaN(date.getTime()) && isCalendarDate(text.slice(0, 10))
  return isReal ? date : undefined
}

function isCalendarDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
