import { BUNDLE_MESSAGES_EN } from './bundle-messages-en.ts'
import { CHAIN_MESSAGES_EN } from './chain-messages-en.ts'
import { CONVERT_MESSAGES_EN } from './convert-messages-en.ts'
import { DECODER_ERRORS_EN, describeMalformed } from './decoder-errors-en.ts'
import { formatCount } from './format-quantity.ts'
import { KEY_MESSAGES_EN } from './key-messages-en.ts'
import { PEM_MESSAGES_EN } from './pem-messages-en.ts'
import { REVOCATION_MESSAGES_EN } from './revocation-messages-en.ts'
import { REGISTRY_MESSAGES_EN } from './registry-messages-en.ts'
import { STATUS_MESSAGES_EN } from './status-messages-en.ts'
import type { ProblemMessages } from './problem-messages.ts'

/**
 * What is said in English.
 */
export const MESSAGES_EN: ProblemMessages = /* @__PURE__ */ collectMessages()

/** In a function, so that a bundler sees that nothing happens at import. */
function collectMessages(): ProblemMessages {
  return {
    problems: {
      ...PEM_MESSAGES_EN,
      ...KEY_MESSAGES_EN,
      'certificate-malformed': ({ detail }) => ({
        title: 'The certificate is damaged',
        explanation: describeMalformed('certificate', detail.error, detail.structure, detail.offset),
        mend: 'Copy the certificate again from its source. If it is the same there, ask the CA to issue it again.',
      }),
      ...CHAIN_MESSAGES_EN,
      ...REVOCATION_MESSAGES_EN,
      ...BUNDLE_MESSAGES_EN,
      ...STATUS_MESSAGES_EN,
      ...REGISTRY_MESSAGES_EN,
      ...CONVERT_MESSAGES_EN,
    },
    decoderErrors: DECODER_ERRORS_EN,
    fields: { name: 'Name', privateKey: 'Private key', certificate: 'Certificate body', chain: 'Certificate chain' },
    certificateNumber: (number) => `certificate ${formatCount(number)}`,
    line: (line) => `line ${formatCount(line)}`,
  }
}
