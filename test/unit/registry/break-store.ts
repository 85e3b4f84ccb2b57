import type { CertificateRecord } from '../../../src/registry/certificate-record.ts'
import type { CertificateStore, StoreChange } from '../../../src/registry/certificate-store.ts'
import { createMemoryStore } from '../../../src/registry/create-memory-store.ts'

/** Makes a store that is right but for what `broken` puts in the place of its methods. */
export function breakStore(broken: (store: CertificateStore) => Partial<CertificateStore>): () => CertificateStore {
  return () => {
    const store = createMemoryStore()
    return { ...store, ...broken(store) }
  }
}

export const alterCommit = (alter: (change: StoreChange) => StoreChange): (() => CertificateStore) =>
  breakStore((store) => ({ commit: (change, options) => store.commit(alter(change), options) }))

export const alterRecord = (alter: (record: CertificateRecord) => CertificateRecord): (() => CertificateStore) =>
  alterCommit((change) =>
    change.certificate?.kind === 'put'
      ? { ...change, certificate: { ...change.certificate, record: alter(change.certificate.record) } }
      : change,
  )
