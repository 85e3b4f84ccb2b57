import { readFileSync, writeFileSync } from 'node:fs'

/** One case in which the library gives another answer than the corpus expects, and why it is right. */
export interface Deviation {
  readonly id: string
  readonly expected: string
  readonly actual: string
  readonly reason: string
}

/** What the corpus expects of a case and what the library did; the same text where they agree. */
export interface Outcome {
  readonly id: string
  readonly expected: string
  readonly actual: string
}

/**
 * What is wrong between the outcomes and the list of deviations, empty if nothing is: a difference that is not listed,
 * one that is listed as another, and an entry that is no longer needed.
 *
 * With CERTKEEP_ACCEPT_DEVIATIONS set, the list is rewritten instead, with an empty reason for what is new: an empty reason is wrong as well.
 */
export function checkDeviations(name: string, outcomes: readonly Outcome[]): readonly string[] {
  const url = new URL(`../deviations/${name}.json`, import.meta.url)
  const listed = JSON.parse(readFileSync(url, 'utf8')) as readonly Deviation[]
  const differences = outcomes.filter(({ expected, actual }) => expected !== actual)
  if (process.env['CERTKEEP_ACCEPT_DEVIATIONS'] !== undefined) {
    writeFileSync(url, `${JSON.stringify(withReasons(differences, listed), undefined, 2)}\n`)
  }
  return compare(differences, listed)
}

function compare(differences: readonly Outcome[], listed: readonly Deviation[]): readonly string[] {
  const rows = new Map(listed.map((row) => [row.id, row]))
  const wrong = listed.filter(({ reason }) => reason === '').map(({ id }) => `${id}: no reason is given`)
  for (const { id, expected, actual } of differences) {
    const row = rows.get(id)
    if (row?.expected !== expected || row.actual !== actual) wrong.push(`${id}: expected ${expected}, got ${actual}`)
    rows.delete(id)
  }
  return [...wrong, ...[...rows.keys()].map((id) => `${id}: the deviation is no longer needed`)]
}

function withReasons(differences: readonly Outcome[], listed: readonly Deviation[]): readonly Deviation[] {
  const reasons = new Map(listed.map((row) => [`${row.id}\n${row.actual}`, row.reason]))
  return differences.map((row) => ({ ...row, reason: reasons.get(`${row.id}\n${row.actual}`) ?? '' }))
}
