import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text as textOf } from 'node:stream/consumers'
import { bundleRunner, type RunnerKind } from './bundle-runner.ts'
import { openBrowser } from './browsers.ts'
import type { RuntimeId } from './env.ts'
import { programOf } from './install-runtimes.ts'
import type { Samples } from './samples.ts'
import { startProgram, type RunningProgram } from './start-program.ts'
import type { RunReport } from './test-run.ts'

/** The host name of the page without TLS: what is reached by a name other than localhost is no secure context. */
const PLAIN_HOST = 'insecure.test'

/** With a single permission, for the servers of the suite itself: the library needs none. */
const DENO_FLAGS = ['run', '--no-prompt', '--allow-net=127.0.0.1', '--node-modules-dir=manual', '--no-remote']

/** How a runtime is started with a bundle: the kind of its runner, and what becomes of the file. */
interface Launch {
  readonly kind: RunnerKind
  readonly run: (file: string, folder: string, limit: AbortSignal) => Promise<string>
}

const LAUNCHES: Readonly<Record<RuntimeId, Launch>> = {
  'node-20': { kind: 'server', run: (file, folder, limit) => runServer(programOf('node-20'), [file], folder, limit) },
  'node-22': { kind: 'server', run: (file, folder, limit) => runServer(programOf('node-22'), [file], folder, limit) },
  'node-24': { kind: 'server', run: (file, folder, limit) => runServer(programOf('node-24'), [file], folder, limit) },
  'node-26': { kind: 'server', run: (file, folder, limit) => runServer(programOf('node-26'), [file], folder, limit) },
  bun: {
    kind: 'server',
    run: (file, folder, limit) => runServer(programOf('bun'), ['--no-install', file], folder, limit),
  },
  deno: {
    kind: 'server',
    run: (file, folder, limit) => runServer(programOf('deno'), [...DENO_FLAGS, file], folder, limit),
  },
  workerd: { kind: 'worker', run: runWorker },
  chromium: { kind: 'page', run: (file, folder, limit) => runPage('chromium', '127.0.0.1', file, folder, limit) },
  firefox: { kind: 'page', run: (file, folder, limit) => runPage('firefox', '127.0.0.1', file, folder, limit) },
  'chromium-insecure': {
    kind: 'page',
    run: (file, folder, limit) => runPage('chromium', PLAIN_HOST, file, folder, limit),
  },
  'firefox-insecure': {
    kind: 'page',
    run: (file, folder, limit) => runPage('firefox', PLAIN_HOST, file, folder, limit),
  },
}

/**
 * Runs the suite in one runtime.
 *
 * @param folder - where it may write, beside a node_modules that holds the package
 * @throws Error with what the runtime said if it did not come to its end within `limitMs`
 */
export async function runRuntime(
  runtime: RuntimeId,
  samples: Samples,
  folder: string,
  limitMs: number,
): Promise<RunReport> {
  const { kind, run } = LAUNCHES[runtime]
  const own = join(folder, runtime)
  mkdirSync(own)
  const file = join(own, 'runner.mjs')
  await bundleRunner(kind, runtime, samples, file)
  return JSON.parse(await run(file, own, AbortSignal.timeout(limitMs))) as RunReport
}

async function runServer(program: string, args: readonly string[], cwd: string, limit: AbortSignal): Promise<string> {
  const running = startProgram(program, args, { cwd })
  return withProgram(running, limit, async () => {
    const code = await running.ended
    if (code !== 0) throw new Error(`it ended with ${code}`)
    return running.output().out
  })
}

/** Without Node's modules, which newer dates of compatibility bring along. */
const WORKER_CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [(name = "runner.mjs", esModule = embed "runner.mjs")],
    compatibilityDate = "2026-11-01",
    compatibilityFlags = ["no_nodejs_compat", "no_nodejs_compat_v2"],
  ))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`

async function runWorker(_file: string, folder: string, limit: AbortSignal): Promise<string> {
  const config = join(folder, 'config.capnp')
  writeFileSync(config, WORKER_CONFIG)
  const running = startProgram(programOf('workerd'), ['serve', '--control-fd=3', config], { cwd: folder })
  return withProgram(running, limit, async () => {
    const response = await fetch(`http://127.0.0.1:${await portOf(running)}/`, { signal: limit })
    const body = await response.text()
    if (!response.ok) throw new Error(body)
    return body
  })
}

/** workerd tells on its control pipe where it listens. */
async function portOf({ control }: RunningProgram): Promise<number> {
  for await (const line of createInterface({ input: control })) {
    const { event, port } = JSON.parse(line) as { readonly event: string; readonly port?: number }
    if (event === 'listen' && port !== undefined) return port
  }
  throw new Error('it does not listen')
}

/** Hands on what the page sends; a script that breaks off is told of too. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>certkeep</title>
<script>
const fail = (reason) => fetch('/failure', { method: 'POST', body: String(reason) })
addEventListener('error', ({ message }) => fail(message))
addEventListener('unhandledrejection', ({ reason }) => fail(reason))
</script>
<script type="module" src="/runner.mjs"></script>
`

async function runPage(
  browser: 'chromium' | 'firefox',
  host: string,
  file: string,
  folder: string,
  limit: AbortSignal,
): Promise<string> {
  const script = readFileSync(file)
  const server = createServer()
  const posted = new Promise<string>((resolve, reject) => {
    server.on('request', (request, response) => {
      if (request.method !== 'POST') {
        const isScript = request.url === '/runner.mjs'
        response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' })
        response.end(isScript ? script : PAGE)
        return
      }
      void textOf(request).then((body) => {
        response.end()
        if (request.url === '/report') resolve(body)
        else reject(new Error(`the page failed: ${body}`))
      }, reject)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://${host}:${(server.address() as AddressInfo).port}/`
  try {
    const running = openBrowser(browser, address, host, folder)
    return await withProgram(running, limit, () =>
      Promise.race([
        posted,
        running.ended.then((code): never => {
          throw new Error(`it ended with ${code}`)
        }),
      ]),
    )
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** Waits for a program's result until the limit, ends the program, and tells what it said where there is none. */
async function withProgram(running: RunningProgram, limit: AbortSignal, work: () => Promise<string>): Promise<string> {
  const expired = new Promise<never>((_, reject) => {
    limit.addEventListener('abort', () => {
      reject(new Error('it took too long'))
    })
  })
  try {
    return await Promise.race([work(), expired])
  } catch (error) {
    const { out, err } = running.output()
    throw new Error(
      `${error instanceof Error ? error.message : String(error)}\n${out.slice(-2000)}${err.slice(-4000)}`,
      { cause: error },
    )
  } finally {
    await running.stop()
  }
}
