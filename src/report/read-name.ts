import { createProblem, type Problem } from '../problem/problem.ts'

/** Characters of a name, as a person counts code points. */
const MAX_NAME_CHARACTERS = 128

/**
 * Controls, format characters, line and paragraph separators, private use and lone surrogates; and letters and marks that are drawn as nothing, by
 * which two names could look the same: the Hangul fillers, the blank of Braille and the like. Not the selectors
 * that make an emoji of a sign.
 */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\u2800]|(?!\p{Variation_Selector})\p{Default_Ignorable_Code_Point}/u

/** A name as it is kept and compared, and what is wrong with it. */
export interface NameReading {
  /** In Unicode's form NFC, without blanks at its ends. */
  readonly name: string
  readonly problems: readonly Problem[]
}

/** Reads the name of a registration. Two names are the same when what is read of them is. */
export function readName(text: string): NameReading {
  const place = { field: 'name' } as const
  // No character is made of so many code units that a name as long as this could be short enough.
  if (text.length > MAX_NAME_CHARACTERS * 64) {
    return {
      name: '',
      problems: [createProblem('name-too-long', { length: text.length, maxLength: MAX_NAME_CHARACTERS }, place)],
    }
  }
  const name = text.normalize('NFC').trim()
  if (name === '') return { name, problems: [createProblem('name-empty', {}, place)] }
  const problems: Problem[] = []
  const { length } = Array.from(name)
  if (length > MAX_NAME_CHARACTERS) {
    problems.push(createProblem('name-too-long', { length, maxLength: MAX_NAME_CHARACTERS }, place))
  }
  const unseen = UNSEEN.exec(name)?.[0].codePointAt(0)
  if (unseen !== undefined) problems.push(createProblem('name-character', { codePoint: unseen }, place))
  return { name, problems }
}
