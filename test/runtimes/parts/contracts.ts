import type { DeliveryOutcome, SealingKey } from 'certkeep'
import type { Library } from '../library.ts'
import type { TestRun } from '../test-run.ts'

const OUTCOMES: Readonly<Record<string, DeliveryOutcome>> = {
  permanent: { outcome: 'permanent-failure', reason: 'no such address' },
  temporary: { outcome: 'temporary-failure', reason: 'busy' },
  broken: { outcome: 'temporary-failure', reason: 'not reached' },
}

/** The adapters in memory and the sealer keep their contracts here too. */
export function testContracts(t: TestRun, { certkeep, testing }: Library): void {
  const { aesGcmSealer, createMemoryNotifier, createMemoryStore } = certkeep
  const { describeNotifier, describeSealer, describeStore } = testing

  describeStore(t, () => createMemoryStore())

  describeNotifier(t, () => {
    let mode = 'normal'
    const notifier = createMemoryNotifier({ respond: () => OUTCOMES[mode] ?? { outcome: 'delivered' } })
    return {
      notifier,
      delivered: () => notifier.delivered().map(({ idempotencyKey }) => idempotencyKey),
      setService: (next) => {
        mode = next
      },
    }
  })

  if (t.has('WebCrypto')) {
    const keyOf = (octet: number): SealingKey => ({ id: `key ${octet}`, key: new Uint8Array(32).fill(octet) })
    describeSealer(t, () => ({
      sealer: aesGcmSealer([keyOf(1)]),
      twin: aesGcmSealer([keyOf(1)]),
      stranger: aesGcmSealer([keyOf(3)]),
      rotated: aesGcmSealer([keyOf(2), keyOf(1)]),
      newest: aesGcmSealer([keyOf(2)]),
    }))
  }
}
