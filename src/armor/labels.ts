/** What the data under a label is meant to be. */
export type LabelContent =
  | 'certificate'
  | 'privateKey'
  | 'encryptedPrivateKey'
  | 'publicKey'
  | 'certificateRequest'
  | 'crl'
  | 'pkcs7'
  | 'pkcs12'
  | 'opensshPrivateKey'
  | 'sshPublicKey'
  | 'parameters'
  | 'attributeCertificate'
  | 'pgp'

interface LabelRow {
  readonly content: LabelContent
  /** The name by RFC 7468, or the usual one, where this is another name for it. */
  readonly canonical?: string
}

/** Labels met in real files (RFC 7468 section 4 and what OpenSSL, GnuTLS, OpenSSH and PGP write). */
const LABELS: ReadonlyMap<string, LabelRow> = /* @__PURE__ */ new Map<string, LabelRow>([
  ['CERTIFICATE', { content: 'certificate' }],
  ['X509 CERTIFICATE', { content: 'certificate', canonical: 'CERTIFICATE' }],
  ['X.509 CERTIFICATE', { content: 'certificate', canonical: 'CERTIFICATE' }],
  ['TRUSTED CERTIFICATE', { content: 'certificate', canonical: 'CERTIFICATE' }],
  ['PRIVATE KEY', { content: 'privateKey' }],
  ['RSA PRIVATE KEY', { content: 'privateKey' }],
  ['EC PRIVATE KEY', { content: 'privateKey' }],
  ['DSA PRIVATE KEY', { content: 'privateKey' }],
  ['ANY PRIVATE KEY', { content: 'privateKey' }],
  ['ENCRYPTED PRIVATE KEY', { content: 'encryptedPrivateKey' }],
  ['OPENSSH PRIVATE KEY', { content: 'opensshPrivateKey' }],
  ['SSH2 ENCRYPTED PRIVATE KEY', { content: 'opensshPrivateKey' }],
  ['SSH2 PUBLIC KEY', { content: 'sshPublicKey' }],
  ['PUBLIC KEY', { content: 'publicKey' }],
  ['RSA PUBLIC KEY', { content: 'publicKey' }],
  ['EC PUBLIC KEY', { content: 'publicKey' }],
  ['DSA PUBLIC KEY', { content: 'publicKey' }],
  ['CERTIFICATE REQUEST', { content: 'certificateRequest' }],
  ['NEW CERTIFICATE REQUEST', { content: 'certificateRequest', canonical: 'CERTIFICATE REQUEST' }],
  ['X509 CRL', { content: 'crl' }],
  ['CRL', { content: 'crl', canonical: 'X509 CRL' }],
  ['PKCS7', { content: 'pkcs7' }],
  ['PKCS #7 SIGNED DATA', { content: 'pkcs7', canonical: 'PKCS7' }],
  ['CMS', { content: 'pkcs7' }],
  ['CERTIFICATE CHAIN', { content: 'pkcs7' }],
  ['PKCS12', { content: 'pkcs12' }],
  ['EC PARAMETERS', { content: 'parameters' }],
  ['DH PARAMETERS', { content: 'parameters' }],
  ['X9.42 DH PARAMETERS', { content: 'parameters' }],
  ['DSA PARAMETERS', { content: 'parameters' }],
  ['ATTRIBUTE CERTIFICATE', { content: 'attributeCertificate' }],
  ['PGP MESSAGE', { content: 'pgp' }],
  ['PGP SIGNATURE', { content: 'pgp' }],
  ['PGP SIGNED MESSAGE', { content: 'pgp' }],
  ['PGP PUBLIC KEY BLOCK', { content: 'pgp' }],
  ['PGP PRIVATE KEY BLOCK', { content: 'pgp' }],
])

/** The name that a label stands for: `X509 CERTIFICATE` is a `CERTIFICATE`. Unknown labels stay as they are. */
export function canonicalLabel(label: string): string {
  return LABELS.get(label)?.canonical ?? label
}

/** What the data under a label is meant to be; `undefined` for labels that no table knows. */
export function contentOfLabel(label: string): LabelContent | undefined {
  return LABELS.get(label)?.content
}

/** Whether a label is one that real files have. */
export function isKnownLabel(label: string): boolean {
  return LABELS.has(label)
}

/** The longest known label that `text` begins with and that ends at a blank or at the end of `text`. */
export function findLeadingLabel(text: string): string | undefined {
  let found: string | undefined
  for (const label of LABELS.keys()) {
    if (label.length <= (found?.length ?? 0) || !text.startsWith(label)) continue
    if (text.length === label.length || text.charCodeAt(label.length) === 0x20) found = label
  }
  return found
}

/** The known label that a mistyped one was meant to be: at most two characters in one place differ. */
export function findSimilarLabel(text: string): string | undefined {
  for (const label of LABELS.keys()) {
    const longer = Math.max(label.length, text.length)
    if (longer < 9 || longer - Math.min(label.length, text.length) > 2) continue
    const head = commonHead(label, text)
    if (head + commonTail(label, text, head) >= longer - 2) return label
  }
  return undefined
}

function commonHead(a: string, b: string): number {
  const limit = Math.min(a.length, b.length)
  let length = 0
  while (length < limit && a.charCodeAt(length) === b.charCodeAt(length)) length += 1
  return length
}

function commonTail(a: string, b: string, head: number): number {
  const limit = Math.min(a.length, b.length) - head
  let length = 0
  while (length < limit && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length += 1
  return length
}
