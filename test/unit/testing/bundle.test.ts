import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

describe('certkeep/testing', () => {
  it('is made for every platform: it bundles for a browser', async () => {
    const { errors, warnings } = await build({
      entryPoints: [fileURLToPath(new URL('../../../src/testing/index.ts', import.meta.url))],
      bundle: true,
      platform: 'browser',
      format: 'esm',
      write: false,
    })
    expect({ errors, warnings }).toEqual({ errors: [], warnings: [] })
  })
})
