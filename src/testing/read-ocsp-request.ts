import { sha1 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { fromBER, OctetString } from 'asn1js'
import { OCSPRequest } from 'pkijs'
import { encodePublicKeyOctets } from './encode-key.ts'
import { bytesEqual } from './join-bytes.ts'
import type { TestOcspEntry } from './ocsp-options.ts'
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
 * Returns `'malformedRequest'` for bytes that are none or whose nonce is none (RFC 9654 section 2.1), and `'unauthorized'` where it asks about another issuer.
 */
export function readOcspRequest(
  der: Uint8Array,
  authority: TestAuthority,
): OcspQuestion | 'malformedRequest' | 'unauthorized' {
  const request = parseRequest(der)
  if (request === undefined) return 'malformedRequest'
  const entries: TestOcspEntry[] = []
  for (const { reqCert } of request.tbsRequest.requestList) {
    const nameHash = reqCert.issuerNameHash.valueBlock.valueHexView
    const keyHash = reqCert.issuerKeyHash.valueBlock.valueHexView
    if (!isAbout(authority, reqCert.hashAlgorithm.algorithmId, nameHash, keyHash)) return 'unauthorized'
    const serialNumber = Uint8Array.from(reqCert.serialNumber.valueBlock.valueHexView)
    entries.push({ certId: new Uint8Array(reqCert.toSchema().toBER()), serialNumber })
  }
  const nonce = request.tbsRequest.requestExtensions?.find(({ extnID }) => extnID === EXTENSION_OIDS.ocspNonce)
  if (nonce === undefined) return { entries, nonce: undefined }
  const { offset, result } = fromBER(nonce.extnValue.valueBlock.valueHexView)
  if (offset !== nonce.extnValue.valueBlock.valueHexView.length || !(result instanceof OctetString)) {
    return 'malformedRequest'
  }
  return { entries, nonce: Uint8Array.from(result.valueBlock.valueHexView) }
}

function parseRequest(der: Uint8Array): OCSPRequest | undefined {
  try {
    const { offset, result } = fromBER(der)
    return offset === der.length ? new OCSPRequest({ schema: result }) : undefined
  } catch {
    // Whatever pkijs says of it: a responder answers all such requests alike.
    return undefined
  }
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
