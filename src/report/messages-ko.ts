import type {
  EncryptedKeyContainer,
  KeyConsistencyCheck,
  KeyProblemDetails,
  KeyUnsupportedReason,
} from '../problem/key-problems.ts'
import type { PemObject, PemProblemDetails, PemRepair } from '../problem/pem-problems.ts'
import { escapeShortText } from './escape-text.ts'
import { formatCodePoint, formatCount, formatSize } from './format-quantity.ts'
import * as commands from './openssl-commands.ts'
import { describeDecoderError, type ProblemMessages } from './problem-messages.ts'

const COPY_AGAIN = '원본 파일에서 BEGIN 줄의 첫 대시(-)부터 END 줄의 마지막 대시(-)까지 빠짐없이 다시 복사하세요.'

const REPAIRS: Readonly<Record<PemRepair, string>> = {
  indentation: '줄 앞의 들여쓰기',
  quoting: '메일 프로그램이 줄 앞에 붙인 인용 부호',
  'lost-newlines': '사라진 줄바꿈',
  'literal-escapes': '글자 그대로 "\\n"으로 적힌 줄바꿈',
  'invisible-characters': '보이지 않는 문자와 특수 공백',
  dashes: 'BEGIN, END 줄의 잘못된 대시 문자 또는 대시 개수',
  'label-case': '소문자로 적힌 BEGIN, END 줄',
  'html-entities': 'HTML 엔티티로 바뀐 문자',
  'missing-boundaries': '빠진 BEGIN, END 줄',
}

const OBJECTS: Readonly<Record<PemObject, string>> = {
  certificate: '인증서',
  privateKey: '개인 키',
  encryptedPrivateKey: '암호화된 개인 키',
  publicKey: '공개 키',
  certificateRequest: '인증서 서명 요청(CSR)',
  crl: '인증서 폐기 목록(CRL)',
  pkcs7: 'PKCS#7 파일',
  pkcs12: 'PKCS#12 파일',
  opensshPrivateKey: 'OpenSSH 형식의 개인 키',
  parameters: '키가 없는 키 파라미터',
  der: '바이너리(DER) 파일',
  unknown: '알 수 없는 종류의 데이터',
}

const EXPECTED: Readonly<Record<PemProblemDetails['pem-unexpected-object']['expected'], string>> = {
  certificate: '인증서 본문',
  chain: '인증서 체인',
  privateKey: '개인 키',
  any: '인증서와 개인 키',
}

const OBJECT_MENDS: Readonly<Record<PemObject, string>> = {
  certificate: '인증서는 인증서 본문 또는 인증서 체인 칸에 입력하세요.',
  privateKey: '개인 키는 개인 키 칸에만 입력하고, 다른 사람에게 보내지 마세요.',
  encryptedPrivateKey: `다음 명령으로 복호화한 뒤 개인 키 칸에 입력하세요:\n${commands.decryptCommand('pkcs8')}`,
  publicKey: '공개 키만으로는 등록할 수 없습니다. 발급받은 인증서 또는 함께 만든 개인 키를 입력하세요.',
  certificateRequest: 'CSR은 인증 기관에 제출하는 파일입니다. 인증 기관에서 발급받은 인증서를 입력하세요.',
  crl: '인증서를 입력하세요. 폐기 목록은 필요할 때 인증 기관에서 가져옵니다.',
  pkcs7: `다음 명령으로 파일에서 인증서를 추출하세요:\n${commands.PKCS7_COMMAND}`,
  pkcs12: `다음 명령으로 파일에서 개인 키와 인증서를 추출하세요:\n${commands.PKCS12_COMMAND}`,
  opensshPrivateKey: `다음 명령으로 사본을 PEM 형식으로 변환하세요:\n${commands.OPENSSH_COMMAND}`,
  parameters: '키 파일 전체를 복사하세요. 파라미터 블록 다음에 키 블록이 있습니다.',
  der: `다음 명령으로 PEM 형식으로 변환하세요. 인증서:\n${commands.DER_CERTIFICATE_COMMAND}\n개인 키:\n${commands.DER_KEY_COMMAND}`,
  unknown: '인증 기관에서 발급받은 파일 또는 그 인증서의 개인 키 파일이 맞는지 확인하세요.',
}

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

