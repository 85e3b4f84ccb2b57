import type {
  EncryptedKeyContainer,
  KeyConsistencyCheck,
  KeyProblemDetails,
  KeyUnsupportedReason,
} from '../problem/key-problems.ts'
import { describeMalformed } from './decoder-errors-ko.ts'
import { escapeShortText } from './escape-text.ts'
import * as commands from './openssl-commands.ts'
import type { MessagesFor } from './problem-messages.ts'

const CONTAINERS: Readonly<Record<EncryptedKeyContainer, string>> = {
  pkcs8: 'PKCS#8',
  'legacy-rsa': '기존 RSA(PKCS#1)',
  'legacy-ec': '기존 EC(SEC1)',
  'legacy-dsa': '기존 DSA',
  openssh: 'OpenSSH',
  unknown: '알 수 없음',
}

const DIFFERENCES: Readonly<Record<KeyProblemDetails['key-mismatch']['difference'], string>> = {
  algorithm: '알고리즘이 서로 다릅니다.',
  curve: '타원 곡선이 서로 다릅니다.',
  size: '키 길이가 서로 다릅니다.',
  parameters: '알고리즘 파라미터가 서로 다릅니다.',
  'public-key': '알고리즘과 길이는 같지만 서로 다른 키입니다.',
}

const UNSUPPORTED: Readonly<Record<KeyUnsupportedReason, string>> = {
  algorithm: '인증서에 사용할 수 없는 알고리즘입니다.',
  curve: '타원 곡선은 이름으로 지정된 P-256, P-384, P-521만 사용할 수 있습니다.',
  size: '키 길이가 허용 범위를 벗어났습니다.',
  'multi-prime': '소수가 세 개 이상인 RSA 키입니다.',
  'key-agreement': '서명할 수 없는 알고리즘입니다.',
}

const CHECKS: Readonly<Record<KeyConsistencyCheck, string>> = {
  'embedded-public-key': '파일에 들어 있는 공개 키가 이 개인 키의 것이 아님',
  'modulus-is-product-of-primes': '모듈러스가 두 소수의 곱이 아님',
  'private-exponent-inverts': '비밀 지수가 공개 지수와 맞지 않음',
  'crt-exponents': '소수별 지수가 맞지 않음',
  'crt-coefficient': '소수의 계수가 맞지 않음',
  'private-value-in-range': '비밀 값이 허용 범위를 벗어남',
  'public-key-derives': '비밀 값에서 계산한 공개 키가 다름',
  'seed-expands': '시드에서 계산한 키가 다름',
  'signature-verifies': '이 키로 만든 서명이 검증되지 않음',
}

/** What is said in Korean of private keys. */
export const KEY_MESSAGES_KO: MessagesFor<KeyProblemDetails> = {
  'key-encrypted': ({ detail: { container, cipher } }) => ({
    title: '개인 키가 암호화되어 있습니다',
    explanation: `개인 키는 복호화한 상태여야 합니다. 키 형식: ${CONTAINERS[container]}${cipher === '' ? '' : `, 암호 방식: ${escapeShortText(cipher)}`}.`,
    mend: `암호를 알고 있는 상태에서 다음 명령으로 복호화한 뒤 그 결과를 입력하세요:\n${commands.decryptCommand(container)}`,
  }),
  'key-malformed': ({ detail }) => ({
    title: '개인 키가 손상되었습니다',
    explanation: describeMalformed('개인 키', detail.error, detail.structure, detail.offset),
    mend: '원본에서 개인 키를 다시 복사하세요. 원본도 손상되었다면 키를 새로 만들고 인증서를 다시 발급받으세요.',
  }),
  'key-unsupported': ({ detail: { algorithm, curve, reason } }) => ({
    title: '지원하지 않는 종류의 키입니다',
    explanation: `키의 종류: ${escapeShortText(curve === '' ? algorithm : `${algorithm} ${curve}`)}. ${UNSUPPORTED[reason]}`,
    mend: 'RSA(2,048~8,192비트), EC(P-256, P-384, P-521), Ed25519, Ed448, ML-DSA 키와 그 키로 발급받은 인증서를 사용하세요.',
  }),
  'key-mismatch': ({ detail: { keyAlgorithm, certificateAlgorithm, difference } }) => ({
    title: '개인 키와 인증서가 서로 맞지 않습니다',
    explanation: `개인 키: ${escapeShortText(keyAlgorithm)}, 인증서의 공개 키: ${escapeShortText(certificateAlgorithm)}. ${DIFFERENCES[difference]}`,
    mend: '두 파일이 같은 인증서의 파일인지 확인하세요. 갱신한 인증서라면 갱신을 신청할 때 새로 만든 개인 키를 사용하세요.',
  }),
  'key-inconsistent': ({ detail: { algorithm, check } }) => ({
    title: '개인 키의 내용이 서로 맞지 않습니다',
    explanation: `${escapeShortText(algorithm)} 키에 들어 있는 비밀 값과 공개 값이 서로 맞지 않습니다(${CHECKS[check]}). 손상되었거나 변조된 키입니다.`,
    mend: '이 키를 사용하지 마세요. 원본 파일을 사용하거나, 키를 새로 만들고 인증서를 다시 발급받으세요.',
  }),
}
