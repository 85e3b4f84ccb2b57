/** What a code that is thrown means, and which fields its `detail` has. */
export interface ThrownCode {
  readonly fields: readonly string[]
  readonly en: string
  readonly ko: string
}

const PLACE = ['structure', 'offset']
const FETCH = ['reason', 'url', 'redirects']

/**
 * Codes of `CertkeepError` that no decoder throws. The decoders' own have their words in the messages of the library.
 * A test holds this list against the code.
 */
export const THROWN_CODES: Readonly<Record<string, ThrownCode>> = {
  ERR_KEY_ENCRYPTED: {
    fields: ['container', 'cipher'],
    en: 'The private key is encrypted.',
    ko: '개인 키가 암호화되어 있습니다.',
  },
  ERR_KEY_UNSUPPORTED: {
    fields: ['algorithm', 'curve', 'reason'],
    en: 'The private key is of an algorithm, curve or size that is not worked with.',
    ko: '지원하지 않는 알고리즘, 곡선 또는 크기의 개인 키입니다.',
  },
  ERR_FETCH_BLOCKED: {
    fields: FETCH,
    en: 'The address, or a host behind it, is one that a server must not ask for a stranger.',
    ko: '서버가 외부인을 대신해 접속해서는 안 되는 주소이거나 호스트입니다.',
  },
  ERR_FETCH_REDIRECT: {
    fields: FETCH,
    en: 'A redirect must not be followed.',
    ko: '따라가서는 안 되는 리디렉션입니다.',
  },
  ERR_FETCH_TIMEOUT: {
    fields: FETCH,
    en: 'The answer did not come in time.',
    ko: '제한 시간 안에 응답이 오지 않았습니다.',
  },
  ERR_FETCH_TOO_LARGE: { fields: FETCH, en: 'The answer is too large.', ko: '응답이 너무 큽니다.' },
  ERR_FETCH_ENCODING: {
    fields: FETCH,
    en: 'The answer is compressed or encoded, which was not asked for.',
    ko: '요청하지 않은 방식으로 응답이 압축되거나 부호화되었습니다.',
  },
  ERR_FETCH_FAILED: {
    fields: [...FETCH, 'status'],
    en: 'There was no answer, or one whose status is not 200; `status` only where there was one.',
    ko: '응답이 없거나 상태 코드가 200이 아닙니다. `status`는 응답이 있을 때만 들어 있습니다.',
  },
  ERR_REGISTRY_NOT_FOUND: {
    fields: ['id'],
    en: 'Nothing is registered under the id.',
    ko: '해당 ID로 등록된 항목이 없습니다.',
  },
  ERR_REGISTRY_IN_USE: {
    fields: ['id', 'attachments'],
    en: 'Services use the certificate; `attachments` lists them.',
    ko: '인증서를 사용하는 서비스가 있습니다. `attachments`에 목록이 있습니다.',
  },
  ERR_REGISTRY_NOT_VALID: {
    fields: ['id', 'status'],
    en: 'Only a valid certificate can be attached.',
    ko: '정상 상태의 인증서만 연결할 수 있습니다.',
  },
  ERR_REGISTRY_NOT_COVERED: {
    fields: ['id', 'hostnames'],
    en: 'The certificate does not cover the host names that the service needs.',
    ko: '서비스에 필요한 호스트 이름이 인증서에 없습니다.',
  },
  ERR_REGISTRY_CONFLICT: {
    fields: ['id'],
    en: 'Others changed it again and again meanwhile; try again.',
    ko: '그 사이 다른 곳에서 계속 변경되었습니다. 다시 시도하세요.',
  },
  ERR_REGISTRY_NO_SEALER: {
    fields: ['id'],
    en: 'Private keys are neither stored nor handed out without a sealer.',
    ko: '봉인 수단(sealer)이 없으면 개인 키를 저장하거나 내주지 않습니다.',
  },
  ERR_REGISTRY_NO_KEY: {
    fields: ['id'],
    en: 'No private key is stored with the certificate.',
    ko: '인증서와 함께 저장된 개인 키가 없습니다.',
  },
  ERR_SEALER_VERSION: {
    fields: ['version'],
    en: 'The key is sealed in a form that is not known.',
    ko: '알 수 없는 형식으로 봉인된 키입니다.',
  },
  ERR_SEALER_FORMAT: {
    fields: ['offset'],
    en: 'The bytes are no sealed key, or were cut off.',
    ko: '봉인된 키가 아니거나 데이터가 잘렸습니다.',
  },
  ERR_SEALER_UNKNOWN_KEY: {
    fields: ['keyId'],
    en: 'The key is sealed under a key that was not given.',
    ko: '제공되지 않은 키로 봉인되어 있습니다.',
  },
  ERR_SEALER_REFUSED: {
    fields: [],
    en: 'The sealed key was changed, or belongs to something else.',
    ko: '봉인된 키가 변경되었거나 다른 항목의 것입니다.',
  },
  ERR_SEALER_FAILED: {
    fields: [],
    en: 'The platform could not seal or open a key.',
    ko: '플랫폼이 키를 봉인하거나 열지 못했습니다.',
  },
  ERR_STORE_FAILED: {
    fields: [],
    en: 'The store failed; `cause` says why. What stores are asked to reject with.',
    ko: '저장소 작업이 실패했습니다. 원인은 `cause`에 있습니다. 저장소 구현이 사용하는 코드입니다.',
  },
  ERR_PART_NOT_LOADED: {
    fields: [],
    en: 'A part of the library that a bundler keeps apart could not be loaded; `cause` says why. Try again.',
    ko: '번들러가 따로 나눈 라이브러리 일부를 불러오지 못했습니다. 원인은 `cause`에 있습니다. 다시 시도하세요.',
  },
  ERR_TESTING_ALGORITHM_UNAVAILABLE: {
    fields: ['algorithm'],
    en: 'The platform lacks an algorithm that a test asked for.',
    ko: '테스트에서 요청한 알고리즘이 플랫폼에 없습니다.',
  },
}

/** Fields of `detail` beside the code of a decoder: which part was being read, and where in its bytes. */
export const DECODER_FIELDS: readonly string[] = PLACE
