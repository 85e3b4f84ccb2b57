import { describe, expect, it } from 'vitest'
import { loadPart } from '../../../src/problem/load-part.ts'

describe('loadPart()', () => {
  it('hands on the part that was loaded', async () => {
    const part = { verify: true }
    expect(await loadPart(Promise.resolve(part))).toBe(part)
  })

  it('rejects with a code and the reason where the part cannot be had', async () => {
    const reason = new TypeError('Failed to fetch dynamically imported module')
    await expect(loadPart(Promise.reject(reason))).rejects.toMatchObject({
      name: 'CertkeepError',
      code: 'ERR_PART_NOT_LOADED',
      cause: reason,
    })
  })
})
