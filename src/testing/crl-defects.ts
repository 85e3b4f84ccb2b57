import { concatBytes } from '@noble/hashes/utils.js'
import { ENUMERATED, INTEGER, SEQUENCE, UTC_TIME } from '../der/tag.ts'
import { encodeElement, encodeNull, encodeSequence } from '../der/write-der.ts'
import { otherAlgorithm } from './content-defects.ts'
import type { CrlOptions } from './crl-options.ts'
import type { TestKey } from './create-test-key.ts'
import type { DefectDescription } from './defect-description.ts'
import { encodeTimeText } from './encode-time.ts'
import { EXAMPLE_EXTENSION } from './example-extension.ts'
import { flipLastBit } from './flip-last-bit.ts'
import type { CrlDraft } from './issue-crl.ts'
import { contentOf } from './patch-der.ts'
import { encodeReason } from './revocation.ts'
import { encodeSignatureAlgorithm, sha1SignatureAlgorithm } from './signature-algorithms.ts'
import { encodeExtensions, EXTENSION_OIDS, plain, type TestExtension } from './test-extension.ts'
import { encodeName } from './test-name.ts'

/** What can be wrong with a CRL. {@link CRL_DEFECTS} tells what each does. */
export type CrlDefect =
  | 'stale'
  | 'future'
  | 'missing-next-update'
  | 'wrong-issuer-key'
  | 'wrong-issuer-name'
  | 'broken-signature'
  | 'sha1-signature'
  | 'inner-outer-algorithm-mismatch'
  | 'unknown-critical-extension'
  | 'unknown-critical-entry-extension'
  | 'duplicate-extension'
  | 'missing-crl-number'
  | 'delta-without-crl-number'
  | 'contradicting-scope'
  | 'wrong-scope'
  | 'non-critical-scope'
  | 'attribute-certificates-only'
  | 'empty-only-some-reasons'
  | 'v1-with-extensions'
  | 'empty-revoked-certificates'
  | 'remove-from-crl-in-complete'
  | 'unknown-reason'
  | 'month-13'
  | 'indefinite-length'
  | 'truncated'
  | 'trailing-bytes'

/** What a defect does, at whichever steps of the making it has to. */
export interface CrlDefectRow extends DefectDescription {
  /** Changes what the CRL was asked to be. */
  readonly options?: (options: CrlOptions, at: Date) => CrlOptions
  /** Changes the fields before they are encoded. */
  readonly draft?: (draft: CrlDraft, context: CrlDefectContext) => CrlDraft | Promise<CrlDraft>
  /** Changes what is going to be signed. */
  readonly tbs?: (tbs: Uint8Array) => Uint8Array
  /** Changes the CRL after it was signed. */
  readonly signed?: (der: Uint8Array) => Uint8Array
}

interface CrlDefectContext {
  readonly issuerKey: TestKey
  readonly stranger: () => Promise<TestKey>
}

const DAY_MS = 86_400_000
const UNKNOWN_EXTENSION: TestExtension = { oid: EXAMPLE_EXTENSION, critical: true, value: Uint8Array.of(5, 0) }

