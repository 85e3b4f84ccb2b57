import type { PemObject, PemProblemDetails, PemRepair } from '../problem/pem-problems.ts'
import { escapeShortText } from './escape-text.ts'
import { formatCodePoint, formatCount, formatSize } from './format-quantity.ts'
import * as commands from './openssl-commands.ts'
import type { MessagesFor } from './problem-messages.ts'

const COPY_AGAIN =
  'Copy the block again from its source, from the first dash of its BEGIN line to the last dash of its END line.'

const REPAIRS: Readonly<Record<PemRepair, string>> = {
  indentation: 'indented lines',
  quoting: 'quoting marks at the start of lines, as mail programs add them',
  'quotation-marks': 'quotation marks and program code around the lines',
  'lost-newlines': 'line breaks that were lost',
  'literal-escapes': 'line breaks written out as "\\n"',
  'invisible-characters': 'invisible characters and special blanks',
  dashes: 'dashes of another kind or number in BEGIN and END lines',
  'label-case': 'BEGIN and END lines in lower case',
  label: 'labels of BEGIN and END lines that were mistyped or name another format',
  'look-alikes': 'letters of other alphabets that look like the right ones',
  'html-entities': 'characters written as HTML entities',
  'percent-encoding': 'characters written as in web addresses (%0A)',
  'quoted-printable': 'characters written as in mail (=3D)',
  base64url: 'base64 in the form for web addresses, with "-" and "_"',
  'spaces-for-plus': 'blanks in the place of "+"',
  'nested-base64': 'PEM text that was encoded in base64 once more',
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
  sshPublicKey: 'a public key for SSH',
  puttyPrivateKey: 'a private key in PuTTY format',
  jwk: 'a key in JSON format (JWK)',
  javaKeystore: 'a Java keystore',
  pgp: 'a PGP message or key',
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

const OBJECT_MENDS: Readonly<Record<PemObject, string>> = /* @__PURE__ */ createObjectMends()

/** In a function, so that a bundler sees that nothing happens at import. */
function createObjectMends(): Readonly<Record<PemObject, string>> {
  return {
    certificate: 'Put the certificate into the box for the certificate body or the chain.',
    privateKey: 'Put the private key into its own box, and never send it to anyone.',
    encryptedPrivateKey: `Decrypt the key, then put it into the box for the private key:\n${commands.decryptCommand('pkcs8')}`,
    publicKey:
      'A public key alone is of no use here. Take the certificate that was issued, or the private key that was made with it.',
    certificateRequest: 'A CSR is what was sent to the CA. Take the certificate that the CA sent back.',
    crl: 'Take the certificate. A revocation list is fetched from the CA when it is needed.',
    pkcs7: `Take the certificates out of the file, with either of these:\n${commands.CONVERT_PKCS7_COMMAND}\n${commands.PKCS7_COMMAND}`,
    pkcs12: `Take key and certificates out of the file, with either of these:\n${commands.CONVERT_PKCS12_COMMAND}\n${commands.PKCS12_COMMAND}`,
    opensshPrivateKey: `Convert a copy of the key to PEM:\n${commands.OPENSSH_COMMAND}`,
    sshPublicKey: 'A key for SSH has no part in TLS. Take the certificate that the CA issued, or its private key.',
    puttyPrivateKey: `Convert the key to PEM:\n${commands.PUTTY_COMMAND}`,
    jwk: 'Export the key as PEM from the program that it comes from.',
    javaKeystore: `Convert the keystore, then take key and certificates out of it:\n${commands.KEYSTORE_COMMAND}\n${commands.PKCS12_COMMAND}`,
    pgp: 'PGP has no part in TLS. Take the certificate that the CA issued, or its private key.',
    parameters: 'Copy the whole key file: the block with the key itself follows the one with the parameters.',
    der: `Convert the file to PEM. A certificate:\n${commands.DER_CERTIFICATE_COMMAND}\nA private key:\n${commands.DER_KEY_COMMAND}`,
    unknown: 'Check that this is the file that the CA issued, or the key that was made for it.',
  }
}

/** What is said in English of the text of a paste. */
export const PEM_MESSAGES_EN: MessagesFor<PemProblemDetails> = {
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
  'pem-end-missing': ({ detail: { label, missingBytes = 0 } }) => ({
    title: `The END line of "${escapeShortText(label)}" is missing`,
    explanation: `The block that begins with "-----BEGIN ${escapeShortText(label)}-----" has no END line; it was probably cut off.${missingBytes > 0 ? ` Of the object in it, ${counted(missingBytes, 'byte')} ${missingBytes === 1 ? 'is' : 'are'} missing too.` : ''}`,
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
    title: 'A character does not belong in the data',
    explanation: `The block "${escapeShortText(label)}" holds ${character(codePoint)}. Only letters A to Z, digits, "+", "/" and "=" can stand there.`,
    mend: `Remove what was added. If a part was overwritten or lost, copy the block again from its source.`,
  }),
  'pem-elided': ({ detail: { label, codePoint } }) => ({
    title: 'A part of the data was left out',
    explanation: `The block "${escapeShortText(label)}" holds ${character(codePoint)}, as text does that somebody has shortened.`,
    mend: COPY_AGAIN,
  }),
  'pem-line-length': ({ detail: { label, expected, found } }) => ({
    title: found < expected ? 'Characters are missing from a line' : 'A line has too many characters',
    explanation: `The line has ${counted(found, 'character')}, the others of the block "${escapeShortText(label)}" have ${formatCount(expected)}.`,
    mend: COPY_AGAIN,
  }),
  'pem-line-repeated': ({ detail: { label } }) => ({
    title: 'A line is there twice',
    explanation: `In the block "${escapeShortText(label)}", the line is the same as the one before it, and there is more data than belongs to the object.`,
    mend: 'Remove one of the two lines, or copy the block again.',
  }),
  'pem-too-many-problems': ({ detail: { limit } }) => ({
    title: 'There are too many problems',
    explanation: `After ${counted(limit, 'problem')} the rest of the text was not read.`,
    mend: 'Check that this is the right text. Give the certificate, its chain and its key only.',
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
