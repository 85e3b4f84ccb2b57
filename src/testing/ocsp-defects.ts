import { concatBytes } from '@noble/hashes/utils.js'
import { constructedContextTag, ENUMERATED, SEQUENCE } from '../der/tag.ts'
import { encodeElement, encodeNull } from '../der/write-der.ts'
import type { DefectDescription } from './defect-description.ts'
import { EXAMPLE_EXTENSION } from './example-extension.ts'
import { flipLastBit } from './flip-last-bit.ts'
import type { OcspDraft, OcspRequest } from './issue-ocsp.ts'
import { listOcspEntries, type OcspOptions, type TestOcspEntry } from './ocsp-options.ts'
import { childrenOf, contentOf, patchDer } from './patch-der.ts'
import { encodeSignatureAlgorithm, sha1SignatureAlgorithm } from './signature-algorithms.ts'
import type { CertificateOptions } from './certificate-options.ts'
import { plain, type TestExtension } from './test-extension.ts'

/** What can be wrong with an OCSP response. {@link OCSP_DEFECTS} tells what each does. */
export type OcspDefect =
  | 'stale'
  | 'future'
  | 'missing-next-update'
  | 'wrong-serial-number'
  | 'wrong-issuer-hashes'
  | 'no-responses'
  | 'other-entry-first'
  | 'non-issued'
  | 'missing-nonce'
  | 'wrong-nonce'
  | 'broken-signature'
  | 'wrong-key'
  | 'sha1-signature'
  | 'unauthorized-responder'
  | 'responder-without-eku'
  | 'responder-any-eku'
  | 'responder-expired'
  | 'responder-without-nocheck'
  | 'missing-certificates'
  | 'unknown-critical-extension'
  | 'unknown-critical-single-extension'
  | 'unknown-response-type'
  | 'constructed-good'
  | 'error-with-response'
  | 'try-later'
  | 'unauthorized'
  | 'indefinite-length'
  | 'truncated'
  | 'trailing-bytes'

/** What a defect does, at whichever steps of the making it has to. */
export interface OcspDefectRow extends DefectDescription {
  /** Changes what the response was asked to be. */
  readonly options?: (options: OcspOptions, request: OcspRequest) => OcspOptions | Promise<OcspOptions>
  /** Changes the fields before they are encoded. */
  readonly draft?: (draft: OcspDraft, request: OcspRequest) => OcspDraft | Promise<OcspDraft>
  /** Changes ResponseData before it is signed. */
  readonly tbs?: (tbs: Uint8Array) => Uint8Array
  /** Changes the signed BasicOCSPResponse. */
  readonly basic?: (der: Uint8Array) => Uint8Array
  /** Changes the OCSPResponse. */
  readonly response?: (der: Uint8Array) => Uint8Array
}

const DAY_MS = 86_400_000
const UNKNOWN_EXTENSION: TestExtension = { oid: EXAMPLE_EXTENSION, critical: true, value: Uint8Array.of(5, 0) }
/** Of a certificate that nobody asked about. */
const OTHER_SERIAL_NUMBER = 0x5a5a5a

