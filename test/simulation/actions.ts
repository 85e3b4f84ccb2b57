import type { Bundle } from '../../src/report/validate-bundle.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { scalarOf, type PoolCertificate } from './certificate-pool.ts'
import type { ModelNamespace } from './model.ts'
import type { Monitor } from './monitor.ts'
import type { World } from './world.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** What somebody does with a registry, by name and how likely. */
const WEIGHTS = {
  register: 5,
  replace: 3,
  attach: 3,
  detach: 3,
  mute: 2,
  unmute: 1,
  addContact: 2,
  updateContact: 2,
  removeContact: 1,
  delete: 2,
  material: 1,
  refresh: 1,
  read: 1,
}

/** Where somebody acts. */
export interface Place {
  readonly world: World
  readonly monitor: Monitor
  readonly registry: Registry
  readonly namespace: ModelNamespace
}

/** Something that is done, and what it is called in the trace. */
export interface Action {
  readonly label: string
  readonly run: () => Promise<unknown>
}

/** Thinks of something to do. */
export function chooseAction(place: Place): Action {
  const { world, registry, namespace } = place
  const { random } = world
  const kind = world.random.weigh(namespace.records.size < 2 ? { ...WEIGHTS, register: 30 } : WEIGHTS)
  const id = chooseRecord(place)
  const contactId = random.pick(['nobody', ...namespace.contacts.keys()])
  const actor = random.pick(['kim', 'lee'])
  const label = `${namespace.name} ${kind}`
  switch (kind) {
    case 'register': {
      const certificate = pickCertificate(place)
      const bundle = { ...bundleOf(certificate), name: nameFor(place) }
      return { label: `${label} ${bundle.name} ${certificate.label}`, run: () => registry.register(bundle, { actor }) }
    }
    case 'replace': {
      const certificate = pickCertificate(place)
      const bundle = random.chance(0.2) ? { ...bundleOf(certificate), name: nameFor(place) } : bundleOf(certificate)
      return { label: `${label} ${id} ${certificate.label}`, run: () => registry.replace(id, bundle, { actor }) }
    }
    case 'attach': {
      const hostnames = random.pick([undefined, [], ['www.example.com'], ['a.shop.example.com']])
      const request = { ...resourceFor(place), hostnames }
      return { label: `${label} ${id} ${request.resourceId}`, run: () => registry.attach(id, request, { actor }) }
    }
    case 'detach': {
      const used = namespace.records.get(id)?.record.attachments ?? []
      const resource = random.pick([...used, ...used, resourceFor(place)])
      return { label: `${label} ${id} ${resource.resourceId}`, run: () => registry.detach(id, resource, { actor }) }
    }
    case 'mute': {
      const until = new Date(world.nowMs() + random.between(1, 40) * random.pick([HOUR_MS, DAY_MS]))
      return { label: `${label} ${id} ${until.toISOString()}`, run: () => registry.mute(id, until, { actor }) }
    }
    case 'unmute':
      return { label: `${label} ${id}`, run: () => registry.mute(id, null, { actor }) }
    case 'addContact': {
      if (namespace.contacts.size >= 2) return { label: `${label} list`, run: () => registry.listContacts() }
      const contact = contactFor(place)
      return { label: `${label} ${contact.name}`, run: () => registry.addContact(contact, { actor }) }
    }
    case 'updateContact': {
      const changes = random.pick([
        { serviceNotifications: false },
        { serviceNotifications: true },
        { channels: ['email'] as const },
        { channels: ['email', 'sms'] as const },
        { channels: [] },
        { locale: random.pick(['en', 'ko'] as const) },
      ])
      const text = JSON.stringify(changes)
      return {
        label: `${label} ${contactId} ${text}`,
        run: () => registry.updateContact(contactId, changes, { actor }),
      }
    }
    case 'removeContact':
      return { label: `${label} ${contactId}`, run: () => registry.removeContact(contactId, { actor }) }
    case 'delete':
      return { label: `${label} ${id}`, run: () => registry.delete(id, { actor }) }
    case 'material':
      return { label: `${label} ${id}`, run: () => readMaterial(place, id) }
    case 'refresh':
      return { label: `${label} ${id}`, run: () => registry.refresh(id, { actor }) }
    case 'read':
      return { label: `${label} ${id}`, run: () => readAll(place, id) }
  }
}

/** Often the one that somebody else is busy with. */
function chooseRecord({ world, namespace }: Place): string {
  const { random } = world
  const { records, deleted } = namespace
  const known = random.chance(0.05) ? [...deleted] : [...records.keys()]
  const last = world.lastRecord.get(namespace.name)
  const id =
    last !== undefined && records.has(last) && random.chance(0.5) ? last : random.pick(['nobody', ...known, ...known])
  world.lastRecord.set(namespace.name, id)
  return id
}

/** Somebody to be told, on both channels or one. */
export function contactFor({ world: { random, step }, namespace }: Place): {
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly channels: readonly ('email' | 'sms')[]
} {
  const name = `${namespace.name} ${String(step)}`
  const channels = random.pick([['email'], ['email'], ['email', 'sms']] as const)
  return { name, email: `${namespace.name}.${String(step)}@example.com`, phone: '+82 10 1234 5678', channels }
}

function bundleOf({ privateKeyPem, pem, chainPem }: PoolCertificate): Bundle {
  return { privateKey: privateKeyPem, certificate: pem, chain: chainPem }
}

/** Few names, so that they are taken. */
function nameFor({ world: { random }, namespace }: Place): string {
  return `${namespace.name} certificate ${String(random.between(1, 12))}`
}

function resourceFor({ world: { random } }: Place): {
  readonly service: string
  readonly resourceType: string
  readonly resourceId: string
} {
  return { service: 'load-balancer', resourceType: 'listener', resourceId: `lb-${String(random.between(1, 4))}` }
}

/** Mostly one that is in date; at times one of those that are registered, or that were. */
function pickCertificate({ world, monitor, namespace }: Place): PoolCertificate {
  const { random, pool, trueMs } = world
  const known = [...namespace.records.values()].flatMap(({ tenure }) =>
    tenure === undefined ? [] : [tenure.certificate],
  )
  const current = pool.certificates.filter(
    ({ notBeforeMs, notAfterMs }) => notBeforeMs <= trueMs && notAfterMs > trueMs + DAY_MS,
  )
  const isAgain = known.length > 0 && random.chance(0.25)
  const isAny = random.chance(0.02)
  const certificate = isAgain ? random.pick(known) : random.pick(isAny ? pool.certificates : current)
  monitor.secrets.watch(certificate)
  return certificate
}

/** The key that is handed out must be that of the certificate beside it. */
async function readMaterial({ world, registry, namespace }: Place, id: string): Promise<unknown> {
  const material = await registry.material(id, { actor: 'server', purpose: 'TLS' })
  const { scalar } = world.pool.byFingerprint.get(material.fingerprint) ?? {}
  if (scalarOf(material.privateKey.exportPkcs8()) !== scalar) {
    world.violate('no-key-outside-its-seal', `${id} was handed out with the key of another certificate`)
  }
  if (!material.name.startsWith(namespace.name)) {
    world.violate('namespaces-never-leak', `${namespace.name} was handed ${material.name}`)
  }
  return { ...material, privateKey: undefined }
}

async function readAll({ world, registry, namespace }: Place, id: string): Promise<unknown> {
  const { items } = await registry.list({ limit: 100 })
  const history = await registry.history(id)
  if (items.some(({ namespace: found }) => found !== namespace.name)) {
    world.violate('namespaces-never-leak', `a list of ${namespace.name} has records of others`)
  }
  return [items.length, history]
}
