import type { ChainProblemDetails, KeyWeakness, NameConstraintBreach, ProfileRule } from '../problem/chain-problems.ts'
import { escapeShortText } from './escape-text.ts'
import { formatInstant } from './format-instant.ts'
import { formatCount } from './format-quantity.ts'
import type { MessagesFor } from './problem-messages.ts'

const REISSUE = '인증 기관에 인증서 재발급을 요청하세요.'
const CHECK_CHAIN = '인증 기관에서 이 인증서와 함께 받은 인증서 체인이 맞는지 확인하세요.'

const WEAKNESSES: Readonly<Record<KeyWeakness, string>> = {
  'rsa-too-small': '키 길이가 너무 짧습니다.',
  'rsa-too-large': '키 길이가 허용 범위보다 깁니다.',
  'rsa-odd-size': '키 길이가 8비트의 배수가 아닙니다.',
  'rsa-exponent': '공개 지수가 허용되지 않는 값입니다.',
  'rsa-even-modulus': '모듈러스가 짝수입니다.',
  'rsa-small-factor': '모듈러스에 작은 소인수가 있습니다.',
  'rsa-close-primes': '두 소수가 너무 가까워 알아낼 수 있습니다.',
  'rsa-roca': '결함이 있는 생성기(ROCA)로 만들어 해독될 수 있는 키입니다.',
  'curve-not-allowed': '허용되지 않는 타원 곡선입니다.',
  'point-invalid': '타원 곡선의 공개 키로 쓸 수 없는 점입니다.',
  'algorithm-not-allowed': '허용되지 않는 알고리즘입니다.',
}

const BREACHES: Readonly<Record<NameConstraintBreach, string>> = {
  'not-permitted': '발급자에게 허용된 이름이 아닙니다',
  excluded: '발급자에게 금지된 이름입니다',
  'malformed-name': '이름의 형식이 잘못되어 발급자의 이름 제한과 비교할 수 없습니다',
  'malformed-constraint': '발급자의 이름 제한 형식이 잘못되었습니다',
  unsupported: '발급자의 이름 제한이 지원하지 않는 종류입니다',
}

const RULES: Readonly<Record<ProfileRule, string>> = {
  'rfc5280-serial-number': '일련번호가 20바이트 이하의 양수가 아닙니다',
  'rfc5280-issuer-empty': '발급자 이름이 비어 있습니다',
  'rfc5280-subject-empty': '인증 기관 인증서인데 주체 이름이 비어 있습니다',
  'rfc5280-aki-missing': '발급자 키 식별자(authorityKeyIdentifier)가 없습니다',
  'rfc5280-aki-critical': '발급자 키 식별자(authorityKeyIdentifier)가 필수(critical)로 표시되어 있습니다',
  'rfc5280-ski-missing': '주체 키 식별자(subjectKeyIdentifier)가 없습니다',
  'rfc5280-ski-critical': '주체 키 식별자(subjectKeyIdentifier)가 필수(critical)로 표시되어 있습니다',
  'rfc5280-basic-constraints-not-critical':
    '인증 기관 인증서의 basicConstraints가 필수(critical)로 표시되어 있지 않습니다',
  'rfc5280-key-cert-sign-without-ca': '인증 기관이 아닌데 인증서 서명(keyCertSign)이 허용되어 있습니다',
  'rfc5280-path-length-without-ca': '인증 기관이 아닌데 경로 길이 제한이 있습니다',
  'rfc5280-name-constraints-not-critical': 'nameConstraints가 필수(critical)로 표시되어 있지 않습니다',
  'rfc5280-name-constraints-in-end-entity': '인증 기관이 아닌 인증서에 nameConstraints가 있습니다',
  'rfc5280-policy-repeated': 'certificatePolicies에 같은 정책이 두 번 이상 있습니다',
  'rfc5280-inhibit-any-policy-not-critical': 'inhibitAnyPolicy가 필수(critical)로 표시되어 있지 않습니다',
  'rfc5280-access-critical': '정보 접근(information access) 확장 항목이 필수(critical)로 표시되어 있습니다',
  'rfc5280-alt-name-not-critical': '주체 이름이 없는데, 필수(critical)로 표시된 대체 이름(subjectAltName)도 없습니다',
  'rfc5280-address-as-dns-name': 'IP 주소가 DNS 이름으로 적혀 있습니다',
  'rfc5280-precertificate': '로그 등록에만 쓰는 사전 인증서(precertificate)입니다',
  'br-version': '버전 3 인증서가 아닙니다',
  'br-alt-name-missing': '대체 이름(subjectAltName)이 없습니다',
  'br-alt-name-critical': '주체 이름이 있는데 대체 이름(subjectAltName)이 필수(critical)로 표시되어 있습니다',
  'br-purpose-missing': '확장 키 용도(extendedKeyUsage)가 없습니다',
  'br-purpose-critical': '확장 키 용도(extendedKeyUsage)가 필수(critical)로 표시되어 있습니다',
  'br-purpose-any': '모든 용도(anyExtendedKeyUsage)가 허용되어 있습니다',
  'br-purpose-in-root': '루트 인증서에 확장 키 용도(extendedKeyUsage)가 있습니다',
  'br-ca-as-end-entity': '서버가 아니라 인증 기관의 인증서입니다',
  'br-common-name': '일반 이름(CN)이 대체 이름(subjectAltName)에 없습니다',
  'br-root-aki': '루트 인증서의 발급자 키 식별자가 자신의 것이 아닙니다',
}

