import type { ArmorBlock, ArmorData, ArmorFault, ArmorReading } from './armor-reading.ts'
import { decodeBase64, isBase64Code, isBlank } from './decode-base64.ts'
import {
  endsInShortLine,
  findIrregularLine,
  findRepeatedLine,
  placeOfByte,
  type DataText,
  type IrregularLine,
  type TextRange,
} from './data-text.ts'
import { findBareData } from './find-bare-data.ts'
import { findBoundaries, type Boundary } from './find-boundaries.ts'
import { isKnownLabel } from './labels.ts'
import { originAfter, originOf, type MappedText } from './mapped-text.ts'
import { linePrefix, readBody } from './read-body.ts'
import { readHeaders } from './read-headers.ts'
import { createRepairList } from './repair-list.ts'

/** More faults help nobody, and bound the work that hostile text can cause. */
const MAX_FAULTS = 500

const DASH = 0x2d
const EQUALS = 0x3d

/** Reads all blocks of a text as it stands: pairs its boundaries, decodes between them, and accounts for what is left. */
export function readBlocks(mapped: MappedText): ArmorReading {
  const { text } = mapped
  const { boundaries, damaged } = findBoundaries(text)
  const blocks: ArmorBlock[] = []
  const faults: ArmorFault[] = []
  const claimed: TextRange[] = []
  const repairs = createRepairList(mapped)
  let open: Boundary | undefined
  for (const boundary of boundaries) {
    if (faults.length >= MAX_FAULTS) break
    if (boundary.keyword === 'BEGIN') {
      if (open !== undefined) {
        faults.push(faultOfOpenBlock(mapped, open, boundary.start))
        claimed.push({ start: open.start, end: boundary.start })
      }
      open = boundary
      continue
    }
    if (open === undefined) {
      const start = findDataStart(text, boundary.start, claimed.at(-1)?.end ?? 0)
      faults.push(faultOfLoneEnd(mapped, boundary, start))
      claimed.push({ start, end: boundary.end })
      continue
    }
    const range = { start: open.start, end: boundary.end }
    const body = readBody(text, open, boundary)
    if (open.label !== boundary.label) {
      // The label that nobody knows is the one that is mistyped.
      const at = isKnownLabel(open.label) ? boundary.start : open.start
      faults.push(createFault(mapped, 'label-mismatch', at, open, { endLabel: boundary.label, headers: body.headers }))
    } else if (body.isRead) {
      blocks.push({ ...describeData(mapped, body.der, body.data, range), label: open.label, headers: body.headers })
      repairs.addBlock(range, [...noteBoundary(open), ...noteBoundary(boundary), ...body.repairs])
    } else {
      const line = body.reason === 'count' || body.reason === 'padding' ? irregularLine(mapped, body.data) : undefined
      faults.push(
        createFault(mapped, body.reason, body.at, open, {
          endLabel: boundary.label,
          headers: body.headers,
          ...(line === undefined ? {} : { irregularLine: line }),
        }),
      )
    }
    claimed.push(range)
    open = undefined
  }
  if (open !== undefined && faults.length < MAX_FAULTS) {
    faults.push(faultOfOpenBlock(mapped, open, text.length))
    claimed.push({ start: open.start, end: text.length })
  }
  faults.push(...faultsOfDamage(mapped, damaged, claimed, MAX_FAULTS - faults.length))
  faults.sort((a, b) => a.at - b.at)
  const isCutShort = faults.length >= MAX_FAULTS
  return { blocks, faults, repairs: repairs.list(), bare: isCutShort ? [] : readBareData(mapped, claimed), isCutShort }
}

/** A BEGIN whose END does not come: left out, damaged, or cut off in the middle. */
function faultOfOpenBlock(mapped: MappedText, begin: Boundary, limit: number): ArmorFault {
  const { text } = mapped
  const { headers, bodyStart } = readHeaders(text, begin.end, limit)
  let end = bodyStart
  let index = bodyStart
  for (; index < limit; index += 1) {
    const code = text.charCodeAt(index)
    if (isBase64Code(code)) end = index + 1
    else if (code !== EQUALS && !isBlank(code)) break
  }
  if (index < limit && text.charCodeAt(index) === DASH)
    return createFault(mapped, 'boundary', index, begin, { headers })
  const range = { start: bodyStart, end }
  const data = { source: text, parts: [range] }
  return createFault(mapped, 'end-missing', begin.start, begin, {
    headers,
    data: describeData(mapped, decodeGroups(text, range), data, range),
  })
}

