import { describe, expect, it } from 'vitest'
import { hex, octets, octetString, toHex } from '../../support/der.ts'
import { extensionError, readExtension } from '../../support/read-extension.ts'

const SCT_LIST = '1.3.6.1.4.1.11129.2.4.2'

const LOG_ID = new Uint8Array(32).map((_, index) => index)

/** A vector with its length in two octets (RFC 5246 section 4.3). */
function vector(...content: readonly Uint8Array[]): Uint8Array {
  const body = octets(...content)
  return octets([body.length >> 8, body.length & 0xff], body)
}

interface TimestampParts {
  readonly version?: number
  readonly timestamp?: Uint8Array
  readonly extensions?: Uint8Array
  readonly signature?: Uint8Array
}

/** SignedCertificateTimestamp (RFC 6962 section 3.2). */
function timestamp(parts: TimestampParts = {}): Uint8Array {
  return octets(
    [parts.version ?? 0],
    LOG_ID,
    // 2026-01-01T00:00:00.123Z
    parts.timestamp ?? hex('0000019b76da887b'),
    parts.extensions ?? vector(),
    [4, 3],
    parts.signature ?? vector(new Uint8Array(70)),
  )
}

const list = (...timestamps: readonly Uint8Array[]): Uint8Array =>
  octetString(vector(...timestamps.map((one) => vector(one))))

describe('signedCertificateTimestamps', () => {
  it('reads log and time, to the millisecond', () => {
    const time = new Date('2026-01-01T00:00:00.123Z')
    const octetsOfTime = hex(time.getTime().toString(16).padStart(16, '0'))
    const value = list(
      timestamp({ timestamp: octetsOfTime }),
      timestamp({ timestamp: new Uint8Array(8), extensions: vector(hex('00ff')) }),
    )
    expect(readExtension(SCT_LIST, value).signedCertificateTimestamps).toEqual([
      { version: 1, logId: toHex(LOG_ID), timestamp: time },
      { version: 1, logId: toHex(LOG_ID), timestamp: new Date(0) },
    ])
  })

  it('gives only the number of a version that it does not know', () => {
    expect(readExtension(SCT_LIST, list(hex('01ffff'))).signedCertificateTimestamps).toEqual([
      { version: 2, logId: undefined, timestamp: undefined },
    ])
  })

  it('gives dates that the caller may change', () => {
    const { extensions } = { extensions: readExtension(SCT_LIST, list(timestamp({ timestamp: new Uint8Array(8) }))) }
    extensions.signedCertificateTimestamps?.[0]?.timestamp?.setTime(5)
    expect(extensions.signedCertificateTimestamps?.[0]?.timestamp).toEqual(new Date(0))
  })

  const good = timestamp()

  it.each([
    ['nothing inside', octetString()],
    ['half a length', octetString([0])],
    ['an empty list', octetString(vector())],
    ['a list that ends before the value', octetString(vector(vector(good)), hex('00'))],
    ['a list that ends after the value', octetString(hex('ffff'), vector(good))],
    ['a timestamp that ends after the list', octetString(vector(hex('00ff'), good))],
    ['a length cut off after a timestamp', octetString(vector(vector(good), hex('00')))],
    ['an empty timestamp', list(octets())],
    ['an empty timestamp after a good one', list(good, octets())],
    ['a timestamp without its signature', list(good.subarray(0, 43))],
    ['a timestamp cut off in the log', list(good.subarray(0, 20))],
    ['extensions longer than the timestamp', list(timestamp({ extensions: hex('ffff') }))],
    ['a signature cut off', list(good.subarray(0, good.length - 1))],
    ['bytes after a signature', list(octets(good, [0]))],
    ['a time after the end of Date', list(timestamp({ timestamp: new Uint8Array(8).fill(0xff) }))],
  ])('refuses %s', (_, value) => {
    expect(extensionError(SCT_LIST, value)).toMatch(/^ERR_DER_VALUE at \d+ in signedCertificateTimestamps$/)
  })

  it('does not read the octets of the next field for its own', () => {
    // The claimed list would be complete with the octets that follow the extension.
    expect(extensionError(SCT_LIST, octetString(hex('0003')))).toBe('ERR_DER_VALUE at 2 in signedCertificateTimestamps')
  })

  it('refuses the list without the OCTET STRING inside (RFC 6962 section 3.3)', () => {
    expect(extensionError(SCT_LIST, vector(vector(good)))).toMatch(/^ERR_DER_UNEXPECTED_TAG at 0 /)
  })
})
