/** As long as a store tells two texts apart: see `CertificateStore`. */
const MAX_TEXT = 1000

/**
 * Checks a text that is stored and compared: not empty, no longer than stores take, and without half a surrogate pair, for which a database writes
 * another character.
 *
 * @throws TypeError, RangeError naming it
 */
export function checkText(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') throw new TypeError(`"${name}" must be a string`)
  if (value === '' || value.length > MAX_TEXT || /\p{Cs}/u.test(value)) {
    throw new RangeError(`"${name}" must be well-formed and have 1 to ${MAX_TEXT} characters`)
  }
}
