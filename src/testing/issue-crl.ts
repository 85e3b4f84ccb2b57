import { SEQUENCE, constructedContextTag, contextTag } from '../der/tag.ts'
import { encodeElement, encodeSequence } from '../der/write-der.ts'
import { signStructure, type SigningChoice } from './certificate-draft.ts'
import { CRL_DEFECTS } from './crl-defects.ts'
import type { CrlOptions, TestCrlScope } from './crl-options.ts'
import type { TestKey } from './create-test-key.ts'
import { findDefect } from './defect-description.ts'
import { encodeCrlEntries } from './encode-crl-entries.ts'
import { encodeNumber } from './encode-key.ts'
import { encodeTime } from './encode-time.ts'
import { replaceExtensions } from './issue-certificate.ts'
import { joinBytes } from './join-bytes.ts'
import { patchDer } from './patch-der.ts'
import type { Revocation } from './revocation.ts'
import { encodeSignatureAlgorithm } from './signature-algorithms.ts'
import {
  authorityKeyIdentifier,
  critical,
  distributionPoints,
  encodeDistributionPointName,
  encodeExtensions,
  encodeReasonFlags,
  encodeTrue,
  plain,
  type TestExtension,
} from './test-extension.ts'
import { encodeName } from './test-name.ts'

/** A CRL to be made. */
export interface CrlRequest {
  readonly at: Date
  readonly issuer: { readonly subject: Uint8Array; readonly key: TestKey }
  readonly revocations: readonly Revocation[]
  /** The number of the CRL if the options do not say. */
  readonly crlNumber: number
  readonly options: CrlOptions
  readonly stranger: () => Promise<TestKey>
}

/** A CRL about to be written, each part as DER and free to be wrong. */
export interface CrlDraft extends SigningChoice {
  /** Written unless 1, which is the default. */
  readonly version: 1 | 2
  readonly innerAlgorithm: Uint8Array
  readonly issuer: Uint8Array
  readonly thisUpdate: Uint8Array
  readonly nextUpdate: Uint8Array | undefined
  /** Entries, or several in a row; an empty list is left out. */
  readonly entries: readonly Uint8Array[]
  readonly extensions: readonly TestExtension[]
}

const DEFAULT_LIFETIME_MS = 7 * 86_400_000

/** Writes and signs a CRL, with its defects, and returns its DER. */
export async function issueCrl(request: CrlRequest): Promise<Uint8Array> {
  const rows = (request.options.defects ?? []).map((defect) => findDefect(CRL_DEFECTS, defect))
  const options = rows.reduce((changed, row) => row.options?.(changed, request.at) ?? changed, request.options)
  const context = { issuerKey: request.issuer.key, stranger: request.stranger }
  let draft = draftCrl({ ...request, options })
  for (const { draft: change } of rows) draft = change === undefined ? draft : await change(draft, context)
  let tbs = patchDer(encodeTbsCertList(draft), ...(options.tbsPatches ?? []))
  for (const { tbs: change } of rows) tbs = change?.(tbs) ?? tbs
  let der = patchDer(await signStructure(tbs, draft), ...(options.patches ?? []))
  for (const { signed: change } of rows) der = change?.(der) ?? der
  return der
}

/** TBSCertList (RFC 5280 section 5.1). */
function encodeTbsCertList(draft: CrlDraft): Uint8Array {
  const { version, nextUpdate, entries, extensions } = draft
  return encodeSequence(
    ...(version === 1 ? [] : [encodeNumber(1n)]),
    draft.innerAlgorithm,
    draft.issuer,
    draft.thisUpdate,
    ...(nextUpdate === undefined ? [] : [nextUpdate]),
    ...(entries.length === 0 ? [] : [encodeElement(SEQUENCE, joinBytes(entries))]),
    ...(extensions.length === 0 ? [] : [encodeElement(constructedContextTag(0), encodeExtensions(extensions))]),
  )
}

function draftCrl(request: CrlRequest): CrlDraft {
  const { options, issuer } = request
  const signWith = options.signatureAlgorithm ?? issuer.key.signatureAlgorithm
  const algorithm = encodeSignatureAlgorithm(signWith)
  const thisUpdate = options.thisUpdate ?? request.at
  const nextUpdate = options.nextUpdate ?? new Date(thisUpdate.getTime() + DEFAULT_LIFETIME_MS)
  return {
    version: 2,
    innerAlgorithm: algorithm,
    issuer: options.issuer === undefined ? issuer.subject : encodeName(options.issuer),
    thisUpdate: encodeTime(thisUpdate),
    nextUpdate: nextUpdate === 'absent' ? undefined : encodeTime(nextUpdate),
    entries: encodeCrlEntries(request),
    extensions: replaceExtensions(crlExtensions(request), options),
    outerAlgorithm: algorithm,
    signer: issuer.key,
    signWith,
  }
}

function crlExtensions({ options, issuer, crlNumber: nextNumber }: CrlRequest): readonly TestExtension[] {
  const { scope, baseCrlNumber, freshestCrl, crlNumber = nextNumber } = options
  return [
    authorityKeyIdentifier(issuer.key.keyIdentifier),
    ...(crlNumber === 'absent' ? [] : [plain('cRLNumber', encodeNumber(BigInt(crlNumber)))]),
    ...(baseCrlNumber === undefined ? [] : [critical('deltaCRLIndicator', encodeNumber(BigInt(baseCrlNumber)))]),
    ...(scope === undefined ? [] : [critical('issuingDistributionPoint', encodeScope(scope))]),
    ...(freshestCrl === undefined ? [] : [distributionPoints('freshestCRL', freshestCrl)]),
  ]
}

/** IssuingDistributionPoint, in which FALSE is the default and not written. */
function encodeScope(scope: TestCrlScope): Uint8Array {
  const flag = (number: number, value: boolean | undefined): readonly Uint8Array[] =>
    value === true ? [encodeTrue(contextTag(number))] : []
  const { onlySomeReasons } = scope
  return encodeSequence(
    ...encodeDistributionPointName(scope),
    ...flag(1, scope.onlyContainsUserCerts),
    ...flag(2, scope.onlyContainsCACerts),
    ...(onlySomeReasons === undefined ? [] : [encodeReasonFlags(contextTag(3), onlySomeReasons)]),
    ...flag(4, scope.indirectCRL),
    ...flag(5, scope.onlyContainsAttributeCerts),
  )
}
