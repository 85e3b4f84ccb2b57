import { escapeShortText } from './escape-text.ts'
import { formatCount } from './format-quantity.ts'
import { describeDecoderError, type DecoderErrors } from './problem-messages.ts'

/** What is wrong with bytes, in Korean. */
export const DECODER_ERRORS_KO: DecoderErrors = {
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
  ERR_OCSP_CERTIFICATES: '응답에 필요 이상으로 많은 인증서가 들어 있습니다.',
  ERR_OCSP_RESPONSE_TYPE: '기본(basic) 형식의 OCSP 응답이 아닙니다.',
  ERR_X509_VERSION: '버전을 알 수 없거나, 그 버전에 있을 수 없는 항목이 있습니다.',
  ERR_X509_ALGORITHM_MISMATCH: '두 곳에 적힌 서명 알고리즘이 서로 다릅니다.',
  ERR_X509_ALGORITHM_PARAMETERS: '알고리즘에 허용되지 않는 파라미터가 있습니다.',
  ERR_X509_DUPLICATE_EXTENSION: '같은 확장 항목이 두 번 있습니다.',
}

/** Says what is wrong with a decoded object, and where in its bytes. */
export function describeMalformed(object: string, error: string, structure: string, offset: number): string {
  const words = describeDecoderError(DECODER_ERRORS_KO, escapeShortText(error))
  return `${words} 위치: "${escapeShortText(structure)}" 항목(${object}의 바이트 오프셋 ${formatCount(offset)}).`
}
