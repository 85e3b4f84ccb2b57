/** A table of what was measured, and what a reader has to know to believe it. */
export interface BenchSection {
  readonly title: string
  /** What is measured, beside what, and how: sentences of Markdown. */
  readonly method: string
  /** The first row is the head. */
  readonly rows: readonly (readonly string[])[]
  /** Figures that the project has set itself, and whether they are reached. */
  readonly marks?: readonly BenchMark[] | undefined
  readonly chart?: ScalingChart | undefined
}

/** A figure to be reached. */
export interface BenchMark {
  readonly name: string
  readonly value: number
  readonly bound: 'at least' | 'at most'
  readonly mark: number
}

/** How something grows with size; both axes are logarithmic. */
export interface ScalingChart {
  /** Name of the file, without its ending. */
  readonly file: string
  readonly title: string
  readonly sizeName: string
  readonly unit: string
  readonly lines: readonly { readonly name: string; readonly points: readonly (readonly [number, number])[] }[]
}

/** Whether a mark is reached. */
export function isReached({ value, bound, mark }: BenchMark): boolean {
  return bound === 'at least' ? value >= mark : value <= mark
}

/** Says what was to be reached, and how far it got. */
export function describeMark({ name, value, bound, mark }: BenchMark): string {
  return `${name}: ${value.toFixed(Math.abs(value) < 100 ? 2 : 0)}, mark ${bound} ${mark}`
}
