import { setImmediate } from 'node:timers/promises'
import type { SimulatedProcess, World } from './world.ts'

/** Something that a process waits for. */
interface Waiting {
  readonly process: SimulatedProcess
  readonly label: string
  /** Does what was asked for, or hands over what came of it. */
  readonly resume: () => Promise<void>
  readonly isAnswer: boolean
}

/** Decides what goes on next. Everything that a process asks of the outside waits here until it is its turn. */
export interface Scheduler {
  /** Wraps a call to the outside: it happens when it is its turn, and its answer may take its time too. */
  readonly ask: <Value>(process: SimulatedProcess, label: string, work: () => Promise<Value>) => Promise<Value>
  readonly isIdle: () => boolean
  /** Lets one of those who wait go on, and returns when everything stands still again. */
  readonly advance: () => Promise<void>
  /** Ends a process: nothing of it goes on. What it had asked for may still happen, without anybody to hear of it. */
  readonly kill: (process: SimulatedProcess) => void
}

/** How often an answer is there at once. */
const PROMPT = 0.7

export function createScheduler(world: World): Scheduler {
  const { random, trace } = world
  let waiting: Waiting[] = []

  const answer = (process: SimulatedProcess, label: string, deliver: () => void): void => {
    if (!process.isAlive) return
    if (random.chance(PROMPT)) {
      deliver()
      return
    }
    const resume = (): Promise<void> => {
      deliver()
      return Promise.resolve()
    }
    waiting.push({ process, label: `${label}, answered`, resume, isAnswer: true })
  }

  return {
    ask: (process, label, work) =>
      new Promise((resolve, reject) => {
        const resume = async (): Promise<void> => {
          try {
            const value = await work()
            answer(process, label, () => {
              resolve(value)
            })
          } catch (error) {
            answer(process, label, () => {
              reject(error instanceof Error ? error : new TypeError(String(error)))
            })
          }
        }
        waiting.push({ process, label, resume, isAnswer: false })
      }),
    isIdle: () => waiting.length === 0,
    advance: async () => {
      const next = random.pick(waiting)
      waiting = waiting.filter((other) => other !== next)
      world.step += 1
      trace.note(`${String(world.step)} ${next.process.name} ${next.label}`)
      await next.resume()
      // Everything is within microtasks, all of which are done before the next macrotask.
      await setImmediate()
    },
    kill: (process) => {
      process.isAlive = false
      waiting = waiting.filter((one) => one.process !== process || (!one.isAnswer && random.chance(0.3)))
    },
  }
}
