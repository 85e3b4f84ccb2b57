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

const COPY_AGAIN =
  'Copy the block again from its source, from the first dash of its BEGIN line to the last dash of its END line.'

const REPAIRS: Readonly<Record<PemRepair, string>> = {
  indentation: 'indented lines',
  quoting: 'quoting marks at the start of lines, as mail programs add them',
  'lost-newlines': 'line breaks that were lost',
  'literal-escapes': 'line breaks written out as "\\n"',
  'invisible-characters': 'invisible characters and special blanks',
  dashes: 'dashes of another kind or number in BEGIN and END lines',
  'label-case': 'BEGIN and END lines in lower case',
  'html-entities': 'characters written as HTML entities',
  'missing-boundaries': 'missing BEGIN and END lines',
}

const OBJECTS: Readonly<Record<PemObject, string>> = {
  certificate: 'a certificate',
  privateKey: 'a private key',
  encryptedPrivateKey: 'an encrypted private key',
  publicKey: 'a public key',
  certificateRequest: 'a certificate signing request (CSR)',
  crl: 'a certificate revocation list (CRL)',
  pkcs7: 'a PKCS#7 file',
  pkcs12: 'a PKCS#12 file',
  opensshPrivateKey: 'a private key in OpenSSH format',
  parameters: 'key parameters without a key',
  der: 'a binary (DER) file',
  unknown: 'an object of an unknown kind',
}

const EXPECTED: Readonly<Record<PemProblemDetails['pem-unexpected-object']['expected'], string>> = {
  certificate: 'the certificate body',
  chain: 'the certificate chain',
  privateKey: 'the private key',
  any: 'certificates and private keys',
}

const OBJECT_MENDS: Readonly<Record<PemObject, string>> = {
  certificate: 'Put the certificate into the box for the certificate body or the chain.',
  privateKey: 'Put the private key into its own box, and never send it to anyone.',
  encryptedPrivateKey: `Decrypt the key, then put it into the box for the private key:\n${commands.decryptCommand('pkcs8')}`,
  publicKey:
    'A public key alone is of no use here. Take the certificate that was issued, or the private key that was made with it.',
  certificateRequest: 'A CSR is what was sent to the CA. Take the certificate that the CA sent back.',
  crl: 'Take the certificate. A revocation list is fetched from the CA when it is needed.',
  pkcs7: `Take the certificates out of the file:\n${commands.PKCS7_COMMAND}`,
  pkcs12: `Take key and certificates out of the file:\n${commands.PKCS12_COMMAND}`,
  opensshPrivateKey: `Convert a copy of the key to PEM:\n${commands.OPENSSH_COMMAND}`,
  parameters: 'Copy the whole key file: the block with the key itself follows the one with the parameters.',
  der: `Convert the file to PEM. A certificate:\n${commands.DER_CERTIFICATE_COMMAND}\nA private key:\n${commands.DER_KEY_COMMAND}`,
  unknown: 'Check that this is the file that the CA issued, or the key that was made for it.',
}

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

