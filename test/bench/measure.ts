/** What is done in a call: at once or when its promise resolves. Numbers that it gives are kept, so that no compiler leaves it out. */
export type BenchTask = (call: number) => unknown

/** How long is measured. */
export interface MeasureOptions {
  /** @defaultValue 11 */
  readonly rounds?: number | undefined
  /** Long enough for a compiler that shares two cores with the work to have made its last version of everything. @defaultValue 1000 */
  readonly warmUpMs?: number | undefined
  /** About how long a round of one task takes. @defaultValue 20 */
  readonly roundMs?: number | undefined
}

/** What is computed, kept where the compiler cannot see that nobody looks. */
export const sink: { value: number } = { value: 0 }

/**
 * The median microseconds of a call of each task.
 *
 * Rounds are interleaved, since the machine swings by more than half: what slows one task for a while slows the others too.
 */
export async function measure<Name extends string>(
  tasks: Readonly<Record<Name, BenchTask>>,
  { rounds = 11, warmUpMs = 1000, roundMs = 20 }: MeasureOptions = {},
): Promise<ReadonlyMap<Name, number>> {
  const measured: {
    readonly name: Name
    readonly task: BenchTask
    readonly calls: number
    readonly times: number[]
  }[] = []
  for (const [name, task] of namedTasks(tasks)) {
    const us = await warmUp(task, warmUpMs)
    measured.push({ name, task, calls: Math.max(1, Math.round((roundMs * 1000) / us)), times: [] })
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const { task, calls, times } of measured) times.push(await timeCalls(task, calls))
  }
  return new Map(measured.map(({ name, times }) => [name, median(times)]))
}

function namedTasks<Name extends string>(
  tasks: Readonly<Record<Name, BenchTask>>,
): readonly (readonly [Name, BenchTask])[] {
  return Object.entries(tasks) as [Name, BenchTask][]
}

/** The microseconds of a call once it is warm. */
async function warmUp(task: BenchTask, warmUpMs: number): Promise<number> {
  const start = performance.now()
  let us = await timeCalls(task, 1)
  while (performance.now() - start < warmUpMs) us = await timeCalls(task, Math.max(1, Math.round(5000 / us)))
  return us
}

/** One call after the other; what is there at once is not waited for. */
async function timeCalls(task: BenchTask, calls: number): Promise<number> {
  const start = performance.now()
  for (let call = 0; call < calls; call += 1) {
    const result = task(call)
    const value = result instanceof Promise ? ((await result) as unknown) : result
    if (typeof value === 'number') sink.value += value
  }
  return Math.max(((performance.now() - start) * 1000) / calls, 0.001)
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Bytes that `make` keeps for each of `count` values, on the heap and beside it. */
export function measureKept(count: number, make: (index: number) => unknown): number {
  const kept = new Array<unknown>(count)
  const before = bytesInUse()
  for (let index = 0; index < count; index += 1) kept[index] = make(index)
  const after = bytesInUse()
  sink.value += kept.length
  return (after - before) / count
}

/** Bytes in use once nothing can be collected. */
export function bytesInUse(): number {
  if (globalThis.gc === undefined) throw new TypeError('node must be run with --expose-gc')
  for (let round = 0; round < 3; round += 1) globalThis.gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
