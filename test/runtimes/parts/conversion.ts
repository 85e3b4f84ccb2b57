import type { Library } from '../library.ts'
import type { TestRun } from '../test-run.ts'
import { bytesOf, codesOf, fixture } from './fixture.ts'

export function testConversion(t: TestRun, { certkeep, convert }: Library): void {
  const { convertToPem } = convert
  const { verifyKeyMatch } = certkeep

  t.test('convertToPem() decrypts private keys', async () => {
    for (const [file, certificate] of [
      ['encrypted-pkcs8.key', 'ec.crt'],
      ['encrypted-rsa.key', 'rsa.crt'],
      ['encrypted-ec.key', 'ec.crt'],
    ] as const) {
      const { ok, privateKey = '' } = await convertToPem(fixture(t, file), { passphrase: 'certkeep' })
      t.equal([ok, (await verifyKeyMatch(privateKey, fixture(t, certificate))).matches], [true, true])
    }
  })

  t.test('convertToPem() decrypts a key of 200,000 rounds, by the platform or without it', async () => {
    const { passphrase, manyRounds, key } = t.samples.conversion
    const { problems, privateKey } = await convertToPem(manyRounds, { passphrase })
    t.equal([problems, privateKey], [[], key])
  })

  t.test('convertToPem() opens a PKCS#12', async () => {
    const { passphrase, pkcs12, pkcs12Certificate } = t.samples.conversion
    const { ok, certificate, privateKey = '' } = await convertToPem(bytesOf(pkcs12), { passphrase })
    t.equal([ok, certificate], [true, pkcs12Certificate])
    t.like(await verifyKeyMatch(privateKey, pkcs12Certificate), { matches: true })
  })

  t.test('convertToPem() tells a wrong passphrase', async () => {
    const { problems } = await convertToPem(fixture(t, 'encrypted-pkcs8.key'), { passphrase: 'wrong' })
    t.equal(codesOf(problems), ['passphrase-wrong'])
  })
}