const DECODER_ERRORS: ProblemMessages['decoderErrors'] = {
  ERR_DER_TRUNCATED: 'The data ends too early.',
  ERR_DER_TRAILING_BYTES: 'There is more data than belongs there.',
  ERR_DER_UNEXPECTED_TAG: 'Another type of value stands where the standard demands a certain one.',
  ERR_DER_TAG_NUMBER: 'A type number is used that no certificate or key has.',
  ERR_DER_LENGTH_INDEFINITE: 'A length is left open, which DER does not allow.',
  ERR_DER_LENGTH_NOT_MINIMAL: 'A length is written longer than it must be, which DER does not allow.',
  ERR_DER_LENGTH_TOO_LARGE: 'A length is given that is larger than any real object.',
  ERR_DER_TOO_DEEP: 'Values are nested deeper than in any real object.',
  ERR_DER_BOOLEAN: 'A truth value is not written as DER demands.',
  ERR_DER_INTEGER: 'A number is not written as DER demands.',
  ERR_DER_BIT_STRING: 'A bit string is not written as DER demands.',
  ERR_DER_OBJECT_IDENTIFIER: 'An object identifier is not well formed.',
  ERR_DER_NULL: 'An empty value is not empty.',
  ERR_DER_STRING: 'A text holds characters that its type does not allow.',
  ERR_DER_TIME: 'A date or time is not valid, or not written as the standard demands.',
  ERR_DER_DEFAULT_ENCODED: 'A default value is written out, which DER does not allow.',
  ERR_DER_VALUE: 'A value is outside of what the standard allows.',
  ERR_KEY_MALFORMED: 'A value is not one that a private key can have.',
  ERR_PEM_NOT_CLEAN: 'The text is not exactly one clean PEM block.',
  ERR_X509_VERSION: 'The version is unknown, or does not allow all the fields that are there.',
  ERR_X509_ALGORITHM_MISMATCH: 'The signature algorithm is named twice, and the two differ.',
  ERR_X509_ALGORITHM_PARAMETERS: 'An algorithm has parameters that it must not have.',
  ERR_X509_DUPLICATE_EXTENSION: 'An extension is there twice.',
}

