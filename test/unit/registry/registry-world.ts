import {
  aesGcmSealer,
  createMemoryNotifier,
  createMemoryStore,
  createRegistry,
  isCertkeepError,
  type AuditEvent,
  type Bundle,
  type CertificateRecord,
  type CertificateStore,
  type Fetcher,
  type Registry,
  type RegistryOptions,
} from '../../../src/index.ts'
import {
  createTestAuthority,
  createTestClock,
  type CertificateOptions,
  type TestAuthority,
  type TestCertificate,
  type TestClock,
} from '../../../src/testing/index.ts'

const URLS = { root: 'http://crl.example.com/root.crl', ca: 'http://crl.example.com/ca.crl' }

/** A public CA with its CRLs on a network that can fail, and an account's registry over a store in memory. */
export interface RegistryWorld {
  readonly clock: TestClock
  readonly root: TestAuthority
  readonly ca: TestAuthority
  readonly store: CertificateStore
  readonly notifier: ReturnType<typeof createMemoryNotifier>
  readonly network: { isDown: boolean; requests: number }
  readonly registry: Registry
  /** Another registry over the same store, or of other options. */
  readonly open: (changes?: Partial<RegistryOptions>) => Registry
  readonly leaf: (options?: CertificateOptions) => Promise<TestCertificate>
  /** Registers a new certificate. */
  readonly add: (name: string, options?: CertificateOptions) => Promise<CertificateRecord>
  /** Lets time pass, with a sweep and a dispatch at the end of each step. */
  readonly pass: (days: number, stepDays?: number) => Promise<void>
  /** Subjects of what was delivered since the last call. */
  readonly delivered: () => readonly string[]
}

export interface WorldOptions extends Partial<RegistryOptions> {
  /** Certificates name no CRLs, and none are looked for. */
  readonly offline?: boolean
}

export async function createWorld({ offline = false, ...changes }: WorldOptions = {}): Promise<RegistryWorld> {
  const clock = createTestClock()
  const issuedUrls = offline ? undefined : { crl: [URLS.root] }
  const root = await createTestAuthority({ at: clock, issuedUrls })
  const ca = await root.intermediate({ issuedUrls: offline ? undefined : { crl: [URLS.ca] } })
  const network = { isDown: false, requests: 0 }
  const fetcher: Fetcher = async ({ url }) => {
    network.requests += 1
    if (network.isDown) throw new TypeError('the network is down')
    const { der } = await (url === URLS.root ? root : ca).crl()
    return { status: 200, body: der }
  }
  const store = changes.store ?? createMemoryStore()
  const notifier = createMemoryNotifier()
  const options: RegistryOptions = {
    store,
    anchors: [root.pem],
    clock,
    notifiers: [notifier],
    sealer: aesGcmSealer([{ id: 'k1', key: new Uint8Array(32).fill(7) }]),
    ...(offline ? {} : { fetcher }),
    ...changes,
  }
  const open = (more: Partial<RegistryOptions> = {}): Registry => createRegistry({ ...options, ...more })
  const registry = open()
  const leaf = (own?: CertificateOptions): Promise<TestCertificate> => ca.leaf(own)
  let seen = 0
  return {
    clock,
    root,
    ca,
    store,
    notifier,
    network,
    registry,
    open,
    leaf,
    add: async (name, own) => {
      const result = await registry.register(bundleOf(await leaf(own), name), { actor: 'kim' })
      if (!result.ok) throw new TypeError(JSON.stringify(result.problems))
      return result.record
    },
    pass: async (days, stepDays = 1) => {
      for (let day = 0; day < days; day += stepDays) {
        clock.advance({ days: stepDays })
        await registry.sweep()
        await registry.dispatch()
      }
    },
    delivered: () => {
      const all = notifier.delivered().map(({ subject }) => subject)
      const fresh = all.slice(seen)
      seen = all.length
      return fresh
    },
  }
}

export function bundleOf(certificate: TestCertificate, name?: string): Bundle {
  const { key, pem, chainPem } = certificate
  return { ...(name === undefined ? {} : { name }), privateKey: key.pkcs8, certificate: pem, chain: chainPem }
}

export function typesOf(events: readonly AuditEvent[]): readonly string[] {
  return events.map(({ type }) => type)
}

export const LISTENER = { service: 'load-balancer', resourceType: 'listener', resourceId: 'lb-1' } as const

/** Code and detail of the error with which a call rejects; anything else is thrown on. */
export async function rejectionOf(
  call: () => Promise<unknown>,
): Promise<{ readonly code: string; readonly detail: unknown }> {
  try {
    await call()
  } catch (error) {
    if (isCertkeepError(error)) return { code: error.code, detail: error.detail }
    throw error
  }
  throw new TypeError('it was not refused')
}
