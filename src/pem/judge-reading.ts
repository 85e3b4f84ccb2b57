import type { ArmorBlock, ArmorReading } from '../armor/armor-reading.ts'
import { canonicalLabel } from '../armor/labels.ts'
import { hexOf } from '../der/hex.ts'
import type { PemRepair } from '../problem/pem-problems.ts'
import { createProblem, type Problem } from '../problem/problem.ts'
import { createPemBlock, type AcceptedObject, type PemBlock } from './create-pem-report.ts'
import { explainFault } from './explain-fault.ts'
import { judgeBlock, type BlockVerdict, type PemExpectation } from './judge-block.ts'
import type { PlaceMaker } from './judge-data.ts'
import { readBareObject } from './read-bare-object.ts'

/** What a text holds once its blocks were judged. */
export interface Findings {
  readonly blocks: readonly PemBlock[]
  readonly accepted: readonly AcceptedObject[]
  readonly problems: readonly Problem[]
}

/** Nobody reads on, and each costs time and memory. */
const MAX_PROBLEMS = 500

/** Judges all that was found in a text: each block, what is no block, and what was done to read them. */
export function judgeReading(
  reading: ArmorReading,
  text: string,
  expect: PemExpectation,
  placeAt: PlaceMaker,
): Findings {
  const blocks: PemBlock[] = []
  const accepted: AcceptedObject[] = []
  const problems: Problem[] = reading.faults.flatMap((fault) => explainFault(fault, placeAt))
  const repairs = createRepairCounter(reading)
  const findTwin = createTwinFinder()
  const hasKey = reading.blocks.some(({ label }) => label.endsWith('PRIVATE KEY'))

  const add = (block: ArmorBlock, verdict: BlockVerdict): void => {
    const place = placeAt(block.start)
    const end = placeAt(block.end).at
    blocks.push(
      createPemBlock({
        label: canonicalLabel(block.label),
        der: verdict.der,
        headers: block.headers,
        start: place.at,
        end,
      }),
    )
    switch (verdict.kind) {
      case 'refused':
        // The curve that stands before a key is named in the key, too.
        if (!(hasKey && block.label === 'EC PARAMETERS')) problems.push(verdict.problem)
        break
      case 'privateKey':
        if (verdict.isMislabelled) repairs.add('label', block.start)
        accepted.push(verdict)
        break
      case 'certificate': {
        const { index, first } = findTwin(verdict.der)
        if (first !== index)
          problems.push(createProblem('pem-duplicate-certificate', { first }, { ...place, certificate: index }))
        accepted.push(verdict)
        break
      }
      default:
        throw new TypeError(String(verdict satisfies never))
    }
  }

  for (const block of reading.blocks) {
    if (problems.length >= MAX_PROBLEMS) break
    add(block, judgeBlock(block, expect, placeAt))
  }
  const isAlone = blocks.length + reading.faults.length === 0
  for (const data of reading.bare) {
    if (problems.length >= MAX_PROBLEMS) break
    const bare = readBareObject(data, text)
    if (bare?.kind === 'whole') {
      repairs.add('missing-boundaries', data.start)
      add(bare.block, judgeBlock(bare.block, expect, placeAt))
    } else if (bare?.kind === 'part') {
      const { label, missingBytes } = bare
      problems.push(
        isAlone
          ? createProblem('pem-data-truncated', { label, missingBytes }, placeAt(data.end))
          : createProblem('pem-begin-missing', { label }, placeAt(data.start)),
      )
    }
  }
  for (const { repair, at, count } of repairs.list())
    problems.push(createProblem('pem-repaired', { repair, count }, placeAt(at)))
  if (reading.isCutShort || problems.length >= MAX_PROBLEMS) {
    problems.push(createProblem('pem-too-many-problems', { limit: MAX_PROBLEMS }))
  }
  return { blocks, accepted, problems }
}

/** Tells of certificates in turn which number they have, and which number the first one of the same bytes had. */
function createTwinFinder(): (der: Uint8Array) => { readonly index: number; readonly first: number } {
  const firsts = new Map<string, number>()
  let count = 0
  return (der) => {
    const index = count
    count += 1
    const key = hexOf(der)
    const first = firsts.get(key) ?? index
    firsts.set(key, first)
    return { index, first }
  }
}

interface RepairCounter {
  readonly add: (repair: PemRepair, at: number) => void
  readonly list: () => readonly { readonly repair: PemRepair; readonly at: number; readonly count: number }[]
}

/** Goes on counting repairs where the reading of the text left off. */
function createRepairCounter(reading: ArmorReading): RepairCounter {
  const found = new Map<PemRepair, { readonly at: number; readonly count: number }>(
    reading.repairs.map(({ repair, at, count }) => [repair, { at, count }]),
  )
  return {
    add: (repair, at) => {
      const before = found.get(repair)
      found.set(repair, { at: Math.min(before?.at ?? at, at), count: (before?.count ?? 0) + 1 })
    },
    list: () => [...found].map(([repair, entry]) => ({ repair, ...entry })),
  }
}
