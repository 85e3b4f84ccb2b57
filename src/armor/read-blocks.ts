import type { ArmorBlock, ArmorData, ArmorFault, ArmorReading } from './armor-reading.ts'
import { isBase64Code, isBlank } from './decode-base64.ts'
import { decodeAvailable, type DataText, type TextRange } from './data-text.ts'
import { findIrregularLine } from './data-lines.ts'
import { findBareData } from './find-bare-data.ts'
import { searchBoundaries, type Boundary } from './search-boundaries.ts'
import { isKnownLabel } from './labels.ts'
import { originAfter, originOf, type MappedText } from './mapped-text.ts'
import { linePrefix } from './line-prefix.ts'
import { readBody, type BodyReading } from './read-body.ts'
import { readHeaders } from './read-headers.ts'
import { createRepairList } from './repair-list.ts'

/** More faults help nobody, and bound the work that hostile text can cause. */
const MAX_FAULTS = 500

const DASH = 0x2d
const EQUALS = 0x3d

/** Reads all blocks of a text as it stands: pairs its boundaries, decodes between them, and accounts for what is left. */
export function readBlocks(mapped: MappedText): ArmorReading {
  const { text } = mapped
  const search = searchBoundaries(text)
  const blocks: ArmorBlock[] = []
  const faults: ArmorFault[] = []
  const claimed: TextRange[] = []
  const repairs = createRepairList(mapped)
  let open: Boundary | undefined
  for (let boundary = search.next(); boundary !== undefined; boundary = search.next()) {
    if (faults.length + search.damaged.length >= MAX_FAULTS) break
    if (boundary.keyword === 'BEGIN') {
      if (open !== undefined) {
        faults.push(faultOfOpenBlock(mapped, open, boundary.start))
        claimed.push({ start: open.start, end: boundary.start })
      }
      open = boundary
      continue
    }
    if (open === undefined) {
      const floor = claimed.at(-1)?.end ?? 0
      const start = findDataStart(text, boundary.start, floor)
      faults.push(faultOfLoneEnd(mapped, boundary, start, floor))
      claimed.push({ start, end: boundary.end })
      continue
    }
    const range = { start: open.start, end: boundary.end }
    const body = readBody(text, open, boundary)
    // A label mistyped in both lines is meant as it is written; in one line only, it is a difference.
    if (open.label !== boundary.label || open.typedLabel !== boundary.typedLabel) {
      const isTypo = !isKnownLabel(open.typedLabel) && isKnownLabel(boundary.typedLabel)
      faults.push(
        createFault(mapped, 'label-mismatch', isTypo ? open.start : boundary.start, open, {
          label: open.typedLabel,
          endLabel: boundary.typedLabel,
          headers: body.headers,
        }),
      )
    } else if (body.isRead) {
      blocks.push(createBlock(mapped, open.label, body, range))
      repairs.addBlock(range, [...noteBoundary(open), ...noteBoundary(boundary), ...body.repairs])
    } else {
      const isShort = (body.reason === 'count' || body.reason === 'padding') && isAtEnd(body.data, body.at)
      const line = isShort ? findIrregularLine({ data: body.data, mapped }) : undefined
      faults.push(
        createFault(mapped, body.reason, body.at, open, {
          endLabel: boundary.label,
          headers: body.headers,
          ...(line === undefined ? {} : { irregularLine: line }),
          ...(isShort && text.charCodeAt(body.at) !== EQUALS
            ? { data: describeData(mapped, decodeAvailable(body.data), body.data, range) }
            : {}),
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
  // Damage inside of blocks, as in a header, counts too: the search stopped because of it.
  const isCutShort = faults.length + search.damaged.length >= MAX_FAULTS
  faults.push(...faultsOfDamage(mapped, search.damaged, claimed, MAX_FAULTS - faults.length))
  faults.sort((a, b) => a.at - b.at)
  return { blocks, faults, repairs: repairs.list(), bare: isCutShort ? [] : readBareData(mapped, claimed), isCutShort }
}

function createBlock(
  mapped: MappedText,
  label: string,
  { der, data, headers }: Extract<BodyReading, { readonly isRead: true }>,
  range: TextRange,
): ArmorBlock {
  return {
    der,
    start: originOf(mapped, range.start),
    end: originAfter(mapped, range.end),
    data,
    mapped,
    label,
    headers,
  }
}

/** Whether no data follows a place, but for padding. */
function isAtEnd({ source, parts }: DataText, at: number): boolean {
  return parts.every(({ start, end }) => !/[A-Za-z0-9+/]/.test(source.slice(Math.max(start, at), end)))
}

/** A BEGIN whose END does not come: left out, damaged, or cut off in the middle. */
function faultOfOpenBlock(mapped: MappedText, begin: Boundary, limit: number): ArmorFault {
  const { text } = mapped
  const { headers, bodyStart } = readHeaders(text, begin.end, limit, linePrefix(text, begin.start))
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
    data: describeData(mapped, decodeAvailable(data), data, range),
  })
}

/** An END whose BEGIN is left out, or damaged: then there are dashes before the data. */
function faultOfLoneEnd(mapped: MappedText, end: Boundary, dataStart: number, floor: number): ArmorFault {
  const { text } = mapped
  let above = dataStart
  while (above > 0 && isBlank(text.charCodeAt(above - 1))) above -= 1
  const line = linePrefix(text, above)
  const hasDashes = above > floor && line.endsWith('--')
  const at = hasDashes ? above - line.trimStart().length : end.start
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
  return findBareData(text, claimed).map((range) => {
    const data = { source: text, parts: [range] }
    return describeData(mapped, decodeAvailable(data), data, range)
  })
}

function describeData(mapped: MappedText, der: Uint8Array, data: DataText, range: TextRange): ArmorData {
  return { der, start: originOf(mapped, range.start), end: originAfter(mapped, range.end), data, mapped }
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
