import { sha1 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { fromBER } from 'asn1js'
import { OCSPRequest } from 'pkijs'
import { encodePublicKeyOctets } from './encode-key.ts'
import { bytesEqual } from './join-bytes.ts'
import type { TestOcspEntry } from './ocsp-options.ts'
import { contentOf } from './patch-der.ts'
import type { TestAuthority } from './test-authority.ts'
import { EXTENSION_OIDS } from './test-extension.ts'
import { TEST_HASH_OIDS } from './test-hashes.ts'

/** What an OCSP request asks. */
export interface OcspQuestion {
  readonly entries: readonly TestOcspEntry[]
  readonly nonce: Uint8Array | undefined
}

/**
 * Reads an OCSP request (RFC 6960 section 4.1) to an authority.
 *
 * Returns `'malformedRequest'` for bytes that are none, and `'unauthorized'` where it asks about another issuer.
 */
export function readOcspRequest(
  der: Uint8Array,
  authority: TestAuthority,
): OcspQuestion | 'malformedRequest' | 'unauthorized' {
  let request: OCSPRequest
  try {
    request = new OCSPRequest({ schema: fromBER(der).result })
  } catch {
    // Whatever pkijs says of it: a responder answers all such requests alike.
    return 'malformedRequest'
  }
  const entries: TestOcspEntry[] = []
  for (const { reqCert } of request.tbsRequest.requestList) {
    const nameHash = reqCert.issuerNameHash.valueBlock.valueHexView
    const keyHash = reqCert.issuerKeyHash.valueBlock.valueHexView
    if (!isAbout(authority, reqCert.hashAlgorithm.algorithmId, nameHash, keyHash)) return 'unauthorized'
    const serialNumber = Uint8Array.from(reqCert.serialNumber.valueBlock.valueHexView)
    entries.push({ certId: new Uint8Array(reqCert.toSchema().toBER()), serialNumber })
  }
  const nonce = request.tbsRequest.requestExtensions?.find(({ extnID }) => extnID === EXTENSION_OIDS.ocspNonce)
  const value = nonce === undefined ? undefined : Uint8Array.from(nonce.extnValue.valueBlock.valueHexView)
  return { entries, nonce: value === undefined ? undefined : contentOf(value) }
}

function isAbout(authority: TestAuthority, hashOid: string, nameHash: Uint8Array, keyHash: Uint8Array): boolean {
  const hash = HASHES.get(hashOid)
  if (hash === undefined) return false
  const key = encodePublicKeyOctets(authority.key.material)
  return bytesEqual(hash(authority.subject), nameHash) && bytesEqual(hash(key), keyHash)
}

const HASHES: ReadonlyMap<string, (message: Uint8Array) => Uint8Array> = /* @__PURE__ */ new Map([
  [TEST_HASH_OIDS['SHA-1'], sha1],
  [TEST_HASH_OIDS['SHA-256'], sha256],
])
