import ts from 'typescript'
import { isCore } from './floors.ts'
import { place, walk, type SourceTree } from './source-tree.ts'

/** Names that only some runtimes have. */
const RUNTIME_GLOBALS: ReadonlySet<string> = new Set([
  ...['Buffer', 'process', 'global', '__dirname', '__filename', 'setImmediate', 'Deno', 'Bun'],
  ...['window', 'document', 'navigator', 'localStorage'],
])

const MAX_LINES = 400

/** Files that a rule lets off, each with the reason. One that is not needed is itself reported. */
export type Exceptions = Readonly<Record<string, string>>

/** Lists uses, in the core, of names that only some runtimes have. */
export function findRuntimeGlobals(tree: SourceTree): string[] {
  return findNodes(tree, isCore, (node) => {
    if (ts.isStringLiteral(node) && ts.isElementAccessExpression(node.parent) && RUNTIME_GLOBALS.has(node.text)) {
      return isNamed(node.parent.expression, 'globalThis') ? `uses ${node.text}` : undefined
    }
    if (!ts.isIdentifier(node) || !RUNTIME_GLOBALS.has(node.text)) return undefined
    return isMemberName(node) ? undefined : `uses ${node.text}`
  })
}

/** Whether an identifier only names a member of something other than the global object. */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node && !isNamed(parent.expression, 'globalThis')
  if (ts.isPropertyAssignment(parent)) return parent.name === node
  return ts.isPropertySignature(parent) || ts.isMethodSignature(parent)
}

/** Lists reads of the clock in the core, where time is an argument. */
export function findClockReads(tree: SourceTree, exceptions: Exceptions): string[] {
  const found = findNodes(tree, isCore, (node) => {
    const reads =
      (ts.isNewExpression(node) && isNamed(node.expression, 'Date') && (node.arguments ?? []).length === 0) ||
      (ts.isCallExpression(node) && isNamed(node.expression, 'Date')) ||
      (ts.isPropertyAccessExpression(node) &&
        node.name.text === 'now' &&
        (isNamed(node.expression, 'Date') || isNamed(node.expression, 'performance')))
    return reads ? `reads the clock with ${node.getText()}` : undefined
  })
  return applyExceptions(found, exceptions)
}

/** Lists default exports, which every importer names as it likes. */
export function findDefaultExports(tree: SourceTree): string[] {
  return findNodes(tree, everywhere, (node) => {
    const exportsDefault =
      ts.isExportAssignment(node) ||
      (ts.isExportSpecifier(node) && node.name.text === 'default') ||
      (ts.isNamespaceExport(node) && node.name.text === 'default') ||
      (node.kind === ts.SyntaxKind.DefaultKeyword && ts.canHaveModifiers(node.parent))
    return exportsDefault ? 'exports a default' : undefined
  })
}

/** Lists statements of index files other than `export … from`. */
export function findIndexStatements(tree: SourceTree): string[] {
  return findNodes(
    tree,
    (path) => path.endsWith('/index.ts'),
    (node) => {
      if (!ts.isSourceFile(node.parent) || node.kind === ts.SyntaxKind.EndOfFileToken) return undefined
      const handsOn = ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined
      return handsOn ? undefined : 'does more than hand names on'
    },
  )
}

/** Lists files that have grown past the size of one room. */
export function findLongFiles(tree: SourceTree, exceptions: Exceptions): string[] {
  const found: string[] = []
  for (const [path, file] of tree) {
    const lines = file.text.trimEnd().split('\n').length
    if (lines > MAX_LINES) found.push(`${path}:${String(lines)}: has more than ${String(MAX_LINES)} lines`)
  }
  return applyExceptions(found, exceptions)
}

function everywhere(): boolean {
  return true
}

function findNodes(
  tree: SourceTree,
  concerns: (path: string) => boolean,
  describe: (node: ts.Node) => string | undefined,
): string[] {
  const found: string[] = []
  for (const [path, file] of tree) {
    if (!concerns(path)) continue
    walk(file, (node) => {
      const description = ts.isSourceFile(node) ? undefined : describe(node)
      if (description !== undefined) found.push(`${place(file, node)}: ${description}`)
    })
  }
  return found
}

function applyExceptions(found: readonly string[], exceptions: Exceptions): string[] {
  const pathOf = (finding: string): string => finding.slice(0, finding.indexOf(':'))
  const needed = new Set(found.map(pathOf))
  return [
    ...found.filter((finding) => !Object.hasOwn(exceptions, pathOf(finding))),
    ...Object.keys(exceptions)
      .filter((path) => !needed.has(path))
      .map((path) => `${path}: the exception is not needed`),
  ]
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name
}
