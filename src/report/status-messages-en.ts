import type { StatusProblemDetails } from '../problem/status-problems.ts'
import { REVOCATION_REASONS_EN } from './revocation-reasons-en.ts'
import { describeReason } from './revocation-reason-texts.ts'
import { escapeShortText } from './escape-text.ts'
import { formatInstant } from './format-instant.ts'
import { formatCount } from './format-quantity.ts'
import type { MessagesFor } from './problem-messages.ts'

/** What is said in English about problems that only show over time. */
export const STATUS_MESSAGES_EN: MessagesFor<StatusProblemDetails> = {
  'revocation-contradicted': ({ detail: { subject, revokedAt, reason } }) => ({
    title: 'A revocation that cannot be withdrawn was contradicted',
    explanation: `The issuer revoked ${escapeShortText(subject)} on ${formatInstant(revokedAt)} for good (${describeReason(REVOCATION_REASONS_EN, reason)}), but newer evidence calls it good.`,
    mend: 'Keep the certificate out of use and ask the CA. Somebody may be feeding you false evidence.',
  }),
  'lifetime-exceeds-baseline': ({ detail: { subject, days, limitDays, since, certain } }) => ({
    title: 'The certificate is valid for longer than CAs may issue',
    explanation: certain
      ? `${escapeShortText(subject)} is valid for ${formatCount(days)} days. Since ${formatInstant(since)}, at most ${formatCount(limitDays)} are allowed.`
      : `${escapeShortText(subject)} is valid for ${formatCount(days)} days. At most ${formatCount(limitDays)} are allowed for what was issued since ${formatInstant(since)}, and whether it was issued before cannot be told.`,
    mend: 'Browsers may refuse it. Ask the CA for one that keeps to the limit.',
  }),
}
