import type {
  EncryptedKeyContainer,
  KeyConsistencyCheck,
  KeyProblemDetails,
  KeyUnsupportedReason,
} from '../problem/key-problems.ts'
import { describeMalformed } from './decoder-errors-en.ts'
import { escapeShortText } from './escape-text.ts'
import * as commands from './openssl-commands.ts'
import type { MessagesFor } from './problem-messages.ts'

const CONTAINERS: Readonly<Record<EncryptedKeyContainer, string>> = {
  pkcs8: 'PKCS#8',
  'legacy-rsa': 'the traditional RSA format',
  'legacy-ec': 'the traditional EC format',
  'legacy-dsa': 'the traditional DSA format',
  openssh: 'the OpenSSH format',
  unknown: 'a format that was not recognised',
}

const DIFFERENCES: Readonly<Record<KeyProblemDetails['key-mismatch']['difference'], string>> = {
  algorithm: 'They are of different algorithms.',
  curve: 'They are on different curves.',
  size: 'They are of different sizes.',
  parameters: 'Their algorithm parameters differ.',
  'public-key': 'Algorithm and size agree, but they are two different keys.',
}

const UNSUPPORTED: Readonly<Record<KeyUnsupportedReason, string>> = {
  algorithm: 'Keys of this algorithm do not serve a certificate here.',
  curve: 'Of the elliptic curves, only P-256, P-384 and P-521 are accepted, given by name.',
  size: 'Its size is out of bounds.',
  'multi-prime': 'It has more than two primes.',
  'key-agreement': 'Keys of this algorithm cannot sign.',
}

const CHECKS: Readonly<Record<KeyConsistencyCheck, string>> = {
  'embedded-public-key': 'the public key inside the file is not the one of the private key',
  'modulus-is-product-of-primes': 'the modulus is not the product of the primes',
  'private-exponent-inverts': 'the private exponent does not undo the public one',
  'crt-exponents': 'the exponents for the primes do not fit',
  'crt-coefficient': 'the coefficient of the primes does not fit',
  'private-value-in-range': 'the private value is out of range',
  'public-key-derives': 'another public key follows from the private value',
  'seed-expands': 'another key follows from the seed',
  'signature-verifies': 'a signature made with it does not verify',
}

/** What is said in English of private keys. */
export const KEY_MESSAGES_EN: MessagesFor<KeyProblemDetails> = {
  'key-encrypted': ({ detail: { container, cipher } }) => ({
    title: 'The private key is encrypted',
    explanation: `It is in ${CONTAINERS[container]}${cipher === '' ? '' : `, encrypted with ${escapeShortText(cipher)}`}. Only a decrypted key can be used.`,
    mend: `Decrypt it with the passphrase and give the result:\n${commands.decryptCommand(container)}`,
  }),
  'key-malformed': ({ detail }) => ({
    title: 'The private key is damaged',
    explanation: describeMalformed('key', detail.error, detail.structure, detail.offset),
    mend: 'Copy the key again from its source. If it is damaged there, make a new key and have the certificate issued again.',
  }),
  'key-unsupported': ({ detail: { algorithm, curve, reason } }) => ({
    title: 'Keys of this kind are not supported',
    explanation: `The key is of the kind ${escapeShortText(curve === '' ? algorithm : `${algorithm} ${curve}`)}. ${UNSUPPORTED[reason]}`,
    mend: 'Use an RSA key of 2,048 to 8,192 bits, an EC key on P-256, P-384 or P-521, Ed25519, Ed448 or ML-DSA, with a certificate issued for it.',
  }),
  'key-mismatch': ({ detail: { keyAlgorithm, certificateAlgorithm, difference } }) => ({
    title: 'The private key does not belong to the certificate',
    explanation: `The private key is ${escapeShortText(keyAlgorithm)}, the certificate is for ${escapeShortText(certificateAlgorithm)}. ${DIFFERENCES[difference]}`,
    mend: 'Check that both are files of the same certificate. After a renewal, take the key that was made for the new request.',
  }),
  'key-inconsistent': ({ detail: { algorithm, check } }) => ({
    title: 'The private key contradicts itself',
    explanation: `The parts of this ${escapeShortText(algorithm)} key do not belong together: ${CHECKS[check]}. It was damaged or tampered with.`,
    mend: 'Do not use this key. Take the original file, or make a new key and have the certificate issued again.',
  }),
}
