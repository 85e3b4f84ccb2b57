import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import ts from 'typescript'
import { entryPoints, PROJECT } from '../../docs/site/entry-points.ts'

/** Modules of examples in a folder of their own, which is inside the project so that its packages are found. */
export interface ExampleFolder {
  /** Writes a module and gives its path. */
  readonly write: (file: string, text: string) => string
  /** What the compiler has to say, one line a complaint. */
  readonly typeCheck: (paths: readonly string[]) => readonly string[]
  /** Bundles each with the package as it is in `src`, into `out`, as JavaScript for Node. */
  readonly bundle: (paths: readonly string[]) => Promise<void>
  /** Where the bundle of a module is. */
  readonly bundled: (path: string) => string
  readonly path: string
  readonly remove: () => void
}

export function createExampleFolder(): ExampleFolder {
  const cache = join(PROJECT, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const path = mkdtempSync(join(cache, 'certkeep-docs-'))
  const aliases = Object.fromEntries([...entryPoints()].map(([name, source]) => [name, join(PROJECT, source)]))
  return {
    path,
    write: (file, text) => {
      writeFileSync(join(path, file), text)
      return join(path, file)
    },
    typeCheck: (paths) => typeCheck(paths, aliases),
    bundle: async (paths) => {
      await build({
        entryPoints: Object.fromEntries(paths.map((file) => [outName(path, file), file])),
        outdir: join(path, 'out'),
        outExtension: { '.js': '.mjs' },
        alias: aliases,
        packages: 'external',
        bundle: true,
        splitting: true,
        format: 'esm',
        platform: 'node',
        target: 'node20',
        logLevel: 'silent',
      })
    },
    bundled: (file) => join(path, 'out', `${outName(path, file)}.mjs`),
    remove: () => {
      rmSync(path, { recursive: true })
    },
  }
}

function outName(folder: string, file: string): string {
  return (file.startsWith(folder) ? file.slice(folder.length + 1) : file.slice(PROJECT.length))
    .replace(/\.[a-z]+$/, '')
    .replaceAll('/', '-')
}

/** As a user would compile it: strict, with the types of Node and of a page at once, and the package by its published names. */
function typeCheck(paths: readonly string[], aliases: Readonly<Record<string, string>>): readonly string[] {
  const program = ts.createProgram(paths, {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    jsx: ts.JsxEmit.ReactJSX,
    allowJs: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(PROJECT, 'node_modules/@types')],
    paths: {
      ...Object.fromEntries(Object.entries(aliases).map(([name, source]) => [name, [source]])),
      // The part of Vue that has the types of its functions; nothing of it is run.
      vue: [join(PROJECT, 'node_modules/@vue/runtime-core')],
    },
  })
  const files = paths.map((path) => program.getSourceFile(path))
  return files.flatMap((file) =>
    [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map((diagnostic) => {
      const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line
      const source = file?.text.split('\n')[line]?.trim() ?? ''
      return `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}\n    ${source}`
    }),
  )
}
