import type { StatusProblemDetails } from '../problem/status-problems.ts'
import { REVOCATION_REASONS_KO } from './revocation-reasons-ko.ts'
import { describeReason } from './revocation-reason-texts.ts'
import { escapeShortText } from './escape-text.ts'
import { formatInstant } from './format-instant.ts'
import { formatCount } from './format-quantity.ts'
import type { MessagesFor } from './problem-messages.ts'

/** What is said in Korean about problems that only show over time. */
export const STATUS_MESSAGES_KO: MessagesFor<StatusProblemDetails> = {
  'revocation-contradicted': ({ detail: { subject, revokedAt, reason } }) => ({
    title: '되돌릴 수 없는 폐기와 어긋나는 폐기 정보가 있습니다',
    explanation: `발급자가 ${formatInstant(revokedAt)}에 ${escapeShortText(subject)} 인증서를 영구히 폐기했지만(사유: ${describeReason(REVOCATION_REASONS_KO, reason)}), 더 새로운 폐기 정보는 정상이라고 합니다.`,
    mend: '인증서를 사용하지 말고 인증 기관에 문의하세요. 폐기 정보가 위조되었을 수 있습니다.',
  }),
  'lifetime-exceeds-baseline': ({ detail: { subject, days, limitDays, since, certain } }) => ({
    title: '유효 기간이 허용된 최대 기간보다 깁니다',
    explanation: certain
      ? `${escapeShortText(subject)} 인증서의 유효 기간은 ${formatCount(days)}일입니다. ${formatInstant(since)}부터 최대 ${formatCount(limitDays)}일까지 허용됩니다.`
      : `${escapeShortText(subject)} 인증서의 유효 기간은 ${formatCount(days)}일입니다. ${formatInstant(since)}부터 발급된 인증서는 최대 ${formatCount(limitDays)}일까지 허용되는데, 그 전에 발급되었는지는 알 수 없습니다.`,
    mend: '브라우저가 거부할 수 있습니다. 기간을 지킨 인증서를 인증 기관에 요청하세요.',
  }),
}
