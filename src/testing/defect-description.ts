/** What a named defect is. */
export interface DefectDescription {
  /** What is made wrong, in one sentence. */
  readonly description: string
  /** The rule that is broken. */
  readonly reference: string
}

/** The row of a defect. @throws TypeError for a name that the table does not have, as it may come from JavaScript */
export function findDefect<Name extends string, Row>(table: Readonly<Record<Name, Row>>, name: Name): Row {
  if (!Object.hasOwn(table, name)) throw new TypeError(`"${name}" is no defect that is known here`)
  return table[name]
}