const BUDGETS: Readonly<Record<ChainProblemDetails['budget-exceeded']['budget'], string>> = {
  signatures: '서명 검증',
  candidates: '발급자 후보 검토',
  names: '이름 비교',
  policies: '정책 처리',
}

/** What is said in Korean of a certificate's way to a root. */
export const CHAIN_MESSAGES_KO: MessagesFor<ChainProblemDetails> = {
  'certificate-expired': ({ detail: { subject, notAfter } }) => ({
    title: '인증서가 만료되었습니다',
    explanation: `${quoted(subject)} 인증서의 유효 기간이 ${formatInstant(notAfter)}에 끝났습니다.`,
    mend: '인증 기관에서 인증서를 갱신하고, 새 인증서와 인증서 체인으로 교체하세요.',
  }),
  'certificate-not-yet-valid': ({ detail: { subject, notBefore } }) => ({
    title: '인증서가 아직 유효하지 않습니다',
    explanation: `${quoted(subject)} 인증서는 ${formatInstant(notBefore)}부터 유효합니다.`,
    mend: '그때까지 기다리거나 다른 인증서를 사용하세요. 이미 유효해야 한다면 시스템 시각을 확인하세요.',
  }),
  'issuer-not-found': ({ detail: { issuer, url } }) => ({
    title: '인증서 체인이 완전하지 않습니다',
    explanation: `발급자 ${quoted(issuer)} 인증서가 없습니다.`,
    mend: `발급자의 인증서를 인증서 체인에 추가하세요.${url === null ? ' 인증 기관에서 받을 수 있습니다.' : ` 다음 위치에서 받을 수 있습니다:\n${escapeShortText(url)}`}`,
  }),
  'self-signed': ({ detail: { subject } }) => ({
    title: '자체 서명한 인증서입니다',
    explanation: `${quoted(subject)} 인증서는 인증 기관이 아니라 자기 자신의 키로 서명되었습니다.`,
    mend: '공인 인증 기관에서 발급한 인증서를 사용하세요.',
  }),
  'private-ca': ({ detail: { root, fingerprint } }) => ({
    title: '공인 인증 기관에서 발급한 인증서가 아닙니다',
    explanation: `인증서 체인의 끝인 ${quoted(root)} 루트 인증서를 신뢰할 수 없습니다(SHA-256 ${escapeShortText(fingerprint)}).`,
    mend: '공인 인증 기관에서 발급한 인증서를 사용하세요. 사설 인증 기관의 인증서는 그 루트 인증서를 신뢰하도록 지정한 곳에서만 쓸 수 있습니다.',
  }),
  'root-distrusted': ({ detail: { root, distrustAfter } }) => ({
    title: '루트 인증서를 더 이상 신뢰할 수 없습니다',
    explanation: `${quoted(root)} 루트 인증서는 ${formatInstant(distrustAfter)} 이후에 발급된 인증서에 대해 신뢰가 중단되었습니다.`,
    mend: '다른 인증 기관에서 인증서를 발급받으세요.',
  }),
  'signature-invalid': ({ detail: { subject, issuer } }) => ({
    title: '인증서 체인의 서명이 올바르지 않습니다',
    explanation: `${quoted(subject)} 인증서는 발급자 ${quoted(issuer)} 인증서의 키로 서명되지 않았습니다.`,
    mend: `${CHECK_CHAIN} 인증 기관에는 같은 이름의 인증서가 여러 개 있을 수 있습니다.`,
  }),
  'signature-unsupported': ({ detail: { subject, algorithm } }) => ({
    title: '서명을 확인할 수 없습니다',
    explanation: `${quoted(subject)} 인증서의 서명 알고리즘(${escapeShortText(algorithm)})은 지원하지 않습니다.`,
    mend: 'RSA 또는 ECDSA로 서명된 인증서를 사용하세요.',
  }),
  'signature-algorithm-refused': ({ detail: { subject, algorithm } }) => ({
    title: '더 이상 안전하지 않은 서명 알고리즘입니다',
    explanation: `${quoted(subject)} 인증서의 서명 알고리즘(${escapeShortText(algorithm)})은 더 이상 허용되지 않습니다.`,
    mend: `${REISSUE} SHA-256 이상으로 서명되어야 합니다.`,
  }),
  'key-weak': ({ detail: { subject, algorithm, bits, weakness } }) => ({
    title: '안전하지 않은 키입니다',
    explanation: `${quoted(subject)} 인증서의 키: ${escapeShortText(algorithm)}${bits > 0 ? ` ${formatCount(bits)}비트` : ''}. ${WEAKNESSES[weakness]}`,
    mend: 'RSA 2,048비트 이상 또는 EC P-256 키를 새로 만들고 인증서를 다시 발급받으세요.',
  }),
  'issuer-not-ca': ({ detail: { issuer } }) => ({
    title: '인증 기관이 아닌 인증서로 발급되었습니다',
    explanation: `발급자 ${quoted(issuer)} 인증서에 인증 기관 표시가 없습니다.`,
    mend: CHECK_CHAIN,
  }),
  'issuer-key-usage': ({ detail: { issuer } }) => ({
    title: '인증서에 서명할 수 없는 인증서로 발급되었습니다',
    explanation: `발급자 ${quoted(issuer)} 인증서의 키 용도에 인증서 서명(keyCertSign)이 없습니다.`,
    mend: CHECK_CHAIN,
  }),
  'path-length-exceeded': ({ detail: { issuer, pathLenConstraint } }) => ({
    title: '인증서 체인이 발급자가 허용한 길이를 넘습니다',
    explanation: `${quoted(issuer)} 인증서 아래에는 인증 기관이 최대 ${formatCount(pathLenConstraint)}단계까지 허용됩니다.`,
    mend: CHECK_CHAIN,
  }),
  'path-too-deep': ({ detail: { maxDepth } }) => ({
    title: '인증서 체인이 너무 깁니다',
    explanation: `인증서와 루트 사이에는 인증서가 최대 ${formatCount(maxDepth)}개까지 허용됩니다.`,
    mend: CHECK_CHAIN,
  }),
  'purpose-not-allowed': ({ detail: { subject, purpose } }) => ({
    title: '이 용도로 사용할 수 없는 인증서입니다',
    explanation: `${quoted(subject)} 인증서는 ${escapeShortText(purpose)} 용도로 사용할 수 없습니다.`,
    mend: '용도에 맞게 발급된 인증서를 사용하세요. TLS 서버 인증서에는 serverAuth 용도가 있어야 합니다.',
  }),
  'critical-extension-unknown': ({ detail: { subject, oid } }) => ({
    title: '알 수 없는 필수(critical) 확장 항목이 있습니다',
    explanation: `${quoted(subject)} 인증서의 필수 확장 항목(${escapeShortText(oid)})을 처리할 수 없습니다.`,
    mend: `${REISSUE} 이 확장 항목이 없어야 합니다.`,
  }),
  'name-constraint-violated': ({ detail: { subject, issuer, name, breach } }) => ({
    title: '발급자가 발급할 수 없는 이름입니다',
    explanation: `${quoted(subject)} 인증서의 이름 ${quoted(name)}: ${BREACHES[breach]}. 발급자: ${quoted(issuer)}.`,
    mend: '인증 기관에 이 이름으로 발급할 수 있는 발급자의 인증서를 요청하세요.',
  }),
  'policy-violated': ({ detail: { subject } }) => ({
    title: '인증서 체인의 정책이 맞지 않습니다',
    explanation: `루트부터 ${quoted(subject)} 인증서까지 이어지는 필수 정책이 없습니다.`,
    mend: CHECK_CHAIN,
  }),
  'hostname-mismatch': ({ detail: { hostname, names } }) => ({
    title: '이 호스트의 인증서가 아닙니다',
    explanation: `${quoted(hostname)} 호스트가 인증서에 없습니다. 인증서의 이름: ${names === '' ? '없음' : escapeShortText(names)}.`,
    mend: '인증서가 맞는지 확인하거나, 호스트 이름이 포함된 인증서를 발급받으세요.',
  }),
  'profile-violated': ({ detail: { subject, rule } }) => ({
    title: '인증서 규정에 맞지 않습니다',
    explanation: `${quoted(subject)} 인증서: ${RULES[rule]}.`,
    mend: REISSUE,
  }),
  'budget-exceeded': ({ detail: { budget, limit } }) => ({
    title: '인증서 체인 탐색을 중단했습니다',
    explanation: `정상적인 인증서 체인에 필요한 것보다 많은 작업이 필요합니다(${BUDGETS[budget]} ${formatCount(limit)}회 초과).`,
    mend: '인증 기관에서 이 인증서와 함께 받은 인증서만 입력하세요.',
  }),
  'chain-stranger': ({ detail: { subject } }) => ({
    title: '인증서 체인과 관계없는 인증서가 있습니다',
    explanation: `${quoted(subject)} 인증서는 루트까지의 경로에 포함되지 않습니다.`,
    mend: '인증서 체인에서 지우세요. 그대로 두어도 문제는 없습니다.',
  }),
  'chain-order': ({ detail: { expected, found } }) => ({
    title: '인증서 체인의 순서가 맞지 않습니다',
    explanation: `${quoted(expected)} 인증서가 올 자리에 ${quoted(found)} 인증서가 있습니다. 순서를 바로잡았습니다.`,
    mend: '별도의 조치는 필요하지 않습니다. 서버용 파일에서는 각 인증서 바로 다음에 발급자의 인증서가 와야 합니다.',
  }),
  'chain-repeats-leaf': ({ detail: { subject } }) => ({
    title: '인증서 체인에 인증서 본문이 다시 들어 있습니다',
    explanation: `${quoted(subject)} 인증서가 인증서 체인에도 있어 제외했습니다.`,
    mend: '별도의 조치는 필요하지 않습니다. 인증서 체인에는 발급자의 인증서만 있으면 됩니다.',
  }),
}

function quoted(text: string): string {
  return `"${escapeShortText(text)}"`
}
