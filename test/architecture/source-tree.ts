import { readdirSync, readFileSync } from 'node:fs'
import { sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** Parsed source files by their path from the top of the project, such as `src/der/tag.ts`. */
export type SourceTree = ReadonlyMap<string, ts.SourceFile>

/** Reads every file under `src`. */
export function loadSourceTree(): SourceTree {
  const top = fileURLToPath(new URL('../../src', import.meta.url))
  const texts: Record<string, string> = {}
  for (const entry of readdirSync(top, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = `${entry.parentPath}${sep}${entry.name}`
    texts[`src${path.slice(top.length).replaceAll(sep, '/')}`] = readFileSync(path, 'utf8')
  }
  return parseSourceTree(texts)
}

/** Parses source texts, so that a test can also hand in files that break a rule. */
export function parseSourceTree(texts: Readonly<Record<string, string>>): SourceTree {
  const paths = Object.keys(texts).sort()
  return new Map(
    paths.map((path) => [path, ts.createSourceFile(path, texts[path] ?? '', ts.ScriptTarget.ES2022, true)]),
  )
}

/** Calls `visit` for every node of `file`, parents first. */
export function walk(file: ts.SourceFile, visit: (node: ts.Node) => void): void {
  const step = (node: ts.Node): void => {
    visit(node)
    node.forEachChild(step)
  }
  step(file)
}

/** `src/der/tag.ts:12`, the place that an editor opens. */
export function place(file: ts.SourceFile, node: ts.Node): string {
  return `${file.fileName}:${String(file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1)}`
}
