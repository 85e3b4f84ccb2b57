import { constructedContextTag, INTEGER } from '../der/tag.ts'
import { encodeBitString, encodeElement, encodeSequence } from '../der/write-der.ts'
import type { TestKey } from './create-test-key.ts'
import { encodeNumber } from './encode-key.ts'
import type { TestSignatureAlgorithm } from './signature-algorithms.ts'
import { encodeExtensions, type TestExtension } from './test-extension.ts'

/** A certificate about to be written, each part as DER and free to be wrong. */
export interface CertificateDraft {
  /** Written unless 1, which is the default. */
  readonly version: 1 | 2 | 3
  /** Content octets of the INTEGER. */
  readonly serialNumber: Uint8Array
  /** Inside TBSCertificate. */
  readonly innerAlgorithm: Uint8Array
  readonly issuer: Uint8Array
  readonly notBefore: Uint8Array
  readonly notAfter: Uint8Array
  readonly subject: Uint8Array
  readonly subjectPublicKeyInfo: Uint8Array
  readonly extensions: readonly TestExtension[]
  /** Beside the signature. */
  readonly outerAlgorithm: Uint8Array
  readonly signer: TestKey
  readonly signWith: TestSignatureAlgorithm
}

/** DER of TBSCertificate (RFC 5280 section 4.1). */
export function encodeTbsCertificate(draft: CertificateDraft): Uint8Array {
  const { version, extensions } = draft
  return encodeSequence(
    ...(version === 1 ? [] : [encodeElement(constructedContextTag(0), encodeNumber(BigInt(version - 1)))]),
    encodeElement(INTEGER, draft.serialNumber),
    draft.innerAlgorithm,
    draft.issuer,
    encodeSequence(draft.notBefore, draft.notAfter),
    draft.subject,
    draft.subjectPublicKeyInfo,
    ...(extensions.length === 0 ? [] : [encodeElement(constructedContextTag(3), encodeExtensions(extensions))]),
  )
}

/** What is signed alike in certificates, CRLs and OCSP responses. */
export interface SigningChoice {
  readonly outerAlgorithm: Uint8Array
  readonly signer: TestKey
  readonly signWith: TestSignatureAlgorithm
}

/** DER of the SEQUENCE of what is signed, algorithm and signature, with `rest` at its end. */
export async function signStructure(
  tbs: Uint8Array,
  { outerAlgorithm, signer, signWith }: SigningChoice,
  ...rest: readonly Uint8Array[]
): Promise<Uint8Array> {
  const signature = encodeBitString(await signer.sign(tbs, signWith))
  return encodeSequence(tbs, outerAlgorithm, signature, ...rest)
}
