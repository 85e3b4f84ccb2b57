import type { RevocationReason } from '../x509/crl.ts'
import { escapeShortText } from './escape-text.ts'

/** Each reason of revocation in a few words. */
export type RevocationReasonTexts = Readonly<Record<RevocationReason, string>>

/** The words for a reason; what is no reason of RFC 5280 stays as it is, made safe. */
export function describeReason(texts: RevocationReasonTexts, reason: string): string {
  return isReason(texts, reason) ? texts[reason] : escapeShortText(reason)
}

function isReason(texts: RevocationReasonTexts, reason: string): reason is RevocationReason {
  return Object.hasOwn(texts, reason)
}