/** Each {@link CrlDefect}. */
export const CRL_DEFECTS: Readonly<Record<CrlDefect, CrlDefectRow>> = {
  stale: {
    description: 'Its successor was due a day ago.',
    reference: 'RFC 5280 section 6.3.3 (a)',
    options: (options, at) => ({ ...options, thisUpdate: daysFrom(at, -8), nextUpdate: daysFrom(at, -1) }),
  },
  future: {
    description: 'Issued a day from now.',
    reference: 'RFC 5280 section 5.1.2.4',
    options: (options, at) => ({ ...options, thisUpdate: daysFrom(at, 1), nextUpdate: daysFrom(at, 8) }),
  },
  'missing-next-update': {
    description: 'Does not say when the next one is due.',
    reference: 'RFC 5280 section 5.1.2.5',
    options: (options) => ({ ...options, nextUpdate: 'absent' }),
  },
  'wrong-issuer-key': {
    description: 'Signed by a stranger, under the name and key identifier of the issuer.',
    reference: 'RFC 5280 section 6.3.3 (g)',
    draft: async (draft, { stranger }) => ({ ...draft, signer: await stranger() }),
  },
  'wrong-issuer-name': {
    description: 'Signed by the issuer, but names another.',
    reference: 'RFC 5280 section 6.3.3 (b) (1)',
    draft: (draft) => ({ ...draft, issuer: encodeName('Nobody CA') }),
  },
  'broken-signature': {
    description: 'The last bit of the signature is wrong.',
    reference: 'RFC 5280 section 6.3.3 (g)',
    signed: flipLastBit,
  },
  'sha1-signature': {
    description: 'Signed over SHA-1.',
    reference: 'Baseline Requirements section 7.1.3.2',
    draft: (draft, { issuerKey }) => {
      const signWith = sha1SignatureAlgorithm(issuerKey.material)
      const algorithm = encodeSignatureAlgorithm(signWith)
      return { ...draft, innerAlgorithm: algorithm, outerAlgorithm: algorithm, signWith }
    },
  },
  'inner-outer-algorithm-mismatch': {
    description: 'Names another algorithm inside what is signed than beside the signature.',
    reference: 'RFC 5280 section 5.1.1.2',
    draft: (draft) => ({ ...draft, innerAlgorithm: otherAlgorithm(draft.signWith) }),
  },
  'unknown-critical-extension': {
    description: 'A critical extension that nobody knows.',
    reference: 'RFC 5280 section 5.2',
    draft: (draft) => ({ ...draft, extensions: [...draft.extensions, UNKNOWN_EXTENSION] }),
  },
  'unknown-critical-entry-extension': {
    description: 'An entry, for serial number 1, with a critical extension that nobody knows.',
    reference: 'RFC 5280 section 5.3',
    draft: (draft) => withEntry(draft, UNKNOWN_EXTENSION),
  },
  'duplicate-extension': {
    description: 'The first extension stands there twice.',
    reference: 'RFC 5280 section 4.2',
    draft: (draft) => ({ ...draft, extensions: [...draft.extensions, ...draft.extensions.slice(0, 1)] }),
  },
  'missing-crl-number': {
    description: 'No cRLNumber.',
    reference: 'RFC 5280 section 5.2.3',
    options: (options) => ({ ...options, crlNumber: 'absent' }),
  },
  'delta-without-crl-number': {
    description: 'A delta to CRL number 1, without a cRLNumber of its own.',
    reference: 'RFC 5280 section 5.2.3, CVE-2026-28388',
    options: (options) => ({ ...options, baseCrlNumber: 1, crlNumber: 'absent' }),
  },
  'contradicting-scope': {
    description: 'Only for user certificates, and only for CA certificates.',
    reference: 'RFC 5280 section 5.2.5',
    options: (options) => ({
      ...options,
      scope: { ...options.scope, onlyContainsUserCerts: true, onlyContainsCACerts: true },
    }),
  },
  'wrong-scope': {
    description: 'Of a distribution point that no certificate names.',
    reference: 'RFC 5280 section 6.3.3 (b) (2) (i)',
    options: (options) => ({
      ...options,
      scope: { ...options.scope, fullName: ['http://nowhere.example/other.crl'], relativeName: undefined },
    }),
  },
  'non-critical-scope': {
    description: 'Of a distribution point that no certificate names, in an extension that is not critical.',
    reference: 'RFC 5280 section 5.2.5',
    options: (options) => ({ ...options, scope: { fullName: ['http://nowhere.example/other.crl'], ...options.scope } }),
    draft: (draft) => ({
      ...draft,
      extensions: draft.extensions.map((extension) =>
        extension.oid === EXTENSION_OIDS.issuingDistributionPoint ? { ...extension, critical: false } : extension,
      ),
    }),
  },
  'attribute-certificates-only': {
    description: 'Only for attribute certificates.',
    reference: 'RFC 5280 section 5.2.5',
    options: (options) => ({ ...options, scope: { ...options.scope, onlyContainsAttributeCerts: true } }),
  },
  'empty-only-some-reasons': {
    description: 'onlySomeReasons is an empty BIT STRING.',
    reference: 'RUSTSEC-2026-0104',
    options: (options) => ({ ...options, scope: { ...options.scope, onlySomeReasons: [] } }),
  },
  'v1-with-extensions': {
    description: 'Has extensions, but version 1.',
    reference: 'RFC 5280 section 5.1.2.1',
    draft: (draft) => ({ ...draft, version: 1 }),
  },
  'empty-revoked-certificates': {
    description: 'revokedCertificates is there, and empty.',
    reference: 'RFC 5280 section 5.1.2.6',
    draft: (draft) => ({ ...draft, entries: [new Uint8Array()] }),
  },
  'remove-from-crl-in-complete': {
    description: 'An entry, for serial number 1, with removeFromCRL, which only a delta may have.',
    reference: 'RFC 5280 section 5.3.1',
    draft: (draft) => withEntry(draft, plain('reasonCode', encodeReason('removeFromCRL'))),
  },
  'unknown-reason': {
    description: 'An entry, for serial number 1, with reason 7, which is not used.',
    reference: 'RFC 5280 section 5.3.1',
    draft: (draft) => withEntry(draft, plain('reasonCode', encodeElement(ENUMERATED, Uint8Array.of(7)))),
  },
  'month-13': {
    description: 'thisUpdate is in month 13.',
    reference: 'RFC 5280 section 5.1.2.4',
    draft: (draft) => ({ ...draft, thisUpdate: encodeTimeText(UTC_TIME, '261301000000Z') }),
  },
  'indefinite-length': {
    description: 'TBSCertList has an indefinite length.',
    reference: 'X.690 section 10.1',
    tbs: (tbs) => concatBytes(Uint8Array.of(SEQUENCE, 0x80), contentOf(tbs), new Uint8Array(2)),
  },
  truncated: {
    description: 'The last 16 octets are missing.',
    reference: 'X.690 section 8.1.3',
    signed: (der) => der.subarray(0, -16),
  },
  'trailing-bytes': {
    description: 'A NULL follows the end of the CRL.',
    reference: 'X.690 section 10.1',
    signed: (der) => concatBytes(der, encodeNull()),
  },
}

function daysFrom(at: Date, days: number): Date {
  return new Date(at.getTime() + days * DAY_MS)
}

function withEntry(draft: CrlDraft, extension: TestExtension): CrlDraft {
  const serialNumber = encodeElement(INTEGER, Uint8Array.of(1))
  const entry = encodeSequence(serialNumber, draft.thisUpdate, encodeExtensions([extension]))
  return { ...draft, entries: [...draft.entries, entry] }
}
