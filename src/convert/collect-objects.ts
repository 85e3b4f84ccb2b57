import { bytesToHex } from '@noble/hashes/utils.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { parsePrivateKey } from '../keys/parse-private-key.ts'
import { privateKeyProblem } from '../keys/private-key-problem.ts'
import type { PrivateKey } from '../keys/private-key.ts'
import { isCertkeepError } from '../problem/certkeep-error.ts'
import type { ConvertedContainer, LeftOutObject } from '../problem/convert-problems.ts'
import { createProblem, type Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import { parseCertificate } from '../x509/parse-certificate.ts'
import { assertInBounds } from './conversion-failure.ts'
import { MAX_OBJECTS } from './work-limits.ts'

/** What was found so far, each object once. */
export interface ObjectCollector {
  readonly certificates: readonly Certificate[]
  readonly privateKeys: readonly PrivateKey[]
  /** Decodes a certificate, or says why that is impossible. The bytes are copied. */
  readonly addCertificateDer: (der: Uint8Array) => void
  /** Gives the index of the same one where it is there already, which is for the caller to tell of. */
  readonly addCertificate: (certificate: Certificate) => number | undefined
  /** Reads a private key, or says why that is impossible. The bytes are copied. */
  readonly addPrivateKeyDer: (der: Uint8Array) => void
  readonly addPrivateKey: (privateKey: PrivateKey) => void
  readonly addProblem: (problem: Problem) => void
  readonly leaveOut: (object: LeftOutObject, count?: number) => void
  /** Counts an object of a container, of whatever kind. */
  readonly count: (container: ConvertedContainer) => void
  /** All problems, with one for each kind of object that was left out. The same one is told of once. */
  readonly problems: () => readonly Problem[]
}

/** Starts to collect. */
export function createObjectCollector(): ObjectCollector {
  const certificates: Certificate[] = []
  const privateKeys: PrivateKey[] = []
  const problems = new Map<string, Problem>()
  const leftOut = new Map<LeftOutObject, number>()
  const seen = new Map<string, number>()
  let objects = 0

  const addProblem = (problem: Problem): void => {
    problems.set(JSON.stringify(problem), problem)
  }
  const addCertificate = (certificate: Certificate): number | undefined => {
    const first = seen.get(certificate.fingerprint('sha256'))
    if (first !== undefined) return first
    seen.set(certificate.fingerprint('sha256'), certificates.length)
    certificates.push(certificate)
    return undefined
  }
  const addPrivateKey = (privateKey: PrivateKey): void => {
    const pkcs8 = privateKey.exportPkcs8()
    const fingerprint = `key ${bytesToHex(sha256(pkcs8))}`
    pkcs8.fill(0)
    if (seen.has(fingerprint)) return
    seen.set(fingerprint, privateKeys.length)
    privateKeys.push(privateKey)
  }
  return {
    certificates,
    privateKeys,
    addCertificate,
    addPrivateKey,
    addProblem,
    addCertificateDer: (der) => {
      const certificate = readOr(() => parseCertificate(new Uint8Array(der)), addProblem, 'certificate')
      const first = certificate === undefined ? undefined : addCertificate(certificate)
      if (first !== undefined) addProblem(createProblem('pem-duplicate-certificate', { first }))
    },
    addPrivateKeyDer: (der) => {
      const privateKey = readOr(() => parsePrivateKey(der), addProblem, 'privateKey')
      if (privateKey !== undefined) addPrivateKey(privateKey)
    },
    leaveOut: (object, count = 1) => {
      leftOut.set(object, (leftOut.get(object) ?? 0) + count)
    },
    count: (container) => {
      objects += 1
      assertInBounds(container, 'objects', objects, 0, MAX_OBJECTS)
    },
    problems: () => [
      ...problems.values(),
      ...[...leftOut].map(([object, count]) => createProblem('object-left-out', { object, count })),
    ],
  }
}

function readOr<Result>(
  read: () => Result,
  addProblem: (problem: Problem) => void,
  kind: 'certificate' | 'privateKey',
): Result | undefined {
  try {
    return read()
  } catch (error) {
    if (!isCertkeepError(error)) throw error
    const { structure, offset } = error.detail
    addProblem(
      kind === 'privateKey'
        ? privateKeyProblem(error, {})
        : createProblem('certificate-malformed', {
            error: error.code,
            structure: typeof structure === 'string' ? structure : '',
            offset: Number(offset ?? 0),
          }),
    )
    return undefined
  }
}
