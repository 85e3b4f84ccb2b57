import { escapeShortText } from './escape-text.ts'
import { formatCount } from './format-quantity.ts'
import { describeDecoderError, type DecoderErrors } from './problem-messages.ts'

/** What is wrong with bytes, in English. */
export const DECODER_ERRORS_EN: DecoderErrors = {
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
  ERR_OCSP_CERTIFICATES: 'It brings more certificates along than a response has use for.',
  ERR_OCSP_RESPONSE_TYPE: 'It is not an OCSP response of the basic type.',
  ERR_X509_VERSION: 'The version is unknown, or does not allow all the fields that are there.',
  ERR_X509_ALGORITHM_MISMATCH: 'The signature algorithm is named twice, and the two differ.',
  ERR_X509_ALGORITHM_PARAMETERS: 'An algorithm has parameters that it must not have.',
  ERR_X509_DUPLICATE_EXTENSION: 'An extension is there twice.',
}

/** Says what is wrong with a decoded object, and where in its bytes. */
export function describeMalformed(object: string, error: string, structure: string, offset: number): string {
  const words = describeDecoderError(DECODER_ERRORS_EN, escapeShortText(error))
  return `${words} This is in the part "${escapeShortText(structure)}", at byte offset ${formatCount(offset)} of the ${object}.`
}
