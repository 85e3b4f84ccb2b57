import type {
  ContainerMeasure,
  ConvertedContainer,
  ConvertProblemDetails,
  LeftOutObject,
  PassphraseEvidence,
} from '../problem/convert-problems.ts'
import { describeMalformed } from './decoder-errors-ko.ts'
import { escapeShortText } from './escape-text.ts'
import { formatCount } from './format-quantity.ts'
import type { MessagesFor } from './problem-messages.ts'

const CONTAINERS: Readonly<Record<ConvertedContainer, string>> = {
  pkcs12: 'PKCS#12 파일',
  pkcs7: 'PKCS#7 파일',
  'encrypted-pkcs8': '암호화된 개인 키',
  'encrypted-pem': '암호화된 개인 키',
}

const EVIDENCE: Readonly<Record<PassphraseEvidence, string>> = {
  mac: '이 암호로는 파일의 검사값이 맞지 않습니다.',
  padding: '이 암호로 복호화한 내용의 끝부분이 올바르지 않습니다.',
  content: '이 암호로 복호화한 내용이 개인 키나 인증서가 아닙니다.',
}

const MEASURES: Readonly<Record<ContainerMeasure, string>> = {
  iterations: '키 유도 반복 횟수',
  work: '키 유도 작업량의 합계',
  memory: '키 유도에 필요한 메모리(바이트)',
  scrypt: 'scrypt 키 유도의 비용 파라미터',
  salt: '솔트의 길이(바이트)',
  'key-length': '키의 길이(바이트)',
  objects: '객체의 개수',
  depth: '객체의 중첩 깊이',
}

const LEFT_OUT: Readonly<Record<LeftOutObject, string>> = {
  crl: '인증서 폐기 목록(CRL)',
  publicKey: '공개 키',
  certificateRequest: '인증서 서명 요청(CSR)',
  parameters: '키 파라미터',
  unknown: '알 수 없는 객체',
  secret: '개인 키가 아닌 비밀 정보',
  signature: '서명',
  content: '서명된 내용',
  attributeCertificate: '속성 인증서',
}

/** What is said in Korean of turning containers into PEM. */
export const CONVERT_MESSAGES_KO: MessagesFor<ConvertProblemDetails> = {
  'passphrase-missing': ({ detail: { container, cipher } }) => ({
    title: '암호를 입력하지 않았습니다',
    explanation: `${CONTAINERS[container]}: 암호화되어 있습니다${withCipher(cipher)}. 암호가 없어 열 수 없습니다.`,
    mend: '파일을 내보낼 때 지정한 암호를 입력하세요.',
  }),
  'passphrase-wrong': ({ detail: { container, cipher, evidence } }) => ({
    title: '암호가 올바르지 않습니다',
    explanation: `${CONTAINERS[container]}: 암호화되어 있습니다${withCipher(cipher)}. ${EVIDENCE[evidence]}`,
    mend: '대소문자와 한/영 입력 상태, 앞뒤 공백을 확인하세요. 암호가 맞다면 파일이 손상된 것이니 다시 내보내세요.',
  }),
  'encryption-unsupported': ({ detail: { container, algorithm } }) => ({
    title: '지원하지 않는 암호화 방식입니다',
    explanation: `${CONTAINERS[container]}: 지원하지 않는 ${escapeShortText(algorithm)} 방식으로 보호되어 있습니다.`,
    mend: 'AES-256 방식으로 다시 내보내세요.',
  }),
  'container-out-of-bounds': ({ detail: { container, measure, found, min, max } }) => ({
    title: '파일에 허용 범위를 벗어난 값이 있습니다',
    explanation: `${CONTAINERS[container]}의 ${MEASURES[measure]} 값: ${escapeShortText(found)}. 허용 범위: ${formatCount(min)}~${formatCount(max)}.`,
    mend: '정상적인 파일에는 이런 값이 필요하지 않습니다. 기본 설정으로 다시 내보내세요.',
  }),
  'container-malformed': ({ detail: { container, error, structure, offset } }) => ({
    title: '파일이 손상되었습니다',
    explanation: describeMalformed(CONTAINERS[container], error, structure, offset),
    mend: '원본에서 바이너리 파일로 다시 복사하세요. 원본도 같다면 다시 내보내세요.',
  }),
  'container-unsupported': ({ detail: { container, type } }) => ({
    title: '지원하지 않는 종류의 파일입니다',
    explanation: `${CONTAINERS[container]}: 종류가 ${escapeShortText(type)}이어서 내용을 추출할 수 없습니다.`,
    mend: '인증서와 개인 키를 암호로 보호하는 방식으로 다시 내보내세요.',
  }),
  'container-empty': ({ detail: { container } }) => ({
    title: '파일에 인증서도 개인 키도 없습니다',
    explanation: `${CONTAINERS[container]}: 읽을 수 있지만 추출할 내용이 없습니다.`,
    mend: '인증서를 개인 키와 함께 내보내세요.',
  }),
  'object-left-out': ({ detail: { object, count } }) => ({
    title: '제외한 내용이 있습니다',
    explanation: `파일에 입력란이 없는 항목이 ${formatCount(count)}개 더 있습니다: ${LEFT_OUT[object]}.`,
    mend: '별도의 조치는 필요하지 않습니다.',
  }),
  'several-private-keys': ({ detail: { count } }) => ({
    title: '개인 키가 여러 개입니다',
    explanation: `파일에 서로 다른 개인 키가 ${formatCount(count)}개 있어 어느 것을 사용할지 알 수 없습니다.`,
    mend: '개인 키 하나만 인증서, 인증서 체인과 함께 내보내세요.',
  }),
  'certificate-left-out': ({ detail: { subject, count } }) => ({
    title: '인증서 체인에 속하지 않는 인증서를 제외했습니다',
    explanation: `모두 ${formatCount(count)}개입니다. 첫 번째 인증서의 주체: "${escapeShortText(subject)}".`,
    mend: '필요한 인증서가 그중에 있지 않다면 별도의 조치는 필요하지 않습니다.',
  }),
}

function withCipher(cipher: string): string {
  return cipher === '' ? '' : `(${escapeShortText(cipher)})`
}
