import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'

/** A program that runs until it ends or is ended. */
export interface RunningProgram {
  /** What it wrote so far. */
  readonly output: () => { readonly out: string; readonly err: string }
  /** Lines of the pipe with the number 3, for programs that write there. */
  readonly control: Readable
  /** Fulfils when it is over, with its exit code, or the reason why it has none. */
  readonly ended: Promise<number | string>
  /** Ends it and all that it has started. */
  readonly stop: () => Promise<void>
}

/** Starts a program in a process group of its own. */
export function startProgram(
  program: string,
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): RunningProgram {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  })
  const text = { out: '', err: '' }
  const [, stdout, stderr, control] = child.stdio as unknown as readonly [null, Readable, Readable, Readable]
  stdout.setEncoding('utf8').on('data', (chunk: string) => (text.out += chunk))
  stderr.setEncoding('utf8').on('data', (chunk: string) => (text.err += chunk))
  const ended = once(child, 'close').then(
    ([code, signal]: (number | string | null)[]) => code ?? signal ?? 'unknown end',
    (error: unknown) => String(error),
  )
  // Without its pipes, which something that it started may hold open.
  const gone = once(child, 'exit').catch(() => undefined)
  return {
    output: () => ({ ...text }),
    control,
    ended,
    stop: async () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It was over by itself.
      }
      await gone
    },
  }
}
