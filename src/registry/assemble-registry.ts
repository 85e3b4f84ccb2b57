import { attachCertificate, detachCertificate } from './attach-certificate.ts'
import { callSafely } from './call-safely.ts'
import { checkId } from './change-record.ts'
import { deleteCertificate } from './delete-certificate.ts'
import { dispatchOutbox } from './dispatch-outbox.ts'
import { createLeapWatch } from './leap-watch.ts'
import { findByName, listCertificates } from './list-certificates.ts'
import { addContact, removeContact, updateContact } from './manage-contacts.ts'
import { muteAlerts } from './mute-alerts.ts'
import { readHistory } from './read-history.ts'
import { readMaterial } from './read-material.ts'
import { registerCertificate } from './register-certificate.ts'
import type { Registry } from './registry.ts'
import type { RegistryContext } from './registry-context.ts'
import type { RegistryEvent } from './registry-event.ts'
import { replaceCertificate } from './replace-certificate.ts'
import { refreshCertificate, sweepDue } from './sweep-due.ts'

/** Makes a registry of its parts. */
export function assembleRegistry(parts: Omit<RegistryContext, 'tell' | 'leapWatch'>): Registry {
  const listeners = new Set<(event: RegistryEvent) => unknown>()
  const tell = (event: RegistryEvent): void => {
    for (const listener of [...listeners]) callSafely(listener, event)
  }
  const context: RegistryContext = { ...parts, tell, leapWatch: createLeapWatch() }
  const { store, namespace } = parts
  return Object.freeze<Registry>({
    register: (bundle, options = {}) => registerCertificate(context, bundle, options),
    get: async (id, { signal } = {}) => {
      checkId(id)
      return store.get(namespace, id, { signal })
    },
    getByName: (name, { signal } = {}) => findByName(context, name, signal),
    list: (options = {}) => listCertificates(context, options),
    replace: (id, bundle, options = {}) => replaceCertificate(context, id, bundle, options),
    attach: (id, request, options = {}) => attachCertificate(context, id, request, options),
    detach: (id, resource, options = {}) => detachCertificate(context, id, resource, options),
    delete: (id, options = {}) => deleteCertificate(context, id, options),
    material: (id, options) => readMaterial(context, id, options),
    refresh: (id, options = {}) => refreshCertificate(context, id, options),
    sweep: (options = {}) => sweepDue(context, options),
    dispatch: (options = {}) => dispatchOutbox(context, options),
    addContact: (contact, options = {}) => addContact(context, contact, options),
    updateContact: (id, changes, options = {}) => updateContact(context, id, changes, options),
    removeContact: (id, options = {}) => removeContact(context, id, options),
    listContacts: ({ signal } = {}) => store.listContacts(namespace, { signal }),
    mute: (id, until, options = {}) => muteAlerts(context, id, until, options),
    history: (id, { signal } = {}) => readHistory(context, id, signal),
    subscribe: (listener) => {
      if (typeof listener !== 'function') throw new TypeError('"listener" must be a function')
      // A function of its own, so that the same listener can listen twice.
      const own = (event: RegistryEvent): unknown => listener(event)
      listeners.add(own)
      return () => {
        listeners.delete(own)
      }
    },
  })
}
