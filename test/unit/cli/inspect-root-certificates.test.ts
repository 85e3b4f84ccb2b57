import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { expect, it } from 'vitest'
import type { CertificateInfo } from '../../../src/report/certificate-info.ts'
import { NODE_CURVES, nodeFieldsOf } from '../../support/node-fields.ts'
import { run } from './fake-io.ts'

/** What the document holds of each object. */
interface InspectDocument {
  readonly files: readonly {
    readonly objects: readonly { readonly kind: string; readonly certificate: CertificateInfo }[]
  }[]
}

it('certkeep inspect --json says of every root of Node.js what node:crypto says, field by field', async () => {
  const { stdout } = await run(['inspect', '--json', 'roots.pem'], {
    files: { 'roots.pem': rootCertificates.join('\n') },
  })
  const { files } = JSON.parse(stdout) as InspectDocument
  const certificates = files.flatMap(({ objects }) => objects.map(({ certificate }) => certificate))
  expect(certificates).toHaveLength(rootCertificates.length)
  for (const [index, info] of certificates.entries()) {
    const theirs = nodeFieldsOf(new X509Certificate(rootCertificates[index] ?? ''))
    // Of the key and the certificate in bytes the document holds the fingerprint only.
    expect(theirs).toMatchObject(fieldsOf(info))
    const urls = [...info.revocation.ocspUrls, ...info.revocation.caIssuersUrls]
    expect(urls.toSorted()).toEqual(urlsOf(theirs['infoAccess']).toSorted())
  }
})

function fieldsOf(info: CertificateInfo): Readonly<Record<string, unknown>> {
  const { publicKey } = info
  return {
    subject: info.subject.attributes.map(({ type, value }) => `${type}=${value}`),
    issuer: info.issuer.attributes.map(({ type, value }) => `${type}=${value}`),
    serialNumber: info.serialNumber,
    validFrom: new Date(info.notBefore),
    validTo: new Date(info.notAfter),
    fingerprint: info.fingerprints.sha1,
    fingerprint256: info.fingerprints.sha256,
    subjectAltName: info.subjectAltNames.map(({ kind, value }) => [kind, value]),
    ca: info.isCa,
    extendedKeyUsage: info.extendedKeyUsage?.map(({ oid }) => oid),
    keyType: publicKey.algorithm.toLowerCase(),
    keyBits: publicKey.algorithm === 'RSA' ? publicKey.bits : undefined,
    curve: publicKey.curve === null ? undefined : NODE_CURVES[publicKey.curve],
    isSelfIssued: info.isSelfIssued,
  }
}

function urlsOf(infoAccess: unknown): readonly unknown[] {
  return Array.isArray(infoAccess) ? infoAccess.map((entry: readonly unknown[]) => entry[1]) : []
}
