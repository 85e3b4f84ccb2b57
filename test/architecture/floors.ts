import { dirname, join } from 'node:path/posix'
import ts from 'typescript'
import { place, walk, type SourceTree } from './source-tree.ts'

/** The rooms of the library and their floors, also those still to come. */
export const FLOORS: ReadonlyMap<string, number> = new Map([
  ['problem', 0],
  ['der', 0],
  ['armor', 0],
  ['x509', 1],
  ['keys', 1],
  ['pem', 2],
  ['crypto', 2],
  ['path', 3],
  ['revocation', 3],
  ['lifecycle', 4],
  ['report', 5],
  ['registry', 6],
  ['stores', 7],
  ['notifiers', 7],
  ['node', 7],
  ['noble', 7],
  ['roots', 7],
  ['convert', 7],
  ['testing', 7],
  ['cli', 8],
])

/** The first floor that may know a runtime, a driver or a general ASN.1 library. */
const FIRST_OUTER_FLOOR = 7

/**
 * Imports between rooms of one floor, in one direction each. The rule has no other: `problem` holds the errors
 * that every reader throws, a private key carries the public key that `x509` decodes, and revocation takes part in the choice of a path.
 */
const NEIGHBOURS: ReadonlySet<string> = new Set([
  'der → problem',
  'armor → problem',
  'keys → x509',
  'path → revocation',
])

/** Hands on the names of the core, so it stands on top of it and below the sub-paths. */
const ROOT_INDEX = 'src/index.ts'
const ROOT_INDEX_FLOOR = FIRST_OUTER_FLOOR - 0.5

/** What the core may import from other packages. */
const CORE_DEPENDENCY = /^@noble\/hashes\//

/** The floor of a file, `undefined` where it lies in no room of the table. */
function floorOf(path: string): number | undefined {
  return path === ROOT_INDEX ? ROOT_INDEX_FLOOR : FLOORS.get(roomOf(path))
}

/** Whether a file belongs to what runs everywhere. */
export function isCore(path: string): boolean {
  return (floorOf(path) ?? 0) < FIRST_OUTER_FLOOR
}

/** Lists files in no room, and imports that go up, across to a neighbour, or out to what the core may not know. */
export function findFloorBreaches(tree: SourceTree): string[] {
  const breaches: string[] = []
  for (const [path, file] of tree) {
    const floor = floorOf(path)
    if (floor === undefined) {
      breaches.push(`${path}: lies in no room of the table`)
      continue
    }
    walk(file, (node) => {
      const specifier = specifierOf(node)
      if (specifier === undefined) return
      const breach = breachOf(path, floor, specifier, tree)
      if (breach !== undefined) breaches.push(`${place(file, node)}: ${breach}`)
    })
  }
  return breaches
}

function breachOf(path: string, floor: number, specifier: string, tree: SourceTree): string | undefined {
  if (!specifier.startsWith('.')) {
    if (floor >= FIRST_OUTER_FLOOR || CORE_DEPENDENCY.test(specifier)) return undefined
    return `the core may not import ${specifier === '' ? 'what is computed' : specifier}`
  }
  const target = join(dirname(path), specifier)
  if (!tree.has(target)) return `${specifier} is no file of src`
  const targetFloor = floorOf(target)
  const room = roomOf(path)
  if (targetFloor === undefined || targetFloor < floor || roomOf(target) === room) return undefined
  if (NEIGHBOURS.has(`${room} → ${roomOf(target)}`)) return undefined
  return `${path === ROOT_INDEX ? 'the root index' : room} may not import ${target}`
}

/** The name of the folder below `src`; empty for a file that lies in none. */
function roomOf(path: string): string {
  const [top, room, ...rest] = path.split('/')
  return top === 'src' && room !== undefined && rest.length > 0 ? room : ''
}

/** What a node imports, by any syntax that loads a module or its types; empty where it is not a literal. */
function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    return node.moduleSpecifier === undefined ? undefined : literalText(node.moduleSpecifier)
  }
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) ? literalText(node.argument.literal) : ''
  }
  if (ts.isExternalModuleReference(node)) return literalText(node.expression)
  if (ts.isCallExpression(node)) {
    const loads =
      node.expression.kind === ts.SyntaxKind.ImportKeyword ||
      (ts.isIdentifier(node.expression) && node.expression.text === 'require')
    return loads ? literalText(node.arguments[0]) : undefined
  }
  return undefined
}

function literalText(node: ts.Node | undefined): string {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : ''
}
