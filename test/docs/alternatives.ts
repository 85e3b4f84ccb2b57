import '../bench/reflect-metadata.ts'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import * as peculiar from '@peculiar/x509'
import forge from 'node-forge'
import * as pkijs from 'pkijs'
import { parsePem, verifyKeyMatch } from '../../src/index.ts'
import {
  createTestAuthority,
  type CertificateDefect,
  type KeyDefect,
  type TestCertificate,
} from '../../src/testing/index.ts'

/** The libraries of the table in README.md, in its order. */
export const COLUMNS = ['certkeep', 'node:crypto', 'pkijs', '@peculiar/x509', 'node-forge'] as const

type Column = (typeof COLUMNS)[number]

/** A row of the table: a cell for each library, `–` where it has no such thing. */
export type Row = Readonly<Record<Column, string>>

/** Reads a certificate with all that the library decodes of it. Throws if it is refused. */
const READERS: Readonly<Record<Column, (pem: string) => unknown>> = {
  certkeep: (pem) => {
    const { ok, certificates, problems } = parsePem(pem)
    if (!ok) throw new Error(problems[0]?.code)
    return certificates.map(({ extensions, notAfter }) => [extensions, notAfter])
  },
  'node:crypto': (pem) => {
    const { subjectAltName, keyUsage, validTo } = new X509Certificate(pem)
    return [subjectAltName, keyUsage, validTo]
  },
  pkijs: (pem) => {
    const { extensions = [] } = pkijs.Certificate.fromBER(
      Uint8Array.from(Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64')),
    )
    return extensions.map(({ parsedValue }) => parsedValue as unknown)
  },
  '@peculiar/x509': (pem) => {
    const { extensions, notAfter } = new peculiar.X509Certificate(pem)
    return [extensions, notAfter]
  },
  'node-forge': (pem) => forge.pki.certificateFromPem(pem),
}

/** What happens to text on its way into a form. */
const DAMAGES: Readonly<Record<string, (pem: string) => string>> = {
  'quoted in a mail': (pem) => pem.replace(/^(?=.)/gm, '> '),
  'line feeds lost': (pem) => pem.replace(/\n/g, ' '),
  'line feeds written out': (pem) => pem.replace(/\n/g, '\\n'),
  'hyphens made dashes': (pem) => pem.replace(/-----/g, '—————'),
  'blanks without width between': (pem) => pem.replace(/\n/g, '\u200b\n'),
  'spaces that do not break': (pem) => pem.replace(/ /g, '\u00a0'),
}

/** What DER, RFC 5280 and their own words about themselves forbid. */
const MALFORMED: readonly CertificateDefect[] = [
  ...(['indefinite-length', 'non-minimal-length', 'non-minimal-serial-number', 'non-canonical-boolean'] as const),
  ...(['default-boolean', 'default-version', 'trailing-bytes', 'trailing-bytes-in-extension'] as const),
  ...(['month-13', 'february-31', 'time-without-seconds', 'time-with-offset', 'time-with-fraction'] as const),
  ...(['duplicate-extension', 'empty-san', 'empty-extended-key-usage', 'v1-with-extensions'] as const),
  ...(['inner-outer-algorithm-mismatch', 'unexpected-algorithm-parameters', 'unused-bits-in-signature'] as const),
]

/** Keys that do not do what the certificate needs, or are no keys. */
const BROKEN_KEYS: readonly KeyDefect[] = [
  ...(['lying-embedded-public-key', 'zero-private-value', 'private-value-out-of-range'] as const),
  ...(['contradicting-curves', 'wrong-version', 'trailing-bytes'] as const),
]

/** Runs what the table says, on samples made for it. */
export async function compareLibraries(): Promise<Readonly<Record<string, Row>>> {
  const authority = await createTestAuthority({ algorithm: 'RSA-2048' })
  // node-forge knows no other keys than RSA.
  const leaf = await authority.leaf({ algorithm: 'RSA-2048' })
  const sound = await countOf(['as it should be'], (_name, column) => isRead(column, leaf.pem))
  if (Object.values(sound).some((cell) => cell !== '1 of 1')) throw new Error('a sound certificate is not read')
  const malformed = new Map<string, string>()
  for (const defect of MALFORMED) {
    malformed.set(defect, (await authority.leaf({ algorithm: 'RSA-2048', defects: [defect] })).pem)
  }
  const damaged = await countOf(Object.keys(DAMAGES), (name, column) =>
    isRead(column, DAMAGES[name]?.(leaf.pem) ?? leaf.pem),
  )
  const refused = await countOf(MALFORMED, (name, column) => !isRead(column, malformed.get(name) ?? ''))
  const owner = await authority.leaf({ algorithm: 'P-256' })
  const lookedThrough = await countOf(BROKEN_KEYS, (name, column) => isSeenThrough(column, owner, name))
  const none = { pkijs: '–', '@peculiar/x509': '–', 'node-forge': '–' }
  return {
    'Damaged pastes read': { ...damaged, pkijs: '–' },
    'Malformed certificates refused': refused,
    'Broken private keys that are not said to match': { ...lookedThrough, ...none },
  }
}

function isRead(column: Column, pem: string): boolean {
  try {
    READERS[column](pem)
    return true
  } catch {
    return false
  }
}

/** Whether a broken key is refused, or said not to be the certificate's. */
async function isSeenThrough(column: Column, { key, pem }: TestCertificate, defect: KeyDefect): Promise<boolean> {
  const broken = key.defective(defect)
  if (column === 'certkeep') return !(await verifyKeyMatch(broken, pem)).matches
  try {
    return !new X509Certificate(pem).checkPrivateKey(createPrivateKey(broken))
  } catch {
    return true
  }
}

/** For each library, of how many it is true. */
async function countOf<Name extends string>(
  names: readonly Name[],
  isSo: (name: Name, column: Column) => boolean | Promise<boolean>,
): Promise<Row> {
  const cells: (readonly [Column, string])[] = []
  for (const column of COLUMNS) {
    let count = 0
    for (const name of names) if (await isSo(name, column)) count += 1
    cells.push([column, `${count} of ${names.length}`])
  }
  return Object.fromEntries(cells) as Row
}