/** What is said in English. */
export const MESSAGES_EN: ProblemMessages = {
  problems: {
    'pem-empty': () => ({
      title: 'There is nothing to read',
      explanation: 'The text is empty or holds nothing but blanks.',
      mend: 'Paste the content of the PEM file, from its BEGIN line to its END line.',
    }),
    'pem-too-large': ({ detail: { bytes, maxBytes } }) => ({
      title: 'The text is too large',
      explanation: `It has ${counted(bytes, 'byte')}; at most ${formatCount(maxBytes)} (${formatSize(maxBytes, 'bytes')}) are read.`,
      mend: 'Give the certificate, its chain and its key only. A file of this size is usually something else.',
    }),
    'pem-no-block': () => ({
      title: 'No certificate or key was found',
      explanation: 'The text has no BEGIN line, and is not the base64 of a known object either.',
      mend: 'Paste the content of the PEM file itself: it begins with "-----BEGIN" and ends with an END line.',
    }),
    'pem-end-missing': ({ detail: { label } }) => ({
      title: `The END line of "${escapeShortText(label)}" is missing`,
      explanation: `The block that begins with "-----BEGIN ${escapeShortText(label)}-----" has no END line; it was probably cut off.`,
      mend: COPY_AGAIN,
    }),
    'pem-begin-missing': ({ detail: { label } }) => ({
      title: `The BEGIN line of "${escapeShortText(label)}" is missing`,
      explanation: `There is a line "-----END ${escapeShortText(label)}-----" without the BEGIN line that belongs to it.`,
      mend: COPY_AGAIN,
    }),
    'pem-label-mismatch': ({ detail: { begin, end } }) => ({
      title: 'A block begins as one object and ends as another',
      explanation: `It begins as "${escapeShortText(begin)}" and ends as "${escapeShortText(end)}". Two blocks have probably run into each other.`,
      mend: 'Copy both blocks again, each from its own BEGIN line to its own END line.',
    }),
    'pem-boundary-damaged': ({ detail: { label } }) => ({
      title: 'A BEGIN or END line is damaged',
      explanation: `The line${label === '' ? '' : ` of "${escapeShortText(label)}"`} cannot be read with certainty.`,
      mend: 'Write the line with five dashes on either side, for example "-----BEGIN CERTIFICATE-----", or copy the block again.',
    }),
    'pem-block-empty': ({ detail: { label } }) => ({
      title: `The block "${escapeShortText(label)}" is empty`,
      explanation: 'There is no data between its BEGIN line and its END line.',
      mend: COPY_AGAIN,
    }),
    'pem-not-base64': ({ detail: { label, codePoint } }) => ({
      title: 'There is a character that does not belong into the data',
      explanation: `The block "${escapeShortText(label)}" holds ${character(codePoint)}. Only letters A to Z, digits, "+", "/" and "=" can stand there.`,
      mend: `Remove what was added. If a part was overwritten or lost, copy the block again from its source.`,
    }),
    'pem-padding': ({ detail: { label } }) => ({
      title: 'The data ends in the wrong way',
      explanation: `In the block "${escapeShortText(label)}" there is a "=" before the end, or more or fewer of them than the data needs. Characters were probably lost.`,
      mend: COPY_AGAIN,
    }),
    'pem-data-truncated': ({ detail: { label, missingBytes } }) => ({
      title: 'The data is cut off',
      explanation: `The block "${escapeShortText(label)}" ends ${missingBytes > 0 ? `${counted(missingBytes, 'byte')} before` : 'before'} the object in it does.`,
      mend: COPY_AGAIN,
    }),
    'pem-lines-missing': ({ detail: { label, missingBytes } }) => ({
      title: 'A part of the data is missing from the middle',
      explanation: `The block "${escapeShortText(label)}" lacks ${missingBytes > 0 ? counted(missingBytes, 'byte') : 'a part'}, though its end is there. One or more lines were lost.`,
      mend: COPY_AGAIN,
    }),
    'pem-trailing-bytes': ({ detail: { label, bytes } }) => ({
      title: 'There is more data than belongs to the object',
      explanation: `In the block "${escapeShortText(label)}", ${counted(bytes, 'byte')} follow${bytes === 1 ? 's' : ''} the end of the object.`,
      mend: 'Copy the block again. If it is the same at its source, ask whoever made the file for a correct one.',
    }),
    'pem-repaired': ({ detail: { repair, count } }) => ({
      title: 'The text was repaired',
      explanation: `Repaired: ${REPAIRS[repair]}, in ${counted(count, 'place')}. The text is read as it was meant.`,
      mend: 'Nothing needs to be done. To be rid of this note, copy the text from its source without changes.',
    }),
    'pem-unexpected-object': ({ detail: { expected, found } }) => ({
      title: `This is ${OBJECTS[found]}`,
      explanation: `The place is for ${EXPECTED[expected]}, but ${OBJECTS[found]} was found.`,
      mend: OBJECT_MENDS[found],
    }),
    'pem-duplicate-certificate': ({ detail: { first } }) => ({
      title: 'The same certificate is there twice',
      explanation: `It is the same as certificate ${formatCount(first + 1)}, to the byte.`,
      mend: 'Remove one of the two. It does no harm otherwise.',
    }),
    'key-encrypted': ({ detail: { container, cipher } }) => ({
      title: 'The private key is encrypted',
      explanation: `It is in ${CONTAINERS[container]}${cipher === '' ? '' : `, encrypted with ${escapeShortText(cipher)}`}. Only a decrypted key can be used.`,
      mend: `Decrypt it with the passphrase and give the result:\n${commands.decryptCommand(container)}`,
    }),
    'key-malformed': ({ detail }) => ({
      title: 'The private key is damaged',
      explanation: malformed('key', detail.error, detail.structure, detail.offset),
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
    'certificate-malformed': ({ detail }) => ({
      title: 'The certificate is damaged',
      explanation: malformed('certificate', detail.error, detail.structure, detail.offset),
      mend: 'Copy the certificate again from its source. If it is the same there, ask the CA to issue it again.',
    }),
  },
  decoderErrors: DECODER_ERRORS,
  fields: { name: 'Name', privateKey: 'Private key', certificate: 'Certificate body', chain: 'Certificate chain' },
  certificateNumber: (number) => `certificate ${formatCount(number)}`,
  line: (line) => `line ${formatCount(line)}`,
}

function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

function character(codePoint: number): string {
  const isCharacter = Number.isInteger(codePoint) && codePoint >= 0 && codePoint <= 0x10ffff
  return isCharacter
    ? `the character "${escapeShortText(String.fromCodePoint(codePoint))}" (${formatCodePoint(codePoint)})`
    : 'a character'
}

function malformed(object: string, error: string, structure: string, offset: number): string {
  const words = describeDecoderError(DECODER_ERRORS, escapeShortText(error))
  return `${words} This is in the part "${escapeShortText(structure)}", at byte offset ${formatCount(offset)} of the ${object}.`
}
