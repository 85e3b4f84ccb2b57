import { escapeShortText } from './escape-text.ts'

/** Writes an ISO 8601 instant in UTC as a person reads it: `2026-07-20 23:59:59 UTC`. Anything else stays as it is, made safe. */
export function formatInstant(iso: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z$/.exec(iso)
  const [, date, time] = match ?? []
  return date === undefined || time === undefined ? escapeShortText(iso) : `${date} ${time} UTC`
}
