#!/usr/bin/env node
import { readFile } from 'node:fs/promises'
import { createGuardedFetcher } from '../node/create-guarded-fetcher.ts'
import { askPassphrase } from './ask-passphrase.ts'
import type { Output } from './cli-io.ts'
import { collectChunks, readInputFile } from './read-input.ts'
import { runCli } from './run-cli.ts'
import { fileExists, saveFiles } from './save-files.ts'
import { writeOutputFile } from './write-output-file.ts'

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => {
      stream.write(text)
    },
    isTerminal: stream.isTTY,
    columns: stream.isTTY ? stream.columns : undefined,
  }
}

/** The version in package.json, which lies one folder above the build and two above the source. */
async function packageVersion(): Promise<string> {
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const manifest: unknown = JSON.parse(await readFile(new URL(path, import.meta.url), 'utf8'))
      if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    }
  }
  return ''
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader such as `head` that closes the pipe early wants no more, and is no reason to complain.
  if (error.code === 'EPIPE') return
  process.stderr.write(`certkeep: ${error.message}\n`)
  // What was found may be well, but nobody was told.
  process.once('exit', () => (process.exitCode = 1))
})

// Nobody is left to be told; the exit status still says it.
process.stderr.on('error', () => undefined)

// Set and not called: process.exit would cut off what is still on its way to a pipe.
process.exitCode = await runCli(process.argv.slice(2), {
  readFile: readInputFile,
  readStdin: (maxBytes) => collectChunks(process.stdin, maxBytes),
  writeFile: writeOutputFile,
  saveFiles,
  fileExists,
  askPassphrase: (prompt) => askPassphrase(prompt, process.stdin, (text) => process.stderr.write(text)),
  fetcher: createGuardedFetcher(),
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  env: process.env,
  // eslint-disable-next-line no-restricted-syntax -- this is the edge where time comes in
  now: () => new Date(),
  version: await packageVersion(),
})
