import { identifyEncryptedKey } from '../keys/identify-encrypted-key.ts'
import { parsePrivateKey } from '../keys/parse-private-key.ts'
import { privateKeyProblem } from '../keys/private-key-problem.ts'
import { isCertkeepError } from '../problem/certkeep-error.ts'
import { decoderEvidence } from '../problem/decoder-evidence.ts'
import { identifyDer } from '../pem/identify-der.ts'
import { createProblem } from '../problem/problem.ts'
import { parseCertificate } from '../x509/parse-certificate.ts'
import { inspectCertificate } from './inspect-certificate.ts'
import type { InputFindings } from './inspect-report.ts'

/**
 * Says what a binary file is: one object, from its first byte to its last.
 *
 * @param meant - what bytes that are not recognised are taken for, so that there is a place to point to
 */
export function inspectDer(
  der: Uint8Array,
  at: Date,
  meant: 'certificate' | 'privateKey' = 'certificate',
): InputFindings {
  const kind = identifyDer(der)
  switch (kind) {
    case 'privateKey':
      return inspectKey(der)
    case 'encryptedPrivateKey': {
      const cipher = identifyEncryptedKey(der)?.cipher ?? ''
      const problem = createProblem('key-encrypted', { container: 'pkcs8', cipher })
      return { objects: [{ kind, line: null, label: '' }], problems: [problem] }
    }
    case 'certificate':
      return inspectAsCertificate(der, at)
    case 'unknown':
      return meant === 'certificate' ? inspectAsCertificate(der, at) : inspectKey(der)
    default:
      return { objects: [{ kind, line: null, label: '' }], problems: [] }
  }
}

function inspectAsCertificate(der: Uint8Array, at: Date): InputFindings {
  try {
    return { objects: [inspectCertificate(parseCertificate(der), null, at)], problems: [] }
  } catch (error) {
    if (!isCertkeepError(error)) throw error
    return {
      objects: [{ kind: 'unreadable', line: null, label: '' }],
      problems: [createProblem('certificate-malformed', decoderEvidence(error))],
    }
  }
}

function inspectKey(der: Uint8Array): InputFindings {
  try {
    return { objects: [{ kind: 'privateKey', line: null, key: parsePrivateKey(der) }], problems: [] }
  } catch (error) {
    if (!isCertkeepError(error)) throw error
    return { objects: [{ kind: 'unreadable', line: null, label: '' }], problems: [privateKeyProblem(error, {})] }
  }
}
