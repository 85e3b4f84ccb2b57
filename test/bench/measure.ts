/** One thing to measure: what is done in a call, and in how many calls of a round. */
export interface Task {
  readonly run: (call: number) => number
  readonly callsARound: number
}

const ROUNDS = 11

/** Long enough for a compiler that shares two cores with the work to have made its last version of everything. */
const WARM_UP_MS = 1500

/** What is computed, kept where the compiler cannot see that nobody looks. */
export const sink: { value: number } = { value: 0 }

/**
 * The median microseconds of a call of each task.
 *
 * Rounds are interleaved, since the machine swings by more than half: what slows one task for a while slows the others too.
 */
export function measure(tasks: Readonly<Record<string, Task>>): Readonly<Record<string, number>> {
  const rounds = Object.entries(tasks).map(([name, task]) => ({ name, task, times: new Array<number>() }))
  for (const { task } of rounds) warmUp(task)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { task, times } of rounds) times.push(measureRound(task))
  }
  return Object.fromEntries(rounds.map(({ name, times }) => [name, median(times)]))
}

function warmUp(task: Task): void {
  const start = performance.now()
  while (performance.now() - start < WARM_UP_MS) measureRound(task)
}

function measureRound({ run, callsARound }: Task): number {
  const start = performance.now()
  for (let call = 0; call < callsARound; call += 1) sink.value += run(call)
  return ((performance.now() - start) / callsARound) * 1000
}

function median(values: readonly number[]): number {
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

function bytesInUse(): number {
  if (globalThis.gc === undefined) throw new TypeError('node must be run with --expose-gc')
  for (let round = 0; round < 3; round += 1) globalThis.gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
