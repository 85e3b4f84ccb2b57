import { describe, expect, it } from 'vitest'
import { run } from '../unit/cli/fake-io.ts'
import { CONFORMANCE_FOLDER } from './support/corpus.ts'
import { readLimboCases } from './support/limbo-cases.ts'

/** A real server, as x509-limbo recorded it. */
interface OnlineCase {
  readonly id: string
  readonly cert: string
  readonly chain: string
  readonly host: string
  readonly at: string
}

function readOnlineCases(): readonly OnlineCase[] {
  const cases = readLimboCases().filter(({ id }) => id.startsWith('online::'))
  return cases.map(({ id, peer_certificate, untrusted_intermediates, expected_peer_name, validation_time }) => {
    if (expected_peer_name === null || validation_time === null) throw new Error(`${id} has no host or no time`)
    const at = validation_time.replace('+00:00', 'Z')
    return { id, cert: peer_certificate, chain: untrusted_intermediates.join(''), host: expected_peer_name.value, at }
  })
}

async function check({ cert, chain, host, at }: OnlineCase): Promise<{ status: number; stdout: string }> {
  const files = { 'cert.pem': cert, 'chain.pem': chain }
  const boxes = ['--cert', 'cert.pem', ...(chain === '' ? [] : ['--chain', 'chain.pem'])]
  return run(['check', ...boxes, '--host', host, '--at', at, '--lang', 'en'], { files })
}

describe.skipIf(CONFORMANCE_FOLDER === undefined)('certkeep check on real servers at their time', () => {
  it('says by the public roots that they may serve traffic', async () => {
    const cases = readOnlineCases()
    expect(cases.length).toBeGreaterThan(0)
    for (const test of cases) {
      const { status, stdout } = await check(test)
      expect(stdout, test.id).toMatch(/^OK {2}may serve traffic for /)
      expect(stdout, test.id).not.toContain('Problem:')
      expect(status, test.id).toBe(0)
    }
  })

  it('names the issuer that is missing without their chain', async () => {
    for (const test of readOnlineCases()) {
      const { status, stdout } = await check({ ...test, chain: '' })
      expect(stdout, test.id).toMatch(/^NOT OK {2}The chain is incomplete\n/)
      expect(stdout, test.id).toMatch(/└─ .+ is not there/)
      expect(status, test.id).toBe(1)
    }
  })

  it('says of another host that they are not for it, and ten years later that they have expired', async () => {
    for (const test of readOnlineCases()) {
      const { stdout: elsewhere } = await check({ ...test, host: 'certkeep.example' })
      expect(elsewhere, test.id).toMatch(/^NOT OK {2}The certificate is not for this host\n/)
      const { stdout: later } = await check({ ...test, at: test.at.replace(/^20\d\d/, '2036') })
      expect(later, test.id).toMatch(/^NOT OK {2}The certificate has expired/)
    }
  })
})

if (CONFORMANCE_FOLDER === undefined)
  console.log('SKIPPED: CERTKEEP_CONFORMANCE is not set, the real servers of x509-limbo were not checked')
