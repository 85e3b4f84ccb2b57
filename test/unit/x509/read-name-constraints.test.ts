import { describe, expect, it } from 'vitest'
import { commonName } from '../../support/build-certificate.ts'
import { ascii, explicit, hex, implicit, octets, sequence } from '../../support/der.ts'
import { extensionError, readExtension } from '../../support/read-extension.ts'

const NAME_CONSTRAINTS = '2.5.29.30'

const dns = (text: string): Uint8Array => implicit(2, ascii(text))

describe('nameConstraints', () => {
  it('reads permitted and excluded subtrees of every kind', () => {
    const value = sequence(
      explicit(
        0,
        sequence(dns('example.com')),
        sequence(implicit(1, ascii('.example.com'))),
        sequence(implicit(6, ascii('.example.com'))),
      ),
      explicit(
        1,
        sequence(implicit(7, hex('0a000000ff000000'))),
        sequence(implicit(7, hex('20010db8000000000000000000000000ffffffff000000000000000000000000'))),
        sequence(explicit(4, commonName('x'))),
      ),
    )
    const { permittedSubtrees, excludedSubtrees } = readExtension(NAME_CONSTRAINTS, value).nameConstraints ?? {}
    expect(permittedSubtrees?.map(({ base }) => [base.kind, base.value])).toEqual([
      ['dns', 'example.com'],
      ['email', '.example.com'],
      ['uri', '.example.com'],
    ])
    expect(excludedSubtrees?.map(({ base }) => [base.kind, base.value])).toEqual([
      ['ip', '10.0.0.0/255.0.0.0'],
      ['ip', '2001:db8::/ffff:ffff::'],
      ['directory', 'CN=x'],
    ])
  })

  it('reads the distances, which are 0 and none unless written', () => {
    const value = sequence(explicit(0, sequence(dns('a'), implicit(0, [1]), implicit(1, [5])), sequence(dns('b'))))
    const trees = readExtension(NAME_CONSTRAINTS, value).nameConstraints?.permittedSubtrees
    expect(trees?.map(({ minimum, maximum }) => [minimum, maximum])).toEqual([
      [1, 5],
      [0, undefined],
    ])
  })

  it('tells a list that is absent from one that is there', () => {
    const { permittedSubtrees, excludedSubtrees } =
      readExtension(NAME_CONSTRAINTS, sequence(explicit(1, sequence(dns(''))))).nameConstraints ?? {}
    expect(permittedSubtrees).toBeUndefined()
    expect(excludedSubtrees).toHaveLength(1)
  })

  it.each([
    ['a list without subtrees', sequence(explicit(0)), 'ERR_DER_VALUE at 4'],
    [
      'the excluded before the permitted',
      sequence(explicit(1, sequence(dns(''))), explicit(0, sequence(dns('')))),
      'ERR_DER_TRAILING_BYTES at 8',
    ],
    ['a subtree without a base', sequence(explicit(0, sequence())), 'ERR_DER_TRUNCATED at 6'],
    ['a negative distance', sequence(explicit(0, sequence(dns(''), implicit(0, [0xff])))), 'ERR_DER_VALUE at 10'],
    [
      'the maximum before the minimum',
      sequence(explicit(0, sequence(dns(''), implicit(1, [1]), implicit(0, [1])))),
      'ERR_DER_TRAILING_BYTES at 11',
    ],
    ['more in a subtree', sequence(explicit(0, sequence(dns(''), dns('')))), 'ERR_DER_TRAILING_BYTES at 8'],
    ['bytes after it', octets(sequence(explicit(0, sequence(dns('')))), hex('00')), 'ERR_DER_TRAILING_BYTES at 8'],
  ])('refuses %s', (_, value, expected) => {
    expect(extensionError(NAME_CONSTRAINTS, value)).toBe(`${expected} in nameConstraints`)
  })
})
