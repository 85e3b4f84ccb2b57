import { concatBytes } from '@noble/hashes/utils.js'
import { octet } from '../der/der-reader.ts'
import { BIT_STRING, constructedContextTag, GENERALIZED_TIME, SEQUENCE, UTC_TIME } from '../der/tag.ts'
import { encodeElement, encodeNull, encodeSequence } from '../der/write-der.ts'
import type { CertificateDraft } from './certificate-draft.ts'
import type { CertificateDefectRow } from './defect-context.ts'
import { encodeNumber } from './encode-key.ts'
import { encodeGeneralizedTime, encodeTimeText, timeText } from './encode-time.ts'
import { childrenOf, contentOf, patchDer } from './patch-der.ts'

/** Defects of DER (X.690), signed over as they are unless a change can only be made afterwards. */
export type EncodingDefect =
  | 'indefinite-length'
  | 'non-minimal-length'
  | 'non-canonical-boolean'
  | 'default-boolean'
  | 'default-version'
  | 'non-minimal-serial-number'
  | 'generalized-time-before-2050'
  | 'month-13'
  | 'february-31'
  | 'time-without-seconds'
  | 'time-with-offset'
  | 'time-with-fraction'
  | 'unused-bits-in-signature'
  | 'truncated'
  | 'trailing-bytes'

/** Which child of Certificate the signature is. */
const SIGNATURE = 2

/** keyUsage's identifier and its critical flag, as every sound certificate made here has them. */
const CRITICAL_KEY_USAGE: readonly number[] = [0x06, 0x03, 0x55, 0x1d, 0x0f, 0x01, 0x01, 0xff]

/** Each {@link EncodingDefect}. */
export const ENCODING_DEFECTS: Readonly<Record<EncodingDefect, CertificateDefectRow>> = {
  'indefinite-length': {
    description: 'TBSCertificate has an indefinite length.',
    reference: 'X.690 section 10.1',
    on: 'any',
    tbs: (tbs) => concatBytes(Uint8Array.of(SEQUENCE, 0x80), contentOf(tbs), new Uint8Array(2)),
  },
  'non-minimal-length': {
    description: 'The length of TBSCertificate has a leading zero.',
    reference: 'X.690 section 10.1',
    on: 'any',
    // The tag, how many octets the length has, one more of them, and the rest: a TBSCertificate is never of less than 128 octets.
    tbs: (tbs) => concatBytes(Uint8Array.of(octet(tbs, 0), octet(tbs, 1) + 1, 0), tbs.subarray(2)),
  },
  'non-canonical-boolean': {
    description: 'The critical flag of keyUsage is 01 instead of FF.',
    reference: 'X.690 section 11.1',
    on: 'any',
    tbs: (tbs) => replaceCriticalFlag(tbs, 1),
  },
  'default-boolean': {
    description: 'keyUsage says critical FALSE, which is the default and may not be written.',
    reference: 'X.690 section 11.5',
    on: 'any',
    tbs: (tbs) => replaceCriticalFlag(tbs, 0),
  },
  'default-version': {
    description: 'Version 1, which is the default and may not be written, is written.',
    reference: 'X.690 section 11.5',
    on: 'any',
    draft: (draft) => ({ ...draft, version: 1, extensions: [] }),
    tbs: (tbs) => encodeSequence(encodeElement(constructedContextTag(0), encodeNumber(0n)), contentOf(tbs)),
  },
  'non-minimal-serial-number': {
    description: 'The serial number has a leading zero octet too many.',
    reference: 'X.690 section 8.3.2',
    on: 'any',
    draft: (draft) => ({ ...draft, serialNumber: concatBytes(Uint8Array.of(0), draft.serialNumber) }),
  },
  'generalized-time-before-2050': {
    description: 'notAfter is a GeneralizedTime though before 2050.',
    reference: 'RFC 5280 section 4.1.2.5',
    on: 'any',
    draft: (draft, { at }) => ({ ...draft, notAfter: encodeGeneralizedTime(tomorrow(at)) }),
  },
  'month-13': badTime('notAfter is in month 13.', UTC_TIME, (text) => `${text.slice(2, 4)}1301000000Z`),
  'february-31': badTime('notAfter is on 31 February.', UTC_TIME, (text) => `${text.slice(2, 4)}0231000000Z`),
  'time-without-seconds': badTime('notAfter has no seconds.', UTC_TIME, (text) => `${text.slice(2, 12)}Z`),
  'time-with-offset': badTime('notAfter is in local time.', UTC_TIME, (text) => `${text.slice(2, 14)}+0100`),
  'time-with-fraction': badTime(
    'notAfter has a fraction of a second.',
    GENERALIZED_TIME,
    // Of a year that needs GeneralizedTime, so that nothing else is wrong with it.
    (text) => `${String(Number(text.slice(0, 4)) + 30)}0601000000.5Z`,
  ),
  'unused-bits-in-signature': {
    description: 'The signature says that four bits of its last octet are unused.',
    reference: 'RFC 5280 section 4.1.1.3',
    on: 'any',
    signed: claimUnusedBits,
  },
  truncated: {
    description: 'The last 16 octets are missing.',
    reference: 'X.690 section 8.1.3',
    on: 'any',
    signed: (der) => der.subarray(0, -16),
  },
  'trailing-bytes': {
    description: 'A NULL follows the end of the certificate.',
    reference: 'X.690 section 10.1',
    on: 'any',
    signed: (der) => concatBytes(der, encodeNull()),
  },
}

function badTime(description: string, tag: number, write: (text: string) => string): CertificateDefectRow {
  return {
    description,
    reference: 'RFC 5280 section 4.1.2.5',
    on: 'any',
    draft: (draft: CertificateDraft, { at }): CertificateDraft => ({
      ...draft,
      notAfter: encodeTimeText(tag, write(timeText(tomorrow(at)))),
    }),
  }
}

/** A time at which the certificate is still wanted. */
function tomorrow(at: Date): Date {
  return new Date(at.getTime() + 86_400_000)
}

function replaceCriticalFlag(tbs: Uint8Array, octet: number): Uint8Array {
  const start = tbs.findIndex((_, index) => CRITICAL_KEY_USAGE.every((value, at) => tbs[index + at] === value))
  if (start === -1) throw new TypeError('the defect needs a critical keyUsage')
  return patchDer(tbs, { offset: start + CRITICAL_KEY_USAGE.length - 1, bytes: Uint8Array.of(octet) })
}

function claimUnusedBits(der: Uint8Array): Uint8Array {
  const octets = contentOf(childrenOf(der)[SIGNATURE] ?? new Uint8Array()).slice(1)
  const last = octets.length - 1
  octets[last] = (octets[last] ?? 0) & 0xf0
  return patchDer(der, { path: [SIGNATURE], bytes: encodeElement(BIT_STRING, Uint8Array.of(4), octets) })
}
