import { readCorpus } from './corpus.ts'

/** One key of keys.json.gz. */
export interface KeyCase {
  readonly id: string
  readonly kind: 'private' | 'public'
  /** PEM, or one line of an SSH file. */
  readonly text?: string
  readonly der?: string
  readonly format: string
  readonly encrypted: boolean
  readonly password?: string | null
  readonly algorithm?: string
  readonly bits?: number
  readonly curve?: string
  readonly expected: 'valid' | 'malformed' | 'unsupported'
  readonly spkiSha256?: string
  readonly readersDiffer?: boolean
}

/** A certificate beside one of the keys. */
export interface KeyMatchCase {
  readonly id: string
  readonly certPem: string
  readonly keyId: string
  readonly expected: 'match' | 'no-match'
}

/** Keys and pairs of keys and certificates. */
export interface KeyCorpus {
  readonly keys: readonly KeyCase[]
  readonly keymatch: readonly KeyMatchCase[]
}

/** Reads the corpus. A pair that it has under the same id as one before is given a number of its own. */
export function readKeyCorpus(): KeyCorpus {
  const { keys, keymatch } = readCorpus<KeyCorpus>('keys.json.gz')
  const seen = new Map<string, number>()
  const numbered = keymatch.map((pair) => {
    const number = (seen.get(pair.id) ?? 0) + 1
    seen.set(pair.id, number)
    return number === 1 ? pair : { ...pair, id: `${pair.id} (${String(number)})` }
  })
  return { keys, keymatch: numbered }
}
