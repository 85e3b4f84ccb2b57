import type { PemObject, PemProblemDetails, PemRepair } from '../problem/pem-problems.ts'
import { escapeShortText } from './escape-text.ts'
import { formatCodePoint, formatCount, formatSize } from './format-quantity.ts'
import * as commands from './openssl-commands.ts'
import type { MessagesFor } from './problem-messages.ts'

const COPY_AGAIN = '원본 파일에서 BEGIN 줄의 첫 대시(-)부터 END 줄의 마지막 대시(-)까지 빠짐없이 다시 복사하세요.'

const REPAIRS: Readonly<Record<PemRepair, string>> = {
  indentation: '줄 앞의 들여쓰기',
  quoting: '메일 프로그램이 줄 앞에 붙인 인용 부호',
  'quotation-marks': '줄을 둘러싼 따옴표와 프로그램 코드',
  'lost-newlines': '사라진 줄바꿈',
  'literal-escapes': '글자 그대로 "\\n"으로 적힌 줄바꿈',
  'invisible-characters': '보이지 않는 문자와 특수 공백',
  dashes: 'BEGIN, END 줄의 잘못된 대시 문자 또는 대시 개수',
  'label-case': '소문자로 적힌 BEGIN, END 줄',
  label: '잘못 적혔거나 다른 형식의 이름이 적힌 BEGIN, END 줄',
  'look-alikes': '모양이 비슷한 다른 문자',
  'percent-encoding': '웹 주소 방식(%0A)으로 바뀐 문자',
  'quoted-printable': '메일 방식(=3D)으로 바뀐 문자',
  base64url: '"-"와 "_"를 쓰는 웹 주소용 Base64',
  'spaces-for-plus': '"+" 대신 들어간 공백',
  'nested-base64': 'Base64로 한 번 더 인코딩된 PEM',
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
  sshPublicKey: 'SSH 공개 키',
  puttyPrivateKey: 'PuTTY 형식의 개인 키',
  jwk: 'JSON 형식의 키(JWK)',
  javaKeystore: 'Java 키스토어',
  pgp: 'PGP 메시지 또는 키',
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

const OBJECT_MENDS: Readonly<Record<PemObject, string>> = /* @__PURE__ */ createObjectMends()

/** In a function, so that a bundler sees that nothing happens at import. */
function createObjectMends(): Readonly<Record<PemObject, string>> {
  return {
    certificate: '인증서는 인증서 본문 또는 인증서 체인 입력란에 입력하세요.',
    privateKey: '개인 키는 개인 키 입력란에만 입력하고, 다른 사람에게 보내지 마세요.',
    encryptedPrivateKey: `다음 명령으로 복호화한 뒤 개인 키 입력란에 입력하세요:\n${commands.decryptCommand('pkcs8')}`,
    publicKey: '공개 키만으로는 등록할 수 없습니다. 발급받은 인증서 또는 함께 만든 개인 키를 입력하세요.',
    certificateRequest: 'CSR은 인증 기관에 제출하는 파일입니다. 인증 기관에서 발급받은 인증서를 입력하세요.',
    crl: '인증서를 입력하세요. 폐기 목록은 필요할 때 인증 기관에서 가져옵니다.',
    pkcs7: `다음 중 한 명령으로 파일에서 인증서를 추출하세요:\n${commands.CONVERT_PKCS7_COMMAND}\n${commands.PKCS7_COMMAND}`,
    pkcs12: `다음 중 한 명령으로 파일에서 개인 키와 인증서를 추출하세요:\n${commands.CONVERT_PKCS12_COMMAND}\n${commands.PKCS12_COMMAND}`,
    opensshPrivateKey: `다음 명령으로 사본을 PEM 형식으로 변환하세요:\n${commands.OPENSSH_COMMAND}`,
    sshPublicKey: 'SSH용 키는 사용할 수 없습니다. 인증 기관에서 발급받은 인증서 또는 그 개인 키를 입력하세요.',
    puttyPrivateKey: `다음 명령으로 PEM 형식으로 변환하세요:\n${commands.PUTTY_COMMAND}`,
    jwk: '키를 만든 프로그램에서 PEM 형식으로 내보내세요.',
    javaKeystore: `다음 명령으로 변환한 뒤 개인 키와 인증서를 추출하세요:\n${commands.KEYSTORE_COMMAND}\n${commands.PKCS12_COMMAND}`,
    pgp: 'PGP 데이터는 사용할 수 없습니다. 인증 기관에서 발급받은 인증서 또는 그 개인 키를 입력하세요.',
    parameters: '키 파일 전체를 복사하세요. 파라미터 블록 다음에 키 블록이 있습니다.',
    der: `다음 명령으로 PEM 형식으로 변환하세요. 인증서:\n${commands.DER_CERTIFICATE_COMMAND}\n개인 키:\n${commands.DER_KEY_COMMAND}`,
    unknown: '인증 기관에서 발급받은 파일 또는 그 인증서의 개인 키 파일이 맞는지 확인하세요.',
  }
}

/** What is said in Korean of the text of a paste. */
export const PEM_MESSAGES_KO: MessagesFor<PemProblemDetails> = {
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
  'pem-end-missing': ({ detail: { label, missingBytes = 0 } }) => ({
    title: `"${escapeShortText(label)}" 블록의 END 줄이 없습니다`,
    explanation: `"-----BEGIN ${escapeShortText(label)}-----" 줄로 시작하는 블록이 끝나지 않았습니다. 뒷부분이 잘린 것으로 보입니다.${missingBytes > 0 ? ` 데이터도 ${formatCount(missingBytes)}바이트 부족합니다.` : ''}`,
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
  'pem-elided': ({ detail: { label, codePoint } }) => ({
    title: '데이터의 일부가 생략되었습니다',
    explanation: `"${escapeShortText(label)}" 블록에 ${character(codePoint)} 문자가 있습니다. 내용을 줄여 적은 것으로 보입니다.`,
    mend: COPY_AGAIN,
  }),
  'pem-line-length': ({ detail: { label, expected, found } }) => ({
    title: found < expected ? '한 줄에서 일부 문자가 빠졌습니다' : '한 줄에 문자가 너무 많습니다',
    explanation: `이 줄은 ${formatCount(found)}자이고, "${escapeShortText(label)}" 블록의 다른 줄은 ${formatCount(expected)}자입니다.`,
    mend: COPY_AGAIN,
  }),
  'pem-line-repeated': ({ detail: { label } }) => ({
    title: '같은 줄이 두 번 있습니다',
    explanation: `"${escapeShortText(label)}" 블록에서 이 줄은 바로 앞줄과 같고, 그만큼 데이터가 더 많습니다.`,
    mend: '두 줄 중 하나를 지우거나 블록을 다시 복사하세요.',
  }),
  'pem-too-many-problems': ({ detail: { limit } }) => ({
    title: '문제가 너무 많습니다',
    explanation: `문제가 ${formatCount(limit)}개를 넘어 나머지 내용은 읽지 않았습니다.`,
    mend: '올바른 내용인지 확인하고, 인증서, 인증서 체인, 개인 키만 입력하세요.',
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
