import type { X509Certificate } from 'node:crypto'

/** node:crypto's names of the curves of the roots. */
export const NODE_CURVES: Readonly<Record<string, string>> = {
  'P-256': 'prime256v1',
  'P-384': 'secp384r1',
  'P-521': 'secp521r1',
}

/** Every field of a certificate that node:crypto reads, in the words of this library. */
export function nodeFieldsOf(certificate: X509Certificate): Readonly<Record<string, unknown>> {
  const key = certificate.publicKey
  const details = key.asymmetricKeyDetails
  return {
    subject: nodeLines(certificate.subject),
    issuer: nodeLines(certificate.issuer),
    // Zero is the one number that node:crypto writes with one digit.
    serialNumber: certificate.serialNumber.toLowerCase().padStart(2, '0'),
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
    fingerprint: certificate.fingerprint.replaceAll(':', '').toLowerCase(),
    fingerprint256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    subjectAltName: nodeAltNames(certificate.subjectAltName),
    infoAccess: nodeInfoAccess(certificate.infoAccess),
    ca: certificate.ca,
    extendedKeyUsage: certificate.keyUsage,
    keyType: key.asymmetricKeyType,
    keyBits: details?.modulusLength,
    keyExponent: details?.publicExponent,
    curve: details?.namedCurve,
    spki: key.export({ type: 'spki', format: 'der' }).toString('hex'),
    isSelfIssued: certificate.checkIssued(certificate),
    raw: certificate.raw.toString('hex'),
  }
}

/** One attribute a line; of the escapes that are possible, roots have those of special characters only. */
function nodeLines(text: string): readonly string[] {
  return text.split('\n').map((line) => line.replace(/\\([,+"<>;\\])/g, '$1'))
}

const NODE_KINDS: Readonly<Record<string, string>> = { DNS: 'dns', email: 'email', URI: 'uri', DirName: 'directory' }

/** Values with a comma are quoted and the comma escaped as in JSON. */
function nodeAltNames(text: string | undefined): readonly unknown[] {
  return (text?.split(', ') ?? []).map((entry) => {
    const [, kind = '', value = ''] = /^([^:]*):(.*)$/s.exec(entry) ?? []
    return [NODE_KINDS[kind] ?? kind, value.startsWith('"') ? (JSON.parse(value) as unknown) : value]
  })
}

function nodeInfoAccess(text: string | undefined): readonly unknown[] {
  return (text?.trim().split('\n') ?? []).map((line) => {
    const [, method = '', value = ''] = /^(.*?) - URI:(.*)$/.exec(line) ?? []
    return [{ OCSP: 'ocsp', 'CA Issuers': 'caIssuers' }[method] ?? method, value]
  })
}
