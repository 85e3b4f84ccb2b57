import type { CertificateAnchor } from '../path/create-trust-anchor.ts'
import type { TrustAnchorInput } from '../path/trust-store.ts'
import type { BoxReport, RootsReport } from './check-report.ts'
import type { RootsChoice } from './command.ts'

/** Roots to build chains to, and what is to be said of them. */
export interface LoadedRoots {
  readonly anchors: readonly TrustAnchorInput[]
  readonly report: RootsReport
}

const NOTHING_TO_SAY = { snapshot: undefined, ageDays: undefined, problems: [] }

/**
 * Loads the roots that were chosen. The lists are large, so that each is imported only when it is asked for.
 *
 * @param file - what was found in the file of roots, where that is the choice
 */
export async function loadRoots({ kind }: RootsChoice, file: BoxReport | undefined, at: Date): Promise<LoadedRoots> {
  switch (kind) {
    case 'file': {
      const anchors = (file?.certificates ?? []).map(({ certificate }) => certificate)
      return { anchors, report: { source: kind, count: anchors.length, ...NOTHING_TO_SAY } }
    }
    case 'system': {
      const { systemRoots } = await import('../node/system-roots.ts')
      const { anchors, problems, source } = systemRoots()
      const report = { source: source === 'system' ? kind : 'bundled', count: anchors.length } as const
      return { anchors, report: { ...NOTHING_TO_SAY, ...report, problems } }
    }
    case 'mozilla':
      return loadMozillaRoots(at)
  }
}

async function loadMozillaRoots(at: Date): Promise<LoadedRoots> {
  const { mozillaRoots, rootsAgeDays, ROOTS_SNAPSHOT } = await import('../roots/index.ts')
  const anchors: readonly CertificateAnchor[] = mozillaRoots()
  const { date: snapshot, count } = ROOTS_SNAPSHOT
  return { anchors, report: { source: 'mozilla', count, snapshot, ageDays: rootsAgeDays(at), problems: [] } }
}
