import type {
  ContainerMeasure,
  ConvertedContainer,
  ConvertProblemDetails,
  LeftOutObject,
  PassphraseEvidence,
} from '../problem/convert-problems.ts'
import { describeMalformed } from './decoder-errors-en.ts'
import { escapeShortText } from './escape-text.ts'
import { formatCount } from './format-quantity.ts'
import type { MessagesFor } from './problem-messages.ts'

const CONTAINERS: Readonly<Record<ConvertedContainer, string>> = {
  pkcs12: 'PKCS#12 file',
  pkcs7: 'PKCS#7 file',
  'encrypted-pkcs8': 'encrypted private key',
  'encrypted-pem': 'encrypted private key',
}

const EVIDENCE: Readonly<Record<PassphraseEvidence, string>> = {
  mac: 'Its checksum does not come out with this passphrase.',
  padding: 'What comes out with this passphrase does not end as it should.',
  content: 'What comes out with this passphrase is not a private key or a certificate.',
}

const MEASURES: Readonly<Record<ContainerMeasure, string>> = {
  iterations: 'iteration count of its key derivation',
  work: 'work that its key derivations take together',
  memory: 'memory in bytes that its key derivation takes',
  scrypt: 'cost parameter of its scrypt key derivation',
  salt: 'length in bytes of its salt',
  'key-length': 'length in bytes of its key',
  objects: 'number of its objects',
  depth: 'depth of its objects',
}

const LEFT_OUT: Readonly<Record<LeftOutObject, string>> = {
  crl: 'certificate revocation lists (CRL)',
  publicKey: 'public keys',
  certificateRequest: 'certificate signing requests (CSR)',
  parameters: 'key parameters',
  unknown: 'objects of an unknown kind',
  secret: 'secrets that are not private keys',
  signature: 'signatures',
  content: 'signed contents',
  attributeCertificate: 'attribute certificates',
}

/** What is said in English of turning containers into PEM. */
export const CONVERT_MESSAGES_EN: MessagesFor<ConvertProblemDetails> = {
  'passphrase-missing': ({ detail: { container, cipher } }) => ({
    title: 'The passphrase is missing',
    explanation: `This ${CONTAINERS[container]} is encrypted${withCipher(cipher)}, and no passphrase was given.`,
    mend: 'Give the passphrase that it was exported with.',
  }),
  'passphrase-wrong': ({ detail: { container, cipher, evidence } }) => ({
    title: 'The passphrase is wrong',
    explanation: `This ${CONTAINERS[container]} is encrypted${withCipher(cipher)}. ${EVIDENCE[evidence]}`,
    mend: 'Check upper and lower case, the keyboard layout and blanks at the ends. If the passphrase is right, the file is damaged: export it again.',
  }),
  'encryption-unsupported': ({ detail: { container, algorithm } }) => ({
    title: 'This encryption is not supported',
    explanation: `The ${CONTAINERS[container]} is protected with ${escapeShortText(algorithm)}, which is not worked with here.`,
    mend: 'Export it again with AES-256, which every current program can.',
  }),
  'container-out-of-bounds': ({ detail: { container, measure, found, min, max } }) => ({
    title: 'A number in the file is out of bounds',
    explanation: `The ${MEASURES[measure]} is ${escapeShortText(found)}. For this ${CONTAINERS[container]}, ${formatCount(min)} to ${formatCount(max)} is accepted.`,
    mend: 'No honest file needs such a number. Export it again with the usual settings.',
  }),
  'container-malformed': ({ detail: { container, error, structure, offset } }) => ({
    title: 'The file is damaged',
    explanation: describeMalformed(CONTAINERS[container], error, structure, offset),
    mend: 'Copy the file again from its source, as a binary file. If it is the same there, export it again.',
  }),
  'container-unsupported': ({ detail: { container, type } }) => ({
    title: 'A file of this kind is not supported',
    explanation: `The ${CONTAINERS[container]} is of the type ${escapeShortText(type)}, from which nothing can be taken here.`,
    mend: 'Export the certificates and the private key again, protected by a passphrase.',
  }),
  'container-empty': ({ detail: { container } }) => ({
    title: 'The file holds no certificate and no private key',
    explanation: `The ${CONTAINERS[container]} could be read, but there is nothing in it to take.`,
    mend: 'Export the certificate together with its private key.',
  }),
  'object-left-out': ({ detail: { object, count } }) => ({
    title: 'Something was left out',
    explanation: `The file also holds ${LEFT_OUT[object]} (${formatCount(count)}), for which there is no box.`,
    mend: 'Nothing needs to be done.',
  }),
  'several-private-keys': ({ detail: { count } }) => ({
    title: 'There is more than one private key',
    explanation: `The file holds ${formatCount(count)} different private keys, and it cannot be told which one is meant.`,
    mend: 'Export one private key alone, with its certificate and chain.',
  }),
  'certificate-left-out': ({ detail: { subject, count } }) => ({
    title: 'Certificates were left out that do not belong to the chain',
    explanation: `It is ${formatCount(count)} of them, the first for "${escapeShortText(subject)}".`,
    mend: 'Nothing needs to be done, unless one of them is the certificate that you wanted.',
  }),
}

function withCipher(cipher: string): string {
  return cipher === '' ? '' : ` with ${escapeShortText(cipher)}`
}
