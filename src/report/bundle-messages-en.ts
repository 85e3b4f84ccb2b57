import type { BundleProblemDetails } from '../problem/bundle-problems.ts'
import { escapeShortText } from './escape-text.ts'
import { formatCodePoint, formatCount } from './format-quantity.ts'
import type { MessagesFor } from './problem-messages.ts'

/** What is said in English about a form as a whole. */
export const BUNDLE_MESSAGES_EN: MessagesFor<BundleProblemDetails> = {
  'name-empty': () => ({
    title: 'The name is missing',
    explanation: 'The box is empty.',
    mend: 'Enter a name that no other certificate has.',
  }),
  'name-too-long': ({ detail: { length, maxLength } }) => ({
    title: 'The name is too long',
    explanation: `It has ${formatCount(length)} characters; ${formatCount(maxLength)} are allowed.`,
    mend: 'Shorten the name.',
  }),
  'name-character': ({ detail: { codePoint } }) => ({
    title: 'The name holds a character that cannot be seen',
    explanation: `The character ${formatCodePoint(codePoint)} would make two names look the same.`,
    mend: 'Type the name instead of pasting it.',
  }),
  'name-taken': ({ detail: { name } }) => ({
    title: 'The name is already in use',
    explanation: `Another certificate is registered as "${escapeShortText(name)}".`,
    mend: 'Choose another name. To renew that certificate, replace it and keep its name.',
  }),
  'chain-in-certificate-box': ({ detail: { count } }) => ({
    title: 'The chain stands in the box of the certificate',
    explanation: `The box holds ${formatCount(count)} more ${count === 1 ? 'certificate' : 'certificates'}, which were taken for the chain.`,
    mend: 'Nothing needs to be done.',
  }),
  'chain-completed': ({ detail: { subject, source } }) => ({
    title: 'The chain was completed',
    explanation: `"${escapeShortText(subject)}" was not given; it was ${source === 'anchors' ? 'taken from the trusted roots' : 'fetched from the address that the certificate names'}.`,
    mend: 'Nothing needs to be done.',
  }),
  'too-many-keys': ({ detail: { count, limit } }) => ({
    title: 'The box holds too many private keys',
    explanation: `It holds ${formatCount(count)} private keys, of which the first ${formatCount(limit)} were held against the certificate.`,
    mend: 'Paste the one private key that belongs to the certificate.',
  }),
}
