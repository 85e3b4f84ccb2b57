import type { RegistryProblemDetails } from '../problem/registry-problems.ts'
import { escapeShortText } from './escape-text.ts'
import { formatInstant } from './format-instant.ts'
import { formatCount } from './format-quantity.ts'
import type { MessagesFor } from './problem-messages.ts'

/** What is said in English about a certificate among others. */
export const REGISTRY_MESSAGES_EN: MessagesFor<RegistryProblemDetails> = {
  'key-shared': ({ detail: { name, count } }) => ({
    title: 'The private key is used by another certificate too',
    explanation:
      count === 1
        ? `"${escapeShortText(name)}" has the same key.`
        : `${formatCount(count)} certificates have the same key, "${escapeShortText(name)}" among them.`,
    mend: 'Make a new key for each certificate, so that the loss of one does not touch the others.',
  }),
  'key-compromised': ({ detail: { fingerprint, revokedAt } }) => ({
    title: 'The private key is known to others',
    explanation: `A certificate with the same key (${fingerprint}) was revoked${revokedAt === null ? '' : ` on ${formatInstant(revokedAt)}`} because its key is known to others.`,
    mend: 'Make a new key, and have the certificate issued again for it.',
  }),
  'attachment-not-covered': ({ detail: { hostname, service, resourceType, resourceId } }) => ({
    title: 'A service would lose its host name',
    explanation: `The certificate does not cover "${escapeShortText(hostname)}", which ${escapeShortText(service)} (${escapeShortText(resourceType)} ${escapeShortText(resourceId)}) needs.`,
    mend: 'Take a certificate that covers the name, or disconnect the service first.',
  }),
}
