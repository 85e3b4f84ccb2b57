import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import {
  attribute,
  buildTbsCertificate,
  criticalExtension,
  extension,
  type CertificateParts,
} from './build-certificate.ts'
import {
  ascii,
  bitString,
  explicit,
  hex,
  ia5String,
  implicit,
  nothing,
  octets,
  octetString,
  oid,
  printableString,
  sequence,
  set,
  utcTime,
  utf8String,
} from './der.ts'

const SHA256_WITH_RSA = sequence(oid('1.2.840.113549.1.1.11'), nothing)

const ISSUER = sequence(
  set(attribute('2.5.4.6', printableString('KR'))),
  set(attribute('2.5.4.10', utf8String('Example Trust Services'))),
  set(attribute('2.5.4.3', utf8String('Example RSA TLS CA G1'))),
)

const SUBJECT = sequence(
  set(attribute('2.5.4.6', printableString('KR'))),
  set(attribute('2.5.4.8', utf8String('Seoul'))),
  set(attribute('2.5.4.7', utf8String('Gangnam-gu'))),
  set(attribute('2.5.4.10', utf8String('예시 주식회사'))),
  set(attribute('2.5.4.3', utf8String('www.example.com'))),
)

/** Two timestamps whose signatures are none (RFC 6962 section 3.3). */
const TIMESTAMPS = octets([0, 240], timestampOfLog(1), timestampOfLog(2))

/** What a public CA puts into the certificate of a server. */
const EXTENSIONS: readonly Uint8Array[] = [
  criticalExtension('2.5.29.15', bitString(5, [0xa0])),
  extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'), oid('1.3.6.1.5.5.7.3.2'))),
  criticalExtension('2.5.29.19', sequence()),
  extension('2.5.29.14', octetString(hex('00112233445566778899aabbccddeeff00112233'))),
  extension('2.5.29.35', sequence(implicit(0, hex('ffeeddccbbaa99887766554433221100ffeeddcc')))),
  extension(
    '1.3.6.1.5.5.7.1.1',
    sequence(
      sequence(oid('1.3.6.1.5.5.7.48.1'), uri('http://ocsp.ca.example')),
      sequence(oid('1.3.6.1.5.5.7.48.2'), uri('http://aia.ca.example/g1.cer')),
    ),
  ),
  extension(
    '2.5.29.17',
    sequence(...['www.example.com', 'example.com', '*.api.example.com', 'example.co.kr'].map(dns)),
  ),
  extension(
    '2.5.29.32',
    sequence(
      sequence(oid('2.23.140.1.2.2')),
      sequence(
        oid('1.3.6.1.4.1.99999.1.1'),
        sequence(sequence(oid('1.3.6.1.5.5.7.2.1'), ia5String('https://cps.ca.example'))),
      ),
    ),
  ),
  extension('2.5.29.31', sequence(sequence(explicit(0, explicit(0, uri('http://crl.ca.example/g1/42.crl')))))),
  extension('1.3.6.1.4.1.11129.2.4.2', octetString(TIMESTAMPS)),
]

/**
 * Makes the certificate of a server as a public CA would: RSA of 2048 bits, signed, with ten extensions.
 *
 * @param serialNumber - 16 octets, the first of which below 0x80 and not 0
 */
export function createSampleLeaf(serialNumber: Uint8Array = hex('0a0b0c0d0e0f00010203040506070809')): Uint8Array {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return signCertificate(
    {
      serialNumber: octets([0x02, 16], serialNumber),
      signature: SHA256_WITH_RSA,
      issuer: ISSUER,
      validity: sequence(utcTime('260101000000Z'), utcTime('260719235959Z')),
      subject: SUBJECT,
      subjectPublicKeyInfo: publicKey.export({ type: 'spki', format: 'der' }),
      extensions: EXTENSIONS,
    },
    privateKey,
  )
}

/** A certificate signed with SHA-256 by this RSA key. */
function signCertificate(parts: CertificateParts, privateKey: KeyObject): Uint8Array {
  const tbs = buildTbsCertificate(parts)
  return sequence(tbs, SHA256_WITH_RSA, bitString(0, sign('sha256', tbs, privateKey)))
}

/** PEM text of one certificate (RFC 7468). */
export function toPem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

function uri(text: string): Uint8Array {
  return implicit(6, ascii(text))
}

function dns(text: string): Uint8Array {
  return implicit(2, ascii(text))
}

/** One timestamp of 118 octets, with its length before it. */
function timestampOfLog(log: number): Uint8Array {
  const body = octets(
    [0],
    new Uint8Array(32).fill(log),
    hex('0000019b76da8800'),
    [0, 0, 4, 3, 0, 71],
    new Uint8Array(71).fill(0x5a),
  )
  return octets([0, body.length], body)
}
