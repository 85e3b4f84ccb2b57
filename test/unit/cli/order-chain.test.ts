import { describe, expect, it } from 'vitest'
import { findIssuers, findPaths, orderOf, type NamedPath } from '../../../src/cli/order-chain.ts'
import { parseCertificate } from '../../../src/x509/parse-certificate.ts'
import type { Certificate } from '../../../src/x509/certificate.ts'
import { HOSTILE, INTERMEDIATE, LEAF, ROOT } from './samples.ts'

const [leaf, intermediate, root, stranger] = [LEAF, INTERMEDIATE, ROOT, HOSTILE].map((pem) =>
  parseCertificate(pem),
) as [Certificate, Certificate, Certificate, Certificate]

function pathsOf(certificates: readonly Certificate[]): readonly NamedPath[] {
  return findPaths(certificates, findIssuers(certificates))
}

/** The certificate under another name, signed by whoever signed it; only names and identifiers count here. */
function renamed(
  certificate: Certificate,
  names: { readonly subject: Certificate; readonly issuer: Certificate },
): Certificate {
  return {
    ...certificate,
    subject: names.subject.subject,
    issuer: names.issuer.subject,
    isSelfIssued: false,
    extensions: { ...certificate.extensions, subjectKeyIdentifier: undefined, authorityKeyIdentifier: undefined },
  }
}

describe('findPaths()', () => {
  it('follows issuers from leaf to root, in whatever order they are given', () => {
    expect(pathsOf([root, leaf, intermediate])).toEqual([{ members: [1, 2, 0], ending: 'root', next: undefined }])
  })

  it('ends where an issuer is missing', () => {
    expect(pathsOf([leaf, root])).toEqual([
      { members: [0], ending: 'issuer-missing', next: undefined },
      { members: [1], ending: 'root', next: undefined },
    ])
  })

  it('lets a second leaf join the path of the first', () => {
    expect(pathsOf([leaf, intermediate, leaf])).toEqual([
      { members: [0, 1], ending: 'issuer-missing', next: undefined },
      { members: [2], ending: 'joins', next: 1 },
    ])
  })

  it('comes to an end in a loop', () => {
    const a = renamed(intermediate, { subject: intermediate, issuer: root })
    const b = renamed(intermediate, { subject: root, issuer: intermediate })
    expect(pathsOf([a, b])).toEqual([{ members: [0, 1], ending: 'loop', next: 0 }])
  })

  it('makes each of many certificates a member of one path, in time that grows with their number', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => (index % 2 === 0 ? leaf : intermediate))
    const members = pathsOf(many).flatMap((path) => path.members)
    expect(members.sort((a, b) => a - b)).toEqual(many.map((_, index) => index))
  })
})

describe('findIssuers()', () => {
  it('takes a key identifier that differs for another issuer of the same name', () => {
    const namesake: Certificate = {
      ...renamed(intermediate, { subject: intermediate, issuer: root }),
      extensions: { ...intermediate.extensions, subjectKeyIdentifier: '00' },
    }
    expect(findIssuers([leaf, namesake])).toEqual([undefined, undefined])
  })
})

describe('orderOf()', () => {
  it.each([
    [[leaf], 'single'],
    [[leaf, intermediate, root], 'leaf-to-root'],
    [[root, intermediate, leaf], 'root-to-leaf'],
    [[leaf, intermediate, stranger], 'mixed'],
    [[leaf, root], 'unrelated'],
  ])('judges how certificates follow each other', (certificates, order) => {
    const issuers = findIssuers(certificates)
    expect(
      orderOf(
        certificates.map((_, index) => index),
        issuers,
      ),
    ).toBe(order)
  })
})
