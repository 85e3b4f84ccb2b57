import type { DataText } from './data-text.ts'
import type { ArmorRepair, MappedText } from './mapped-text.ts'
import type { BodyFaultReason } from './read-body.ts'
import type { PemHeader } from './read-headers.ts'

/** Base64 that was decoded. `start` and `end` are offsets in the text as given, as are those of all that is read. */
export interface ArmorData {
  readonly der: Uint8Array
  readonly start: number
  readonly end: number
  /** For {@link placeOfByte} and the like. */
  readonly data: DataText
  readonly mapped: MappedText
}

/** A line that is not as long as the others, though another line follows. */
export interface IrregularLine {
  /** After its last character. */
  readonly at: number
  readonly expected: number
  readonly found: number
}

/** A line that stands there twice in a row. */
export interface RepeatedLine {
  readonly at: number
  /** In characters. */
  readonly length: number
}

/** Characters in most lines, and in the last one. */
export interface LineMeasure {
  readonly usual: number
  readonly last: number
}

/** A block whose text could be read, whatever its data may be. It goes from the first dash of BEGIN to the last of END. */
export interface ArmorBlock extends ArmorData {
  /** Upper case with single spaces; not yet the canonical name. */
  readonly label: string
  readonly headers: readonly PemHeader[]
}

/** Why text that belongs to a block cannot be read. */
export type ArmorFaultReason = BodyFaultReason | 'begin-missing' | 'end-missing' | 'label-mismatch'

/** Something that keeps a block from being read. */
export interface ArmorFault {
  readonly reason: ArmorFaultReason
  readonly at: number
  /** Of the BEGIN line, or of the END line where there is no other; empty where neither can be read. */
  readonly label: string
  /** Of the END line; empty where there is none. */
  readonly endLabel: string
  /** The character concerned; 0 where the fault is none of a character. */
  readonly codePoint: number
  readonly headers: readonly PemHeader[]
  /** Where data may be cut off: what there is of it. */
  readonly data?: ArmorData
  /** Where characters were lost or added: a line that shows it. */
  readonly irregularLine?: IrregularLine
}

/** A kind of repair, where it was first needed, and at how many places. */
export interface ArmorRepairs {
  readonly repair: ArmorRepair
  readonly at: number
  readonly count: number
}

/** What a text holds. */
export interface ArmorReading {
  readonly blocks: readonly ArmorBlock[]
  readonly faults: readonly ArmorFault[]
  readonly repairs: readonly ArmorRepairs[]
  /** Base64 outside of blocks, which may be an object without its boundaries. */
  readonly bare: readonly ArmorData[]
  /** Whether so much is wrong that the rest of the text was not looked at. */
  readonly isCutShort: boolean
}
