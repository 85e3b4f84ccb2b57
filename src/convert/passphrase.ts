/** One way in which a passphrase may have become bytes. */
export interface PassphraseForm {
  /** For PBES1, PBES2 and encrypted PEM. */
  readonly octets: Uint8Array
  /** For PKCS#12's own derivation: UTF-16 in big-endian order with two zero octets after it (RFC 7292 appendix B.1). */
  readonly bmp: Uint8Array
}

/** The ways to try a passphrase, likeliest first. */
export type PassphraseForms = readonly PassphraseForm[]

/**
 * Writes a passphrase in the ways that programs do.
 *
 * None and the empty one are the same to a person, and two different things in PKCS#12: with two zero octets, or nothing at
 * all. Beyond ASCII, OpenSSL before 1.1 took each octet of UTF-8 for a character. Lone surrogates are kept in UTF-16.
 */
export function passphraseForms(passphrase: string | Uint8Array | undefined): PassphraseForms {
  if (passphrase === undefined || passphrase.length === 0) {
    return [
      { octets: new Uint8Array(), bmp: new Uint8Array(2) },
      { octets: new Uint8Array(), bmp: new Uint8Array() },
    ]
  }
  const octets = typeof passphrase === 'string' ? new TextEncoder().encode(passphrase) : new Uint8Array(passphrase)
  const latin: PassphraseForm = { octets, bmp: bmpOf(octets.length, (index) => octets[index] ?? 0) }
  const text = typeof passphrase === 'string' ? passphrase : decodeUtf8(octets)
  if (text === undefined || octets.every((octet) => octet < 0x80)) return [latin]
  return [{ octets, bmp: bmpOf(text.length, (index) => text.charCodeAt(index)) }, latin]
}

/** Overwrites the copies made here. Best effort: what the engine has copied, and strings, stay. */
export function wipeForms(forms: PassphraseForms): void {
  for (const { octets, bmp } of forms) {
    octets.fill(0)
    bmp.fill(0)
  }
}

function bmpOf(length: number, codeAt: (index: number) => number): Uint8Array {
  const bmp = new Uint8Array(length * 2 + 2)
  for (let index = 0; index < length; index += 1) {
    bmp[index * 2] = codeAt(index) >> 8
    bmp[index * 2 + 1] = codeAt(index) & 0xff
  }
  return bmp
}

function decodeUtf8(octets: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets)
  } catch (error) {
    // That the bytes are no UTF-8 is the answer, and not a failure.
    if (error instanceof TypeError) return undefined
    throw error
  }
}
