import { PROBES, type Feature } from '../feature.ts'
import type { TestRun } from '../test-run.ts'

/** The list of what the runtime lacks is true, in both directions. */
export function testAbilities(t: TestRun): void {
  for (const feature of Object.keys(PROBES) as Feature[]) {
    t.test(
      t.has(feature) ? `the platform has ${feature}` : `the platform lacks ${feature}, as is said of it`,
      async () => {
        t.equal(await isThere(feature), t.has(feature))
      },
    )
  }
}

async function isThere(feature: Feature): Promise<boolean> {
  try {
    return await PROBES[feature]()
  } catch {
    return false
  }
}
