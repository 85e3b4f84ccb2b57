import type { CertificateRecord } from './certificate-record.ts'

/** Letters as a search compares them: compatible forms as one, lower case; `Ａ` is `a`, and composed Hangul is the same as its parts. */
export function foldSearch(text: string): string {
  return text.normalize('NFKC').toLowerCase().normalize('NFKC')
}

/**
 * What `list({ search })` looks in: name, domains, serial number, fingerprint, subject and issuer, folded. A store keeps it in a column, so
 * that every store finds the same.
 */
export function searchTextOf(record: CertificateRecord): string {
  const { info } = record
  const texts = [record.name, record.primaryDomain, ...record.domains, record.fingerprint]
  if (info !== null) texts.push(info.serialNumber, info.subject.text, info.issuer.text)
  return foldSearch(texts.filter((text) => text !== null).join('\n'))
}
