// The suites under the runner of Node: `node --import tsx --test <this file>`; contract-suites-node.test.ts starts it.
import { describe, test } from 'node:test'
import {
  aesGcmSealer,
  createMemoryNotifier,
  createMemoryStore,
  type DeliveryOutcome,
  type SealingKey,
} from '../../../src/index.ts'
import { describeNotifier, describeSealer, describeStore } from '../../../src/testing/index.ts'

describeStore({ describe, test }, () => createMemoryStore())

describeNotifier({ test }, () => {
  const outcomes: Readonly<Record<string, DeliveryOutcome>> = {
    permanent: { outcome: 'permanent-failure', reason: 'no such address' },
    temporary: { outcome: 'temporary-failure', reason: 'busy' },
    broken: { outcome: 'temporary-failure', reason: 'not reached' },
  }
  let mode = 'normal'
  const notifier = createMemoryNotifier({ respond: () => outcomes[mode] ?? { outcome: 'delivered' } })
  return {
    notifier,
    delivered: () => notifier.delivered().map(({ idempotencyKey }) => idempotencyKey),
    setService: (next) => {
      mode = next
    },
  }
})

const key = (id: string): SealingKey => ({ id, key: new Uint8Array(32).fill(id.length) })

describeSealer({ describe, test }, () => ({
  sealer: aesGcmSealer([key('a')]),
  twin: aesGcmSealer([key('a')]),
  stranger: aesGcmSealer([key('bb')]),
  rotated: aesGcmSealer([key('ccc'), key('a')]),
  newest: aesGcmSealer([key('ccc')]),
}))
