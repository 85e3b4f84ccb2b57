import { describe, expect, it } from 'vitest'
import { CertkeepError, isCertkeepError } from '../../../src/problem/certkeep-error.ts'

describe('CertkeepError', () => {
  it('carries code and detail, and is an Error', () => {
    const error = new CertkeepError('ERR_DER_TIME', 'notAfter: wrong', { detail: { offset: 5 } })
    expect(error).toBeInstanceOf(Error)
    expect([error.name, error.code, error.message, error.detail]).toEqual([
      'CertkeepError',
      'ERR_DER_TIME',
      'notAfter: wrong',
      { offset: 5 },
    ])
    expect('cause' in error).toBe(false)
  })

  it('has an empty detail where there is nothing to say', () => {
    expect(new CertkeepError('ERR_A', '').detail).toEqual({})
  })

  it('keeps the cause', () => {
    const cause = new Error('x')
    expect(new CertkeepError('ERR_A', '', { cause }).cause).toBe(cause)
  })
})

describe('isCertkeepError()', () => {
  it('knows the errors of this and of another copy of the package', () => {
    expect(isCertkeepError(new CertkeepError('ERR_A', ''))).toBe(true)
    expect(isCertkeepError(Object.assign(new Error('x'), { '~certkeep': true, code: 'ERR_A', detail: {} }))).toBe(true)
  })

  it.each([
    undefined,
    null,
    'ERR_A',
    5,
    new Error('x'),
    Object.assign(new Error('x'), { code: 'ERR_A' }),
    { '~certkeep': 1 },
  ])('does not know %o', (value) => {
    expect(isCertkeepError(value)).toBe(false)
  })
})
