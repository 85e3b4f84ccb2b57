import { describe, expect, it } from 'vitest'
import { aesGcmSealer, type KeySealer } from '../../../src/index.ts'
import { bundleOf, createWorld, rejectionOf, typesOf } from './registry-world.ts'

/** A sealer that is slow: something happens while it opens. */
function slowSealer(meanwhile: () => Promise<unknown>): KeySealer {
  const sealer = aesGcmSealer([{ id: 'k1', key: new Uint8Array(32).fill(7) }])
  return {
    ...sealer,
    open: async (...given) => {
      await meanwhile()
      return sealer.open(...given)
    },
  }
}

/** A sealer that keeps what it is given and what it gives. */
function keepingSealer(kept: Uint8Array[]): KeySealer {
  const sealer = aesGcmSealer([{ id: 'k1', key: new Uint8Array(32).fill(7) }])
  const keep = (plaintext: Uint8Array): Uint8Array => {
    kept.push(plaintext)
    return plaintext
  }
  return {
    seal: (plaintext, ...given) => sealer.seal(keep(plaintext), ...given),
    open: async (...given) => keep(await sealer.open(...given)),
  }
}

const READER = { actor: 'lb', purpose: 'tls' } as const

describe('material()', () => {
  it('does not hand out a key that was deleted while it was opened, and writes down no reading', async () => {
    let meanwhile = (): Promise<unknown> => Promise.resolve()
    const { registry, add } = await createWorld({ offline: true, sealer: slowSealer(() => meanwhile()) })
    const { id } = await add('www')
    meanwhile = () => registry.delete(id)
    expect(await rejectionOf(() => registry.material(id, READER))).toMatchObject({ code: 'ERR_REGISTRY_NOT_FOUND' })
    expect(typesOf(await registry.history(id))).toEqual(['registered', 'deleted'])
  })

  it('hands out what took the place of a certificate while its key was opened', async () => {
    let meanwhile = (): Promise<unknown> => Promise.resolve()
    const { registry, add, leaf } = await createWorld({ offline: true, sealer: slowSealer(() => meanwhile()) })
    const { id } = await add('www')
    const next = await leaf()
    meanwhile = () => {
      meanwhile = () => Promise.resolve()
      return registry.replace(id, bundleOf(next))
    }
    const material = await registry.material(id, READER)
    expect([material.certificatePem, material.exportPrivateKeyPem()]).toEqual([next.pem, next.key.pkcs8])
    expect(typesOf(await registry.history(id))).toEqual(['registered', 'replaced', 'key-read'])
  })

  it('gives up where a certificate is replaced again and again', async () => {
    let meanwhile = (): Promise<unknown> => Promise.resolve()
    const { registry, add, leaf } = await createWorld({ offline: true, sealer: slowSealer(() => meanwhile()) })
    const { id } = await add('www')
    meanwhile = async () => registry.replace(id, bundleOf(await leaf()))
    expect(await rejectionOf(() => registry.material(id, READER))).toMatchObject({ code: 'ERR_REGISTRY_CONFLICT' })
  })
})

it('the bytes of a key between registry and sealer are wiped once they were used', async () => {
  const kept: Uint8Array[] = []
  const { registry, add } = await createWorld({ offline: true, sealer: keepingSealer(kept) })
  const { id } = await add('www')
  await registry.material(id, READER)
  expect(kept.map((octets) => octets.some((octet) => octet !== 0))).toEqual([false, false])
})