const DECODER_ERRORS: ProblemMessages['decoderErrors'] = {
  ERR_DER_TRUNCATED: '데이터가 중간에서 끊겼습니다.',
  ERR_DER_TRAILING_BYTES: '있어야 할 것보다 데이터가 더 있습니다.',
  ERR_DER_UNEXPECTED_TAG: '표준에서 정한 것과 다른 종류의 값이 있습니다.',
  ERR_DER_TAG_NUMBER: '인증서나 키에서 쓰지 않는 종류 번호가 있습니다.',
  ERR_DER_LENGTH_INDEFINITE: 'DER에서 허용하지 않는, 길이를 정하지 않은 값이 있습니다.',
  ERR_DER_LENGTH_NOT_MINIMAL: '길이가 필요 이상으로 길게 적혀 있습니다. DER에서 허용하지 않습니다.',
  ERR_DER_LENGTH_TOO_LARGE: '길이가 실제로 있을 수 없을 만큼 크게 적혀 있습니다.',
  ERR_DER_TOO_DEEP: '값이 실제로 있을 수 없을 만큼 깊이 중첩되어 있습니다.',
  ERR_DER_BOOLEAN: '참/거짓 값이 DER 규칙에 맞지 않습니다.',
  ERR_DER_INTEGER: '정수가 DER 규칙에 맞지 않습니다.',
  ERR_DER_BIT_STRING: '비트 문자열이 DER 규칙에 맞지 않습니다.',
  ERR_DER_OBJECT_IDENTIFIER: '객체 식별자(OID)의 형식이 잘못되었습니다.',
  ERR_DER_NULL: '비어 있어야 할 값이 비어 있지 않습니다.',
  ERR_DER_STRING: '문자열에 허용되지 않는 문자가 있습니다.',
  ERR_DER_TIME: '날짜 또는 시각이 올바르지 않거나 표준 형식이 아닙니다.',
  ERR_DER_DEFAULT_ENCODED: '생략해야 할 기본값이 적혀 있습니다. DER에서 허용하지 않습니다.',
  ERR_DER_VALUE: '값이 표준에서 허용하는 범위를 벗어났습니다.',
  ERR_KEY_MALFORMED: '개인 키에 있을 수 없는 값이 있습니다.',
  ERR_PEM_NOT_CLEAN: '정확히 하나의 올바른 PEM 블록이 아닙니다.',
  ERR_X509_VERSION: '버전을 알 수 없거나, 그 버전에 있을 수 없는 항목이 있습니다.',
  ERR_X509_ALGORITHM_MISMATCH: '두 곳에 적힌 서명 알고리즘이 서로 다릅니다.',
  ERR_X509_ALGORITHM_PARAMETERS: '알고리즘에 허용되지 않는 파라미터가 있습니다.',
  ERR_X509_DUPLICATE_EXTENSION: '같은 확장 항목이 두 번 있습니다.',
}

