import { describe, expect, it } from 'vitest'
import { openDer } from '../../../src/der/der-reader.ts'
import { readCrlNumber } from '../../../src/x509/read-crl-extensions.ts'
import { integer } from '../../support/der.ts'
import { errorAt } from '../../support/error-of.ts'

const read = (value: bigint): bigint => readCrlNumber(openDer(integer(value)), 'cRLNumber')

describe('readCrlNumber()', () => {
  it.each([0n, 1n, 0x80n, 2n ** 64n, 2n ** 159n, 2n ** 160n - 1n])('reads %d, which 20 octets hold', (value) => {
    expect(read(value)).toBe(value)
  })

  it.each([2n ** 160n, 2n ** 167n, 2n ** 300n])('refuses %d, which needs more (RFC 5280 section 5.2.3)', (value) => {
    expect(errorAt(() => read(value))).toBe('ERR_DER_VALUE at 2 in cRLNumber')
  })

  it.each([-1n, -(2n ** 100n)])('refuses %d, which is negative', (value) => {
    expect(errorAt(() => read(value))).toBe('ERR_DER_VALUE at 2 in cRLNumber')
  })
})
