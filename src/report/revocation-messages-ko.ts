import type {
  NotApplicableReason,
  RevocationBudgetName,
  RevocationProblemDetails,
} from '../problem/revocation-problems.ts'
import { escapeShortText } from './escape-text.ts'
import { formatInstant } from './format-instant.ts'
import { formatCount } from './format-quantity.ts'
import type { MessagesFor } from './problem-messages.ts'

const SOURCES: Readonly<Record<'crl' | 'ocsp', string>> = { crl: 'CRL', ocsp: 'OCSP 응답' }

const REASONS: Readonly<Record<string, string>> = {
  unspecified: '사유 없음',
  keyCompromise: '개인 키 유출',
  cACompromise: '인증 기관 침해',
  affiliationChanged: '소속 변경',
  superseded: '다른 인증서로 대체',
  cessationOfOperation: '운영 종료',
  certificateHold: '효력 정지',
  privilegeWithdrawn: '권한 철회',
  aACompromise: '속성 인증 기관 침해',
}

const NOT_APPLICABLE: Readonly<Record<NotApplicableReason, string>> = {
  'no-rev-avail': '발급자가 이 인증서의 폐기 정보를 제공하지 않는다고 명시했습니다(noRevAvail).',
  'short-lived': '유효 기간이 매우 짧아 발급자가 폐기하지 않아도 되는 인증서입니다.',
  expired: '만료된 인증서라서 발급자가 더 이상 폐기 정보를 제공하지 않습니다.',
  'ocsp-no-check': '발급자가 폐기 여부를 확인하지 않아도 된다고 명시한 OCSP 서버 인증서입니다(id-pkix-ocsp-nocheck).',
}

const BUDGETS: Readonly<Record<RevocationBudgetName, (limit: string) => string>> = {
  urls: (limit) => `요청 ${limit}회`,
  bytes: (limit) => `수신 ${limit}바이트`,
  signatures: (limit) => `서명 검증 ${limit}회`,
  milliseconds: (limit) => `${limit}밀리초`,
}

function reasonKo(reason: string): string {
  return Object.hasOwn(REASONS, reason) ? (REASONS[reason] ?? '') : escapeShortText(reason)
}

function from(url: string | null): string {
  return url === null ? '' : `(${escapeShortText(url)})`
}

function name(text: string): string {
  return escapeShortText(text)
}