/** What is said in Korean. Values from the input stand before a noun of ours, so that no particle hangs on how they are read aloud. */
export const MESSAGES_KO: ProblemMessages = {
  problems: {
    'pem-empty': () => ({
      title: '입력된 내용이 없습니다',
      explanation: '비어 있거나 공백만 있습니다.',
      mend: 'PEM 파일의 내용을 BEGIN 줄부터 END 줄까지 붙여 넣으세요.',
    }),
    'pem-too-large': ({ detail: { bytes, maxBytes } }) => ({
      title: '내용이 너무 큽니다',
      explanation: `크기가 ${formatCount(bytes)}바이트입니다. 최대 ${formatCount(maxBytes)}바이트(${formatSize(maxBytes, '바이트')})까지 읽습니다.`,
      mend: '인증서, 인증서 체인, 개인 키만 입력하세요. 이 정도 크기라면 다른 파일일 가능성이 높습니다.',
    }),
    'pem-no-block': () => ({
      title: '인증서나 개인 키를 찾을 수 없습니다',
      explanation: 'BEGIN 줄이 없고, Base64로 인코딩된 인증서나 키도 아닙니다.',
      mend: 'PEM 파일의 내용 자체를 붙여 넣으세요. "-----BEGIN"으로 시작하고 END 줄로 끝나야 합니다.',
    }),
    'pem-end-missing': ({ detail: { label } }) => ({
      title: `"${escapeShortText(label)}" 블록의 END 줄이 없습니다`,
      explanation: `"-----BEGIN ${escapeShortText(label)}-----" 줄로 시작하는 블록이 끝나지 않았습니다. 뒷부분이 잘린 것으로 보입니다.`,
      mend: COPY_AGAIN,
    }),
    'pem-begin-missing': ({ detail: { label } }) => ({
      title: `"${escapeShortText(label)}" 블록의 BEGIN 줄이 없습니다`,
      explanation: `"-----END ${escapeShortText(label)}-----" 줄에 짝이 되는 BEGIN 줄이 없습니다. 앞부분이 잘린 것으로 보입니다.`,
      mend: COPY_AGAIN,
    }),
    'pem-label-mismatch': ({ detail: { begin, end } }) => ({
      title: '블록의 시작과 끝이 서로 다릅니다',
      explanation: `시작은 "${escapeShortText(begin)}", 끝은 "${escapeShortText(end)}" 블록입니다. 두 블록이 섞인 것으로 보입니다.`,
      mend: '두 블록을 각각 BEGIN 줄부터 END 줄까지 다시 복사하세요.',
    }),
    'pem-boundary-damaged': ({ detail: { label } }) => ({
      title: 'BEGIN 또는 END 줄이 손상되었습니다',
      explanation: `${label === '' ? '' : `"${escapeShortText(label)}" 블록의 `}BEGIN 또는 END 줄을 확실하게 읽을 수 없습니다.`,
      mend: '"-----BEGIN CERTIFICATE-----"처럼 양쪽에 대시(-) 다섯 개씩을 적거나, 블록을 다시 복사하세요.',
    }),
    'pem-block-empty': ({ detail: { label } }) => ({
      title: `"${escapeShortText(label)}" 블록이 비어 있습니다`,
      explanation: 'BEGIN 줄과 END 줄 사이에 데이터가 없습니다.',
      mend: COPY_AGAIN,
    }),
    'pem-not-base64': ({ detail: { label, codePoint } }) => ({
      title: '데이터에 쓸 수 없는 문자가 있습니다',
      explanation: `"${escapeShortText(label)}" 블록에 ${character(codePoint)} 문자가 있습니다. 영문자, 숫자, "+", "/", "="만 쓸 수 있습니다.`,
      mend: '잘못 들어간 문자를 지우세요. 일부가 덮어써졌거나 사라졌다면 원본에서 블록을 다시 복사하세요.',
    }),
    'pem-padding': ({ detail: { label } }) => ({
      title: '데이터의 끝부분이 올바르지 않습니다',
      explanation: `"${escapeShortText(label)}" 블록에서 "=" 문자가 중간에 있거나 개수가 맞지 않습니다. 일부 문자가 빠진 것으로 보입니다.`,
      mend: COPY_AGAIN,
    }),
    'pem-data-truncated': ({ detail: { label, missingBytes } }) => ({
      title: '데이터가 잘렸습니다',
      explanation: `"${escapeShortText(label)}" 블록의 뒷부분이 ${missing(missingBytes)} 부족합니다.`,
      mend: COPY_AGAIN,
    }),
    'pem-lines-missing': ({ detail: { label, missingBytes } }) => ({
      title: '데이터의 중간 부분이 빠졌습니다',
      explanation: `"${escapeShortText(label)}" 블록의 끝은 있지만 중간의 데이터가 ${missing(missingBytes)} 부족합니다. 한 줄 이상이 빠진 것으로 보입니다.`,
      mend: COPY_AGAIN,
    }),
    'pem-trailing-bytes': ({ detail: { label, bytes } }) => ({
      title: '데이터 뒤에 불필요한 내용이 더 있습니다',
      explanation: `"${escapeShortText(label)}" 블록의 데이터가 끝난 뒤에 ${formatCount(bytes)}바이트가 더 있습니다.`,
      mend: '블록을 다시 복사하세요. 원본도 같다면 파일을 만든 곳에 올바른 파일을 요청하세요.',
    }),
    'pem-repaired': ({ detail: { repair, count } }) => ({
      title: '내용을 바로잡아 읽었습니다',
      explanation: `바로잡은 내용: ${REPAIRS[repair]}(${formatCount(count)}곳). 원래 뜻대로 읽었습니다.`,
      mend: '별도의 조치는 필요하지 않습니다. 이 알림을 없애려면 원본을 수정 없이 그대로 복사하세요.',
    }),
    'pem-unexpected-object': ({ detail: { expected, found } }) => ({
      title: `입력한 내용의 종류가 다릅니다: ${OBJECTS[found]}`,
      explanation: `입력할 내용은 ${EXPECTED[expected]}입니다. 실제로 입력된 내용: ${OBJECTS[found]}.`,
      mend: OBJECT_MENDS[found],
    }),
    'pem-duplicate-certificate': ({ detail: { first } }) => ({
      title: '같은 인증서가 두 번 있습니다',
      explanation: `${formatCount(first + 1)}번째 인증서와 완전히 같습니다.`,
      mend: '둘 중 하나를 지우세요. 그대로 두어도 문제는 없습니다.',
    }),
    'key-encrypted': ({ detail: { container, cipher } }) => ({
      title: '개인 키가 암호화되어 있습니다',
      explanation: `개인 키는 복호화한 상태여야 합니다. 키 형식: ${CONTAINERS[container]}${cipher === '' ? '' : `, 암호 방식: ${escapeShortText(cipher)}`}.`,
      mend: `암호를 알고 있는 상태에서 다음 명령으로 복호화한 뒤 그 결과를 입력하세요:\n${commands.decryptCommand(container)}`,
    }),
    'key-malformed': ({ detail }) => ({
      title: '개인 키가 손상되었습니다',
      explanation: malformed('개인 키', detail.error, detail.structure, detail.offset),
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
    'certificate-malformed': ({ detail }) => ({
      title: '인증서가 손상되었습니다',
      explanation: malformed('인증서', detail.error, detail.structure, detail.offset),
      mend: '원본에서 인증서를 다시 복사하세요. 원본도 같다면 인증 기관에 재발급을 요청하세요.',
    }),
  },
  decoderErrors: DECODER_ERRORS,
  fields: { name: '인증서 이름', privateKey: '개인 키', certificate: '인증서 본문', chain: '인증서 체인' },
  certificateNumber: (number) => `${formatCount(number)}번째 인증서`,
  line: (line) => `${formatCount(line)}행`,
}

function missing(bytes: number): string {
  return bytes > 0 ? `${formatCount(bytes)}바이트` : '일부'
}

function character(codePoint: number): string {
  const isCharacter = Number.isInteger(codePoint) && codePoint >= 0 && codePoint <= 0x10ffff
  return isCharacter
    ? `"${escapeShortText(String.fromCodePoint(codePoint))}"(${formatCodePoint(codePoint)})`
    : '알 수 없는'
}

function malformed(object: string, error: string, structure: string, offset: number): string {
  const words = describeDecoderError(DECODER_ERRORS, escapeShortText(error))
  return `${words} 위치: "${escapeShortText(structure)}" 항목(${object}의 바이트 오프셋 ${formatCount(offset)}).`
}
