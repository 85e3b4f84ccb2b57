import { encodePem } from '../armor/encode-pem.ts'
import type { PrivateKey } from '../keys/private-key.ts'
import { labelOfKey } from '../pem/judge-block.ts'
import { sortProblems, type Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { ConvertForm } from './identify-input.ts'

/** What an input holds, as the boxes of a registration take it. */
export interface ConvertReport {
  /** No problem of severity `error`. */
  readonly ok: boolean
  /** What the input was: `text`, or the binary object. */
  readonly form: ConvertForm
  /** Clean PEM, in the container that the key came in, decrypted. Not enumerable, so that no copy, JSON or log shows it. */
  readonly privateKey?: string
  /** Clean PEM of the certificate that the key belongs to; without a key, of the one that has issued no other. */
  readonly certificate?: string
  /** Clean PEM of its issuers, in order: leaf's issuer first, root last. */
  readonly chain?: string
  /** Those in `certificate` and `chain`, in the same order. */
  readonly certificates: readonly Certificate[]
  /** All found; each keeps itself to itself. */
  readonly privateKeys: readonly PrivateKey[]
  /** Most helpful first. */
  readonly problems: readonly Problem[]
}

/** The objects that were chosen for the boxes. */
export interface ChosenObjects {
  readonly privateKey: PrivateKey | undefined
  readonly certificate: Certificate | undefined
  readonly chain: readonly Certificate[]
}

/** Puts a report together so that it can be serialised and logged without showing a key. */
export function createConvertReport(
  form: ConvertForm,
  { privateKey, certificate, chain }: ChosenObjects,
  privateKeys: readonly PrivateKey[],
  problems: readonly Problem[],
): ConvertReport {
  const report = {
    ok: problems.every(({ severity }) => severity !== 'error'),
    form,
    ...(certificate === undefined ? {} : { certificate: encodeCertificate(certificate) }),
    ...(chain.length === 0 ? {} : { chain: chain.map(encodeCertificate).join('') }),
    certificates: [...(certificate === undefined ? [] : [certificate]), ...chain],
    privateKeys,
    problems: sortProblems(problems),
  }
  if (privateKey === undefined) return report
  return Object.defineProperty(report, 'privateKey', { enumerable: false, get: () => encodePrivateKey(privateKey) })
}

function encodeCertificate({ der }: Certificate): string {
  return encodePem('CERTIFICATE', der)
}

function encodePrivateKey(privateKey: PrivateKey): string {
  const der = privateKey.exportDer()
  const text = encodePem(labelOfKey(privateKey), der)
  der.fill(0)
  return text
}
