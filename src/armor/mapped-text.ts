/** Damage to text that can be taken back without guessing, and is told of when it is. */
export type ArmorRepair =
  | 'indentation'
  | 'quoting'
  | 'quotation-marks'
  | 'lost-newlines'
  | 'literal-escapes'
  | 'invisible-characters'
  | 'dashes'
  | 'label-case'
  | 'label'
  | 'look-alikes'
  | 'html-entities'
  | 'percent-encoding'
  | 'quoted-printable'
  | 'base64url'
  | 'spaces-for-plus'
  | 'nested-base64'

/** Repairs that are made while text is rewritten, each with its bit in {@link MappedText.marks}. */
export const REWRITE_MARKS: Readonly<Record<RewriteRepair, number>> = {
  'literal-escapes': 1,
  'invisible-characters': 2,
  dashes: 4,
  'look-alikes': 8,
  'html-entities': 16,
  'percent-encoding': 32,
  'quoted-printable': 64,
  'nested-base64': 128,
}

export type RewriteRepair = Extract<
  ArmorRepair,
  | 'literal-escapes'
  | 'invisible-characters'
  | 'dashes'
  | 'look-alikes'
  | 'html-entities'
  | 'percent-encoding'
  | 'quoted-printable'
  | 'nested-base64'
>

/** Text together with where each of its characters stood before it was rewritten. */
export interface MappedText {
  readonly text: string
  /** The place of each character in the text as given; absent where nothing was rewritten. */
  readonly origins?: Uint32Array
  /** Bits of {@link REWRITE_MARKS}: what was done to a character, or dropped just before it. */
  readonly marks?: Uint16Array
  /** Length of the text as given. */
  readonly givenLength: number
}

/** The place of a character in the text as given. */
export function originOf(mapped: MappedText, index: number): number {
  if (mapped.origins === undefined) return index
  if (index >= mapped.text.length) return mapped.givenLength
  return mapped.origins[index] ?? mapped.givenLength
}

/** The place after the last character of a range that ends at `index`, in the text as given. */
export function originAfter(mapped: MappedText, index: number): number {
  return index === 0 ? originOf(mapped, 0) : originOf(mapped, index - 1) + 1
}