/** Each {@link OcspDefect}. */
export const OCSP_DEFECTS: Readonly<Record<OcspDefect, OcspDefectRow>> = {
  stale: {
    description: 'Its successor was due four days ago.',
    reference: 'RFC 6960 section 4.2.2.1',
    options: (options, { at }) => updated(options, daysFrom(at, -8), daysFrom(at, -4)),
  },
  future: {
    description: 'Made a day from now.',
    reference: 'RFC 6960 section 4.2.2.1',
    options: (options, { at }) => updated(options, daysFrom(at, 1), daysFrom(at, 5)),
  },
  'missing-next-update': {
    description: 'Does not say when there will be newer information.',
    reference: 'RFC 9919',
    options: (options) =>
      changeEntries({ ...options, nextUpdate: 'absent' }, (entry) => ({ ...entry, nextUpdate: 'absent' })),
  },
  'wrong-serial-number': {
    description: 'About another serial number, which is good.',
    reference: 'RFC 6960 section 3.2 (1)',
    options: (options) =>
      changeEntries(options, (entry) => ({ ...entry, serialNumber: OTHER_SERIAL_NUMBER, status: 'good' })),
  },
  'wrong-issuer-hashes': {
    description: 'About the same serial number of another issuer, which is good.',
    reference: 'RFC 6960 section 3.2 (1)',
    options: async (options, { stranger }) => {
      const issuer = await stranger()
      return changeEntries(options, (entry) => ({ ...entry, issuer, status: 'good' }))
    },
  },
  'no-responses': {
    description: 'About nothing.',
    reference: 'RFC 6960 section 4.2.1',
    options: (options) => ({ ...options, certificates: [], responses: [] }),
  },
  'other-entry-first': {
    description: 'Not wrong: begins with another certificate, which is good.',
    reference: 'CVE-2026-3832',
    options: (options) => {
      const other: TestOcspEntry = { serialNumber: OTHER_SERIAL_NUMBER, status: 'good' }
      return { ...options, certificates: [], responses: [other, ...listOcspEntries(options)] }
    },
  },
  'non-issued': {
    description: 'Not wrong: revoked, on hold since 1970, which says that it was never issued.',
    reference: 'RFC 6960 sections 2.2 and 4.4.8',
    options: (options) => ({
      ...changeEntries(options, (entry) => ({
        ...entry,
        status: 'revoked',
        revokedAt: new Date(0),
        reason: 'certificateHold',
      })),
      extensions: [...(options.extensions ?? []), plain('ocspExtendedRevoke', encodeNull())],
    }),
  },
  'missing-nonce': {
    description: 'Leaves out the nonce.',
    reference: 'RFC 9654 section 2.1',
    options: (options) => ({ ...options, nonce: undefined }),
  },
  'wrong-nonce': {
    description: 'Has another nonce.',
    reference: 'RFC 9654 section 2.1',
    options: (options) => ({ ...options, nonce: new Uint8Array(options.nonce?.length ?? 32).fill(0x5a) }),
  },
  'broken-signature': {
    description: 'The last bit of the signature is wrong.',
    reference: 'RFC 6960 section 3.2 (2)',
    basic: (der) => patchDer(der, { path: [SIGNATURE], bytes: flipLastBit(childrenOf(der)[SIGNATURE] ?? der) }),
  },
  'wrong-key': {
    description: 'Signed by a stranger who calls himself as the responder does.',
    reference: 'RFC 6960 section 3.2 (2)',
    draft: async (draft, { strangerKey }) => ({ ...draft, signer: await strangerKey(draft.signer) }),
  },
  'sha1-signature': {
    description: 'Signed over SHA-1.',
    reference: 'Baseline Requirements section 7.1.3.2',
    draft: (draft) => {
      const signWith = sha1SignatureAlgorithm(draft.signer.material)
      return { ...draft, signWith, outerAlgorithm: encodeSignatureAlgorithm(signWith) }
    },
  },
  'unauthorized-responder': {
    description: 'Signed by the responder of another CA.',
    reference: 'RFC 6960 section 4.2.2.2',
    options: async (options, { stranger }) => ({
      ...options,
      responder: await (await stranger()).ocspResponder(),
    }),
  },
  'responder-without-eku': {
    description: 'Signed by a certificate of the same CA that is not for OCSP.',
    reference: 'RFC 6960 section 4.2.2.2',
    options: delegateTo({ extendedKeyUsage: ['serverAuth'] }),
  },
  'responder-any-eku': {
    description: 'Signed by a certificate of the same CA that is for anyExtendedKeyUsage.',
    reference: 'RFC 6960 section 4.2.2.2',
    options: delegateTo({ extendedKeyUsage: ['anyExtendedKeyUsage'] }),
  },
  'responder-expired': {
    description: 'Signed by a responder whose certificate has expired.',
    reference: 'RFC 6960 section 4.2.2.2',
    options: delegateTo({ defects: ['expired'] }),
  },
  'responder-without-nocheck': {
    description: 'Signed by a responder whose certificate lacks id-pkix-ocsp-nocheck.',
    reference: 'RFC 6960 section 4.2.2.2.1, Baseline Requirements section 7.1.2.8',
    options: delegateTo({ withoutExtensions: ['ocspNoCheck'] }),
  },
  'missing-certificates': {
    description: 'Signed by a responder whose certificate is not sent along.',
    reference: 'RFC 6960 section 4.2.1',
    options: (options) => ({ ...options, responder: 'delegated', embed: [] }),
  },
  'unknown-critical-extension': {
    description: 'A critical extension that nobody knows.',
    reference: 'RFC 6960 section 4.4',
    options: (options) => ({ ...options, extensions: [...(options.extensions ?? []), UNKNOWN_EXTENSION] }),
  },
  'unknown-critical-single-extension': {
    description: 'Each SingleResponse has a critical extension that nobody knows.',
    reference: 'RFC 6960 section 4.4',
    options: (options) =>
      changeEntries(options, (entry) => ({ ...entry, extensions: [...(entry.extensions ?? []), UNKNOWN_EXTENSION] })),
  },
  'unknown-response-type': {
    description: 'Of a type other than id-pkix-ocsp-basic.',
    reference: 'RFC 6960 section 4.2.1',
    draft: (draft) => ({ ...draft, responseType: '2.999.3' }),
  },
  'constructed-good': {
    description: 'The status of the first certificate is [0] as if it held something.',
    reference: 'RFC 6960 section 4.2.1',
    tbs: (tbs) => patchDer(tbs, { path: [RESPONSES, 0, CERT_STATUS], bytes: encodeElement(constructedContextTag(0)) }),
  },
  'error-with-response': {
    description: 'Says tryLater, and yet holds a response that says more.',
    reference: 'RFC 6960 section 4.2.1',
    response: (der) => patchDer(der, { path: [0], bytes: encodeElement(ENUMERATED, Uint8Array.of(TRY_LATER)) }),
  },
  'try-later': {
    description: 'The responder has no answer now; unsigned.',
    reference: 'RFC 6960 section 2.3',
    options: (options) => ({ ...options, status: 'tryLater' }),
  },
  unauthorized: {
    description: 'The responder does not answer this one; unsigned.',
    reference: 'RFC 6960 section 2.3',
    options: (options) => ({ ...options, status: 'unauthorized' }),
  },
  'indefinite-length': {
    description: 'ResponseData has an indefinite length.',
    reference: 'X.690 section 10.1',
    tbs: (tbs) => concatBytes(Uint8Array.of(SEQUENCE, 0x80), contentOf(tbs), new Uint8Array(2)),
  },
  truncated: {
    description: 'The last 16 octets are missing.',
    reference: 'X.690 section 8.1.3',
    response: (der) => der.subarray(0, -16),
  },
  'trailing-bytes': {
    description: 'A NULL follows the end of the response.',
    reference: 'X.690 section 10.1',
    response: (der) => concatBytes(der, encodeNull()),
  },
}

/** Which child of BasicOCSPResponse the signature is, of ResponseData the list, of SingleResponse the status. */
const SIGNATURE = 2
const RESPONSES = 2
const CERT_STATUS = 1
const TRY_LATER = 3

function daysFrom(at: Date, days: number): Date {
  return new Date(at.getTime() + days * DAY_MS)
}

function updated(options: OcspOptions, thisUpdate: Date, nextUpdate: Date): OcspOptions {
  return changeEntries({ ...options, producedAt: thisUpdate }, (entry) => ({ ...entry, thisUpdate, nextUpdate }))
}

function changeEntries(options: OcspOptions, change: (entry: TestOcspEntry) => TestOcspEntry): OcspOptions {
  return { ...options, certificates: [], responses: listOcspEntries(options).map(change) }
}

function delegateTo(responder: CertificateOptions): NonNullable<OcspDefectRow['options']> {
  return async (options, { authority }) => ({ ...options, responder: await authority.ocspResponder(responder) })
}
