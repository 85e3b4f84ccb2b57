import { BUNDLE_MESSAGES_KO } from './bundle-messages-ko.ts'
import { CHAIN_MESSAGES_KO } from './chain-messages-ko.ts'
import { CONVERT_MESSAGES_KO } from './convert-messages-ko.ts'
import { DECODER_ERRORS_KO, describeMalformed } from './decoder-errors-ko.ts'
import { formatCount } from './format-quantity.ts'
import { KEY_MESSAGES_KO } from './key-messages-ko.ts'
import { PEM_MESSAGES_KO } from './pem-messages-ko.ts'
import { REVOCATION_MESSAGES_KO } from './revocation-messages-ko.ts'
import { REGISTRY_MESSAGES_KO } from './registry-messages-ko.ts'
import { STATUS_MESSAGES_KO } from './status-messages-ko.ts'
import type { ProblemMessages } from './problem-messages.ts'

/**
 * What is said in Korean. Values from the input stand before a noun of ours, so that no particle
 * hangs on how they are read aloud.
 */
export const MESSAGES_KO: ProblemMessages = /* @__PURE__ */ collectMessages()

/** In a function, so that a bundler sees that nothing happens at import. */
function collectMessages(): ProblemMessages {
  return {
    problems: {
      ...PEM_MESSAGES_KO,
      ...KEY_MESSAGES_KO,
      'certificate-malformed': ({ detail }) => ({
        title: '인증서가 손상되었습니다',
        explanation: describeMalformed('인증서', detail.error, detail.structure, detail.offset),
        mend: '원본에서 인증서를 다시 복사하세요. 원본도 같다면 인증 기관에 재발급을 요청하세요.',
      }),
      ...CHAIN_MESSAGES_KO,
      ...REVOCATION_MESSAGES_KO,
      ...BUNDLE_MESSAGES_KO,
      ...STATUS_MESSAGES_KO,
      ...REGISTRY_MESSAGES_KO,
      ...CONVERT_MESSAGES_KO,
    },
    decoderErrors: DECODER_ERRORS_KO,
    fields: { name: '인증서 이름', privateKey: '개인 키', certificate: '인증서 본문', chain: '인증서 체인' },
    certificateNumber: (number) => `${formatCount(number)}번째 인증서`,
    line: (line) => `${formatCount(line)}행`,
  }
}
