import type { RevocationFact } from './certificate-record.ts'

/** The name of a day of a second revocation, where the ledger has the same day of an earlier one. */
export function stepOfRevocation(step: string, { revokedAt }: Pick<RevocationFact, 'revokedAt'>): string {
  return `${step}@${revokedAt ?? ''}`
}

/** The name of a step that is told anew, for the `count`th time, since nobody was told before. */
export function stepToldAnew(step: string, count: number): string {
  return `${step}#${String(count)}`
}

/** The name of a step without the count of how often it was told anew. */
export function stepToldFirst(step: string): string {
  return step.replace(/#.*/, '')
}

/** The name that the schedule gives a step, without the revocation that it is a day of, and without that count. */
export function plainStep(step: string): string {
  return step.replace(/[@#].*/, '')
}