/** What is said about revocation in Korean. */
export const REVOCATION_MESSAGES_KO: MessagesFor<RevocationProblemDetails> = {
  'certificate-revoked': ({ detail: { subject, revokedAt, reason, source } }) => ({
    title: '폐기된 인증서입니다',
    explanation: `발급자가 ${formatInstant(revokedAt)}에 ${name(subject)} 인증서를 폐기했습니다(사유: ${reasonKo(reason)}). 근거: ${SOURCES[source]}.`,
    mend: '새 인증서를 발급받으세요. 키가 유출되었을 수 있다면 개인 키도 새로 만드세요.',
  }),
  'issuer-revoked': ({ detail: { issuer } }) => ({
    title: '발급자의 인증서가 폐기되었습니다',
    explanation: `${name(issuer)} 인증서가 폐기되어 이 발급자가 서명한 것은 모두 신뢰할 수 없습니다.`,
    mend: '유효한 인증 기관에서 인증서를 새로 발급받으세요.',
  }),
  'responder-unknown': ({ detail: { subject } }) => ({
    title: '발급자가 알지 못하는 인증서입니다',
    explanation: `발급자의 OCSP 서버가 ${name(subject)} 인증서를 알지 못합니다.`,
    mend: '몇 시간 뒤 다시 확인하고, 계속 같으면 인증 기관에 문의하세요.',
  }),
  'no-revocation-source': ({ detail: { subject } }) => ({
    title: '폐기 여부를 확인할 출처가 없습니다',
    explanation: `${name(subject)} 인증서에 CRL이나 OCSP 주소가 없고, 따로 제공된 자료도 없습니다.`,
    mend: '발급자의 CRL이나 OCSP 응답을 제공하거나, 주소가 포함된 인증서를 인증 기관에 요청하세요.',
  }),
  'not-attempted': ({ detail: { url } }) => ({
    title: '여기에서는 폐기 여부를 확인할 수 없습니다',
    explanation: `폐기 정보는 ${name(url)}에 공개되어 있지만 여기에서는 가져올 수 없습니다. 웹 페이지에서는 직접 가져올 수 없습니다.`,
    mend: '서버에서 확인하거나 CRL 또는 OCSP 응답을 제공하세요.',
  }),
  'fetch-failed': ({ detail: { url, reason } }) => ({
    title: '폐기 정보를 가져오지 못했습니다',
    explanation: `${name(url)}에서 받지 못했습니다(${name(reason)}).`,
    mend: '잠시 뒤 다시 확인하고, 이 서버에서 해당 주소에 접속할 수 있는지 확인하세요.',
  }),
  'revocation-budget': ({ detail: { budget, limit, url } }) => ({
    title: '폐기 확인을 끝까지 마치지 못했습니다',
    explanation: `한 번의 확인에는 ${BUDGETS[budget](formatCount(limit))}까지만 허용됩니다.${url === null ? '' : ` ${name(url)}에는 요청하지 못했습니다.`}`,
    mend: '잠시 뒤 다시 확인하거나 CRL을 제공하세요. 신뢰할 수 있는 인증서라면 한도를 늘리세요.',
  }),
  'crl-rollback': ({ detail: { crlNumber, highestCrlNumber, url } }) => ({
    title: '이전 CRL이 다시 전송되었습니다',
    explanation: `CRL${from(url)}의 번호는 ${name(crlNumber)}인데, 이미 ${name(highestCrlNumber)}번을 확인한 적이 있습니다.`,
    mend: '발급자에게서 최신 CRL을 받으세요. 이전 CRL이 계속 전송되면 인증 기관에 알리세요.',
  }),
  'staple-missing': ({ detail: { subject } }) => ({
    title: '서버가 OCSP 응답을 함께 보내지 않았습니다',
    explanation: `${name(subject)} 인증서는 연결할 때마다 유효한 OCSP 응답을 요구하지만(must-staple) 응답이 없었습니다.`,
    mend: '서버에서 OCSP 스테이플링을 켜거나 must-staple이 없는 인증서를 발급받으세요.',
  }),
  'url-blocked': ({ detail: { url } }) => ({
    title: '폐기 정보의 주소가 차단되었습니다',
    explanation: `${name(url)}에는 접속이 허용되지 않습니다.`,
    mend: '주소가 맞다면 접속을 허용하거나 CRL을 제공하세요.',
  }),
  'evidence-malformed': ({ detail: { source, error, url } }) => ({
    title: '폐기 정보가 손상되었습니다',
    explanation: `${SOURCES[source]}${from(url)}의 형식이 잘못되었습니다(${name(error)}).`,
    mend: '잠시 뒤 다시 확인하고, 계속 같으면 인증 기관에 알리세요.',
  }),
  stale: ({ detail: { source, nextUpdate, url } }) => ({
    title: '폐기 정보의 유효 기간이 지났습니다',
    explanation: `${SOURCES[source]}${from(url)}의 유효 기한: ${nextUpdate === null ? '적혀 있지 않음' : formatInstant(nextUpdate)}.`,
    mend: '발급자에게서 최신 정보를 받으세요.',
  }),
  'evidence-not-yet-valid': ({ detail: { source, thisUpdate, url } }) => ({
    title: '폐기 정보의 날짜가 미래입니다',
    explanation: `${SOURCES[source]}${from(url)}의 날짜가 ${formatInstant(thisUpdate)}입니다.`,
    mend: '이 서버의 시각을 확인하세요.',
  }),
  'bad-signature': ({ detail: { source, url } }) => ({
    title: '폐기 정보의 서명이 올바르지 않습니다',
    explanation: `${SOURCES[source]}${from(url)}에 적힌 발급자가 서명한 것이 아닙니다.`,
    mend: '이 자료를 신뢰하지 말고 발급자에게서 다시 받으세요.',
  }),
  'evidence-algorithm': ({ detail: { source, algorithm, url } }) => ({
    title: '폐기 정보의 서명 알고리즘을 신뢰할 수 없습니다',
    explanation: `${SOURCES[source]}${from(url)}에 쓰인 ${name(algorithm)} 알고리즘은 안전하지 않거나 지원되지 않습니다.`,
    mend: '인증 기관에 최신 알고리즘으로 서명된 자료를 요청하세요.',
  }),
  'responder-unauthorized': ({ detail: { source, url } }) => ({
    title: '폐기 정보를 제공할 권한이 없는 서명자입니다',
    explanation: `${SOURCES[source]}${from(url)}의 서명자는 발급자를 대신할 권한이 없습니다.`,
    mend: '이 자료를 신뢰하지 말고 발급자에게서 받으세요.',
  }),
  'out-of-scope': ({ detail: { url } }) => ({
    title: '다른 인증서를 위한 CRL입니다',
    explanation: `CRL${from(url)}의 적용 범위에 이 인증서가 들어 있지 않습니다.`,
    mend: '인증서에 적힌 CRL을 제공하세요.',
  }),
  'not-covered': ({ detail: { url } }) => ({
    title: '다른 인증서를 위한 OCSP 응답입니다',
    explanation: `응답${from(url)}에 이 인증서에 대한 내용이 없습니다.`,
    mend: '이 인증서에 대한 OCSP 응답을 받으세요.',
  }),
  'partial-reasons': ({ detail: { subject } }) => ({
    title: '일부 폐기 사유만 확인되었습니다',
    explanation: `${name(subject)}에 대해 일부 사유의 CRL만 있고 나머지는 없습니다.`,
    mend: '나머지 사유의 CRL도 제공하세요.',
  }),
  'responder-error': ({ detail: { status, url } }) => ({
    title: 'OCSP 서버가 오류로 응답했습니다',
    explanation: `응답${from(url)}: "${name(status)}".`,
    mend: '잠시 뒤 다시 확인하세요.',
  }),
  'evidence-unsupported': ({ detail: { source, oid, url } }) => ({
    title: '지원하지 않는 형식의 폐기 정보입니다',
    explanation: `${SOURCES[source]}${from(url)}에 알 수 없는 필수(critical) 확장 항목 ${name(oid)}이(가) 있습니다.`,
    mend: '다른 출처의 폐기 정보를 제공하세요.',
  }),
  'revocation-not-applicable': ({ detail: { reason } }) => ({
    title: '폐기 여부를 확인할 필요가 없습니다',
    explanation: NOT_APPLICABLE[reason],
    mend: '조치할 것이 없습니다.',
  }),
}
