import type { RegistryProblemDetails } from '../problem/registry-problems.ts'
import { escapeShortText } from './escape-text.ts'
import { formatInstant } from './format-instant.ts'
import { formatCount } from './format-quantity.ts'
import type { MessagesFor } from './problem-messages.ts'

/** What is said in Korean about a certificate among others. */
export const REGISTRY_MESSAGES_KO: MessagesFor<RegistryProblemDetails> = {
  'key-shared': ({ detail: { name, count } }) => ({
    title: '다른 인증서도 같은 개인 키를 사용합니다',
    explanation:
      count === 1
        ? `"${escapeShortText(name)}" 인증서의 개인 키와 같습니다.`
        : `"${escapeShortText(name)}" 인증서를 포함해 ${formatCount(count)}개 인증서의 개인 키와 같습니다.`,
    mend: '개인 키 하나가 유출되어도 다른 인증서에 영향이 없도록 인증서마다 새 개인 키를 만드세요.',
  }),
  'key-compromised': ({ detail: { fingerprint, revokedAt } }) => ({
    title: '유출된 개인 키입니다',
    explanation: `개인 키가 같은 인증서(${fingerprint})가 키 유출을 이유로 ${revokedAt === null ? '' : `${formatInstant(revokedAt)}에 `}폐기되었습니다.`,
    mend: '새 개인 키를 만들고, 그 키로 인증서를 다시 발급받으세요.',
  }),
  'attachment-not-covered': ({ detail: { hostname, service, resourceType, resourceId } }) => ({
    title: '연결된 서비스의 도메인이 인증서에 없습니다',
    explanation: `${escapeShortText(service)}(${escapeShortText(resourceType)} ${escapeShortText(resourceId)})에 필요한 "${escapeShortText(hostname)}" 도메인이 이 인증서에 없습니다.`,
    mend: '그 도메인을 포함한 인증서를 사용하거나, 먼저 서비스 연결을 해제하세요.',
  }),
}