/** An END whose BEGIN is left out, or damaged: then there are dashes before the data. */
function faultOfLoneEnd(mapped: MappedText, end: Boundary, dataStart: number): ArmorFault {
  const { text } = mapped
  const line = linePrefix(text, dataStart)
  const hasDashes = line.trimEnd().endsWith('--')
  const at = hasDashes ? dataStart - line.trimStart().length : end.start
  return createFault(mapped, hasDashes ? 'boundary' : 'begin-missing', at, end, { endLabel: end.label })
}

/** What begins like a boundary and belongs to no block. */
function faultsOfDamage(
  mapped: MappedText,
  damaged: readonly number[],
  claimed: readonly TextRange[],
  limit: number,
): readonly ArmorFault[] {
  const free = damaged.filter(createOutsideTest(claimed))
  return free.slice(0, Math.max(0, limit)).map((at) => createFault(mapped, 'boundary', at, undefined, {}))
}

/** Base64 in the gaps between blocks. */
function readBareData(mapped: MappedText, claimed: readonly TextRange[]): readonly ArmorData[] {
  const { text } = mapped
  const bare: ArmorData[] = []
  let start = 0
  for (const { start: end, end: next } of [...claimed, { start: text.length, end: text.length }]) {
    for (const range of findBareData(text, { start, end })) {
      const der = decodeBase64(text, range.start, range.end)
      const bytes = der instanceof Uint8Array ? der : decodeGroups(text, range)
      bare.push(describeData(mapped, bytes, { source: text, parts: [range] }, range))
    }
    start = next
  }
  return bare
}

/** The whole groups of four before the first padding; for what may have been cut off anywhere. */
function decodeGroups(text: string, { start, end }: TextRange): Uint8Array {
  const characters = text.slice(start, end).replace(/\s+|=.*/gs, '')
  const groups = decodeBase64(characters, 0, characters.length - (characters.length % 4))
  return groups instanceof Uint8Array ? groups : new Uint8Array()
}

function describeData(mapped: MappedText, der: Uint8Array, data: DataText, range: TextRange): ArmorData {
  return {
    der,
    start: originOf(mapped, range.start),
    end: originAfter(mapped, range.end),
    placeOf: (byte) =>
      byte < der.length ? originOf(mapped, placeOfByte(data, byte)) : originAfter(mapped, placeOfByte(data, byte)),
    irregularLine: () => irregularLine(mapped, data),
    repeatedLine: () => {
      const line = findRepeatedLine(data)
      return line === undefined ? undefined : { ...line, at: originOf(mapped, line.at) }
    },
    endsInShortLine: () => endsInShortLine(data),
  }
}

function irregularLine(mapped: MappedText, data: DataText): IrregularLine | undefined {
  const line = findIrregularLine(data)
  return line === undefined ? undefined : { ...line, at: originAfter(mapped, line.at) }
}

function createFault(
  mapped: MappedText,
  reason: ArmorFault['reason'],
  at: number,
  boundary: Boundary | undefined,
  more: Partial<ArmorFault>,
): ArmorFault {
  const isCharacter = reason === 'character' || reason === 'elided'
  return {
    reason,
    at: originOf(mapped, at),
    label: boundary?.label ?? '',
    endLabel: '',
    codePoint: isCharacter ? (mapped.text.codePointAt(at) ?? 0) : 0,
    headers: [],
    ...more,
  }
}

function noteBoundary(
  boundary: Boundary,
): readonly { readonly repair: Boundary['repairs'][number]; readonly at: number }[] {
  return boundary.repairs.map((repair) => ({ repair, at: boundary.start }))
}

/** Where the base64 begins that ends at `end`. */
function findDataStart(text: string, end: number, floor: number): number {
  let start = end
  for (let index = end - 1; index >= floor; index -= 1) {
    const code = text.charCodeAt(index)
    if (isBase64Code(code)) start = index
    else if (code !== EQUALS && !isBlank(code)) break
  }
  return start
}

/** Tests increasing places for lying in none of the ranges, which are in order. */
function createOutsideTest(ranges: readonly TextRange[]): (at: number) => boolean {
  let next = 0
  return (at) => {
    while (next < ranges.length && (ranges[next]?.end ?? 0) <= at) next += 1
    return at < (ranges[next]?.start ?? Number.POSITIVE_INFINITY)
  }
}
