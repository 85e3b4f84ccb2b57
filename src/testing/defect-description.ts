/** What a named defect is. */
export interface DefectDescription {
  /** What is made wrong, in one sentence. */
  readonly description: string
  /** The rule that is broken. */
  readonly reference: string
}
