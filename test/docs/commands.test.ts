import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROJECT } from '../../docs/site/entry-points.ts'
import { createTestAuthority } from '../../src/testing/index.ts'
import { createExampleFolder } from './build-examples.ts'
import { COMMANDS_NOT_RUN, EXIT_CODES } from './exempt-blocks.ts'
import { listPages, placeOf, readBlocks, type CodeBlock } from './read-pages.ts'

interface Command {
  readonly place: string
  readonly line: string
  readonly name: string
  /** What the guide says that the command prints, where it says so. */
  readonly output: string | undefined
}

const blocks = listPages()
  .flatMap((page) => readBlocks(page))
  .filter(({ language }) => language === 'sh')
const commands = blocks.flatMap(commandsOf)
const manifest = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>
}

/** The commands of a block, one a line; comments are left out, lines that end in a backslash go on. */
function commandsOf(block: CodeBlock): readonly Command[] {
  const lines = block.code
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
  return lines.map((line, index) => ({
    place: placeOf(block),
    line,
    name: line.replace(/^npx\s+/, '').split(/\s/)[0] ?? '',
    output: index === lines.length - 1 ? block.output : undefined,
  }))
}

/** An output as a pattern: a line of `…` alone stands for lines that the guide leaves out. */
function asPattern(output: string): RegExp {
  const parts = output.split(/^…$/m).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('[^]*')}$`)
}

const folder = createExampleFolder()
const desk = mkdtempSync(join(tmpdir(), 'certkeep-commands-'))

/**
 * The files that guides speak of, in a folder where commands may do what they like: the samples under `fixtures/pem`, which are always
 * the same, and a key and a chain under the names of a user, valid now.
 */
beforeAll(async () => {
  const main = join(PROJECT, 'src/cli/main.ts')
  await folder.bundle([main])
  mkdirSync(join(desk, 'bin'))
  const script = `#!/bin/sh\nexec '${process.execPath}' '${folder.bundled(main)}' "$@"\n`
  writeFileSync(join(desk, 'bin/certkeep'), script)
  chmodSync(join(desk, 'bin/certkeep'), 0o755)
  cpSync(join(PROJECT, 'fixtures/pem'), join(desk, 'fixtures/pem'), { recursive: true })

  const root = await createTestAuthority({ at: new Date() })
  const issuing = await root.intermediate()
  const leaf = await issuing.leaf({ names: ['www.example.com', 'example.com'] })
  const files: Readonly<Record<string, string>> = {
    'server.key': leaf.key.pkcs8,
    'server.crt': leaf.pem,
    'chain.crt': leaf.chainPem,
    'fullchain.pem': leaf.fullChainPem,
    'root.crt': root.pem,
  }
  for (const [file, text] of Object.entries(files)) writeFileSync(join(desk, file), text)
})

afterAll(() => {
  folder.remove()
  rmSync(desk, { recursive: true })
})

describe('the commands in README.md and docs', () => {
  const run = commands.filter(({ name }) => !Object.hasOwn(COMMANDS_NOT_RUN, name))

  it.each(run)('$place: $line', ({ line, output }) => {
    const { status, stdout, stderr } = spawnSync('bash', ['-c', line.replace(/^npx\s+/, '')], {
      cwd: desk,
      encoding: 'utf8',
      env: { PATH: `${join(desk, 'bin')}:${process.env['PATH'] ?? ''}`, HOME: desk, TZ: 'UTC', NO_COLOR: '1' },
    })
    const { code } = EXIT_CODES[line] ?? { code: 0 }
    expect({ status, stderr }, stdout).toEqual({ status: code, stderr: '' })
    if (output !== undefined) expect(stdout.trimEnd()).toMatch(asPattern(output.trimEnd()))
  })

  it('names only scripts of npm that there are', () => {
    const scripts = commands.flatMap(({ place, line }) =>
      [...line.matchAll(/\bnpm (?:run )?(?:--silent )?([\w:-]+)/g)].map(([, script = '']) => ({ place, script })),
    )
    const ownWords = ['ci', 'install', 'pack', 'version']
    const unknown = scripts.filter(
      ({ script }) => !ownWords.includes(script) && !Object.hasOwn(manifest.scripts, script),
    )
    expect(unknown).toEqual([])
    expect(scripts.length).toBeGreaterThan(3)
  })

  it('are excused, or expected to fail, only where they are there', () => {
    const names = new Set(commands.map(({ name }) => name))
    const lines = new Set(commands.map(({ line }) => line))
    expect(Object.keys(COMMANDS_NOT_RUN).filter((name) => !names.has(name))).toEqual([])
    expect(Object.keys(EXIT_CODES).filter((line) => !lines.has(line))).toEqual([])
  })
})
