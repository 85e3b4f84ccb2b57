import type { CertkeepError } from './certkeep-error.ts'

/** Where a decoder stopped, as problems tell it. */
export interface DecoderEvidence {
  readonly error: string
  readonly structure: string
  readonly offset: number
}

/** Makes the evidence of a problem out of what a decoder threw; `structure` is for errors that name none. */
export function decoderEvidence(
  { code, detail }: Pick<CertkeepError, 'code' | 'detail'>,
  structure: string = '',
): DecoderEvidence {
  const { structure: named, offset } = detail
  return {
    error: code,
    structure: typeof named === 'string' ? named : structure,
    offset: typeof offset === 'number' ? offset : 0,
  }
}
