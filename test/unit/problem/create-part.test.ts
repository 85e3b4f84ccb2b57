import { describe, expect, it } from 'vitest'
import { createPart } from '../../../src/problem/create-part.ts'

describe('createPart()', () => {
  it('loads a part when it is first needed, and once', async () => {
    const part = { verify: true }
    let loads = 0
    const loadPart = createPart(() => {
      loads += 1
      return Promise.resolve(part)
    })
    expect(loads).toBe(0)
    expect(await Promise.all([loadPart(), loadPart()])).toEqual([part, part])
    expect(await loadPart()).toBe(part)
    expect(loads).toBe(1)
  })

  it('rejects with a code and the reason where the part cannot be had, and asks for it again the next time', async () => {
    const reason = new TypeError('Failed to fetch dynamically imported module')
    const answers = [Promise.reject(reason), Promise.resolve('there')]
    const loadPart = createPart(() => answers.shift() ?? Promise.reject(new TypeError('asked once more')))
    await expect(loadPart()).rejects.toMatchObject({
      name: 'CertkeepError',
      code: 'ERR_PART_NOT_LOADED',
      cause: reason,
    })
    expect(await loadPart()).toBe('there')
  })
})
