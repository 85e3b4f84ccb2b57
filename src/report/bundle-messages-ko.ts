import type { BundleProblemDetails } from '../problem/bundle-problems.ts'
import { escapeShortText } from './escape-text.ts'
import { formatCodePoint, formatCount } from './format-quantity.ts'
import type { MessagesFor } from './problem-messages.ts'

/** What is said in Korean about a form as a whole. */
export const BUNDLE_MESSAGES_KO: MessagesFor<BundleProblemDetails> = {
  'name-empty': () => ({
    title: '인증서 이름이 없습니다',
    explanation: '입력란이 비어 있습니다.',
    mend: '다른 인증서와 겹치지 않는 이름을 입력하세요.',
  }),
  'name-too-long': ({ detail: { length, maxLength } }) => ({
    title: '인증서 이름이 너무 깁니다',
    explanation: `${formatCount(length)}자입니다. 최대 ${formatCount(maxLength)}자까지 입력할 수 있습니다.`,
    mend: '이름을 줄이세요.',
  }),
  'name-character': ({ detail: { codePoint } }) => ({
    title: '인증서 이름에 보이지 않는 문자가 있습니다',
    explanation: `${formatCodePoint(codePoint)} 문자가 있으면 서로 다른 이름이 같아 보일 수 있습니다.`,
    mend: '이름을 붙여 넣지 말고 직접 입력하세요.',
  }),
  'name-taken': ({ detail: { name } }) => ({
    title: '이미 사용 중인 인증서 이름입니다',
    explanation: `"${escapeShortText(name)}" 이름으로 등록된 인증서가 있습니다.`,
    mend: '다른 이름을 입력하세요. 그 인증서를 갱신하려면 이름을 그대로 두고 교체하세요.',
  }),
  'chain-in-certificate-box': ({ detail: { count } }) => ({
    title: '인증서 본문 입력란에 인증서 체인이 있습니다',
    explanation: `입력란에 인증서가 ${formatCount(count)}개 더 있어 인증서 체인으로 처리했습니다.`,
    mend: '별도의 조치는 필요하지 않습니다.',
  }),
  'chain-completed': ({ detail: { subject, source } }) => ({
    title: '인증서 체인을 보완했습니다',
    explanation: `"${escapeShortText(subject)}" 인증서가 없어 ${source === 'anchors' ? '신뢰하는 루트 인증서 목록에서' : '인증서에 적힌 주소에서'} 가져왔습니다.`,
    mend: '별도의 조치는 필요하지 않습니다.',
  }),
  'too-many-keys': ({ detail: { count, limit } }) => ({
    title: '입력란에 개인 키가 너무 많습니다',
    explanation: `개인 키가 ${formatCount(count)}개 있어 처음 ${formatCount(limit)}개만 인증서와 대조했습니다.`,
    mend: '인증서에 맞는 개인 키 하나만 붙여 넣으세요.',
  }),
}
