import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { RUNTIMES, type RuntimeId } from './env.ts'
import { installRuntimes, type PackagedRuntime } from './install-runtimes.ts'
import { makeSamples } from './make-samples.ts'
import { renderLacks } from './render-lacks.ts'
import { runRuntime } from './run-runtime.ts'
import { RUNTIME_PACKAGES } from './versions.ts'

const top = fileURLToPath(new URL('../..', import.meta.url))

/** For one runtime; the slowest takes a tenth of it. */
const LIMIT_MS = 120_000

/** What is said of a runtime, and whether all was well. */
interface Outcome {
  readonly runtime: RuntimeId
  readonly isGreen: boolean
  readonly lines: readonly string[]
}

/** How the command is called. */
const USAGE = `usage: npm run test:runtimes -- [--only NAME[,NAME]]…

Runs the suite of all runtimes, or of those that are named:
${Object.keys(RUNTIMES).join(', ')}`

// Status 0 if all are green, 1 if one is not, and 2 for a wrong call.
const named = readArguments()
process.exitCode = named === undefined ? 2 : (await main(named)) ? 0 : 1

/** The runtimes that are named, or all; `undefined` for a wrong call, of which it tells. */
function readArguments(): readonly RuntimeId[] | undefined {
  try {
    return choose(parseArgs({ options: { only: { type: 'string', multiple: true } } }).values.only)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return undefined
  }
}

async function main(chosen: readonly RuntimeId[]): Promise<boolean> {
  if (!existsSync(join(top, 'dist/index.js'))) throw new Error('there is no dist: npm run build')
  const problem = installRuntimes(chosen.filter(isPackaged))
  if (problem !== undefined) console.log(problem)

  const folder = mkdtempSync(join(tmpdir(), 'certkeep-runtimes-'))
  try {
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(top, join(folder, 'node_modules', 'certkeep'), 'dir')
    const samples = await makeSamples()
    const outcomes: Outcome[] = []
    for (const runtime of chosen) {
      const outcome = await tryRuntime(runtime, () => runRuntime(runtime, samples, folder, LIMIT_MS))
      for (const line of outcome.lines) console.log(line)
      outcomes.push(outcome)
    }
    console.log(`\nWhat each lacks, as declared and as found:\n\n${renderLacks(chosen)}\n`)
    const red = outcomes.filter(({ isGreen }) => !isGreen).map(({ runtime }) => runtime)
    console.log(`runtimes: ${outcomes.length - red.length} green${red.length === 0 ? '' : `, red: ${red.join(', ')}`}`)
    return red.length === 0
  } finally {
    // What was ended may not be gone from its profile at once.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

function choose(only: readonly string[] | undefined): readonly RuntimeId[] {
  const all = Object.keys(RUNTIMES) as RuntimeId[]
  if (only === undefined) return all
  const named = only.flatMap((list) => list.split(','))
  const unknown = named.filter((name) => !all.some((runtime) => runtime === name))
  if (unknown.length > 0) throw new RangeError(`there is no runtime ${unknown.join(', ')}`)
  return all.filter((runtime) => named.includes(runtime))
}

function isPackaged(runtime: RuntimeId): runtime is PackagedRuntime {
  return runtime in RUNTIME_PACKAGES
}

async function tryRuntime(runtime: RuntimeId, run: () => ReturnType<typeof runRuntime>): Promise<Outcome> {
  const started = performance.now()
  const head = (text: string): string =>
    `${RUNTIMES[runtime].title.padEnd(30)} ${text}, ${((performance.now() - started) / 1000).toFixed(1)} s`
  try {
    const { agent, results } = await run()
    const failures = results.filter(({ error }) => error !== null)
    return {
      runtime,
      // A suite that has lost its tests is not green.
      isGreen: failures.length === 0 && results.length > 0,
      lines: [
        `${head(`${results.length - failures.length} of ${results.length} tests passed`)}, ${versionOf(runtime, agent)}`,
        ...failures.map(
          ({ name, error }) => `    ${name}\n      ${(error ?? '').split('\n').slice(0, 8).join('\n      ')}`,
        ),
      ],
    }
  } catch (error) {
    return {
      runtime,
      isGreen: false,
      lines: [`${head('did not run')}: ${error instanceof Error ? error.message : String(error)}`],
    }
  }
}

/** As it was installed; of a browser, what it says of itself. */
function versionOf(runtime: RuntimeId, agent: string): string {
  if (isPackaged(runtime)) return RUNTIME_PACKAGES[runtime].version
  return /(?:Chrome|Firefox)\/[\d.]+/.exec(agent)?.[0] ?? agent
}
