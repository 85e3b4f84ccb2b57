import type { CertificateStore } from '../../src/registry/certificate-store.ts'
import type { Monitor } from './monitor.ts'
import type { World } from './world.ts'

/** Holds what the store has in the end against what was written: records, contacts, messages and sealed keys, no more and no less. */
export async function compareStore(world: World, monitor: Monitor, store: CertificateStore): Promise<void> {
  for (const [name, { records, contacts, ledger, deleted }] of monitor.namespaces) {
    const { items } = await store.list(name, { limit: 1000 })
    const expected = [...records.values()].map(({ record }) => record)
    if (sorted(items) !== sorted(expected))
      world.violate('no-update-lost', `the records of ${name} are not those written`)
    const names = new Set(items.map((record) => record.name))
    if (names.size !== items.length) world.violate('names-unique', `two records of ${name} have one name`)
    const found = await store.listContacts(name)
    if (sorted(found) !== sorted([...contacts.values()].map(({ record }) => record))) {
      world.violate('no-update-lost', `the contacts of ${name} are not those written`)
    }
    for (const { message } of ledger.values()) {
      const kept = await store.getMessage(name, message.key)
      if (kept?.state !== message.state) {
        world.violate(
          'none-doubled',
          `${message.key.step} is ${message.state} and the ledger has it as ${kept?.state ?? 'none'}`,
        )
      }
    }
    for (const [id, { sealedKey }] of records) {
      const kept = await store.getWithKey(name, id)
      if (Buffer.from(kept?.sealedKey ?? []).compare(sealedKey ?? new Uint8Array()) !== 0) {
        world.violate('no-key-outside-its-seal', `${id} has another sealed key than was written`)
      }
    }
    for (const id of deleted) {
      if ((await store.getWithKey(name, id)) !== undefined) {
        world.violate('no-key-outside-its-seal', `${id} was deleted, and its sealed key is still there`)
      }
      const history = await store.history(name, id, { limit: 1000 })
      if (!history.items.some(({ type }) => type === 'deleted')) {
        world.violate('no-update-lost', `${id} was deleted, and its history does not say so`)
      }
    }
  }
}

function sorted(documents: readonly { readonly id: string }[]): string {
  return JSON.stringify([...documents].sort((a, b) => (a.id < b.id ? -1 : 1)))
}
