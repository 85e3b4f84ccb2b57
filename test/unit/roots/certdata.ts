import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Fingerprints and dates of the roots for TLS servers that Mozilla's `certdata.txt` dates; `undefined` without the file.
 *
 * Reads nothing but these, by searching, so that it shares no thought with the generator.
 */
export function readDatedRoots(): readonly (readonly [fingerprint: string, date: string])[] | undefined {
  const path = certdataPath()
  if (path === undefined || !existsSync(path)) return undefined
  const certificates = readFileSync(path, 'utf8').split('\nCKA_CLASS CK_OBJECT_CLASS CKO_CERTIFICATE\n').slice(1)
  return certificates.flatMap((text) => {
    const date = octets(text, 'CKA_NSS_SERVER_DISTRUST_AFTER')?.toString()
    // The object about trust follows its certificate in the file.
    const isTrusted = text.includes('\nCKA_TRUST_SERVER_AUTH CK_TRUST CKT_NSS_TRUSTED_DELEGATOR\n')
    if (date === undefined || !isTrusted) return []
    const der = octets(text, 'CKA_VALUE') ?? Buffer.alloc(0)
    const iso = date.replace(/^(..)(..)(..)(..)(..)(..)Z$/, '20$1-$2-$3T$4:$5:$6.000Z')
    return [[createHash('sha256').update(der).digest('hex'), iso] as const]
  })
}

/** Where the test machine keeps Mozilla's `certdata.txt`, if it does. */
export function certdataPath(): string | undefined {
  const { CERTKEEP_CERTDATA: certdata, CERTKEEP_CONFORMANCE: conformance } = process.env
  return certdata ?? (conformance === undefined ? undefined : join(conformance, '../data/certdata-20250419.txt'))
}

function octets(text: string, name: string): Buffer | undefined {
  const [, body] = new RegExp(`\n${name} MULTILINE_OCTAL\n([^E]*)\nEND`).exec(text) ?? []
  return body === undefined
    ? undefined
    : Buffer.from(body.match(/[0-7]{3}/g)?.map((digits) => parseInt(digits, 8)) ?? [])
}
