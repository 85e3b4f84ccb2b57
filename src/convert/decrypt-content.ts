import { SEQUENCE } from '../der/tag.ts'
import { isCertkeepError } from '../problem/certkeep-error.ts'
import type { ConvertedContainer, PassphraseEvidence } from '../problem/convert-problems.ts'
import { createProblem } from '../problem/problem.ts'
import { isBerAtEnd, openBer, readBer, type BerAlgorithm } from './ber-reader.ts'
import { ConversionFailure } from './conversion-failure.ts'
import { decryptCbc } from './decrypt-cbc.ts'
import type { PassphraseForm, PassphraseForms } from './passphrase.ts'
import { readEncryption } from './read-encryption.ts'
import type { WorkLimits } from './work-limits.ts'

/** A passphrase in all forms that may be the right one. */
export interface Passphrase {
  readonly forms: PassphraseForms
  readonly isGiven: boolean
}

/**
 * Decrypts something that is one SEQUENCE in clear, with the first form of the passphrase that leads to one. The caller
 * wipes what comes out.
 */
export async function decryptContent(
  algorithm: BerAlgorithm,
  ciphertext: Uint8Array,
  passphrase: Passphrase,
  container: ConvertedContainer,
  limits: WorkLimits,
): Promise<Uint8Array> {
  const { name, cipher, uses, derive } = readEncryption(algorithm, container, limits)
  let evidence: PassphraseEvidence = 'padding'
  for (const form of distinctForms(passphrase.forms, uses)) {
    const { key, iv } = await derive(form)
    const plaintext = decryptCbc(cipher, key, iv, ciphertext)
    key.fill(0)
    if (plaintext === undefined) continue
    if (isOneSequence(plaintext)) return plaintext
    plaintext.fill(0)
    evidence = 'content'
  }
  throw wrongPassphrase(passphrase, container, name, evidence)
}

/** Makes the failure for a passphrase that does not open something, or for none. */
export function wrongPassphrase(
  { isGiven }: Passphrase,
  container: ConvertedContainer,
  cipher: string,
  evidence: PassphraseEvidence,
): ConversionFailure {
  return new ConversionFailure(
    isGiven
      ? createProblem('passphrase-wrong', { container, cipher, evidence })
      : createProblem('passphrase-missing', { container, cipher }),
  )
}

/** The different octets of the forms, in order. */
export function distinctForms(forms: PassphraseForms, uses: keyof PassphraseForm): readonly Uint8Array[] {
  const seen = new Set<string>()
  return forms
    .map((form) => form[uses])
    .filter((octets) => {
      const text = octets.join()
      return seen.has(text) ? false : seen.add(text).has(text)
    })
}

/** Whether bytes are one SEQUENCE from the first to the last. A wrong key that leads to right padding does not lead to this. */
export function isOneSequence(bytes: Uint8Array): boolean {
  const cursor = openBer(bytes)
  try {
    readBer(cursor, SEQUENCE, 'content')
    return isBerAtEnd(cursor)
  } catch (error) {
    if (isCertkeepError(error)) return false
    throw error
  }
}
