import type { CertificateInfo } from '../report/certificate-info.ts'
import { escapeText } from '../report/escape-text.ts'
import type { Words } from './words.ts'

/** The shortest text by which a person knows a certificate: its domain, else its subject's name. Safe to print. */
export function certificateLabel({ primaryDomain, subject }: CertificateInfo, words: Words): string {
  const text = primaryDomain ?? subject.commonName ?? subject.text
  return text === '' ? words.noName : escapeText(text)
}

/** The same for a name alone, such as that of an issuer who is not there. */
export function nameLabel({ commonName, text }: CertificateInfo['subject'], words: Words): string {
  return text === '' ? words.noName : escapeText(commonName ?? text)
}
