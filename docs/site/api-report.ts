import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import ts from 'typescript'
import { entryPoints, PROJECT } from './entry-points.ts'

/**
 * The public names of every sub-path with their types, as files for docs/api: a change of what users see shows in a review as a change of one
 * of these.
 */
export async function renderApiReports(): Promise<ReadonlyMap<string, string>> {
  const config = await resolveConfig(join(PROJECT, 'docs/api/certkeep.md'))
  const reports = new Map<string, string>()
  for (const [name, source] of entryPoints()) {
    const text = await format(renderReport(name, join(PROJECT, source)), { ...config, parser: 'markdown' })
    reports.set(`docs/api/${name.replaceAll('/', '-')}.md`, text)
  }
  return reports
}

function renderReport(name: string, entry: string): string {
  const blocks = [...exportsOf(entry)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([exported, { file, local }]) => renderExport(exported, file, local))
  return `<!-- Made by \`npm run docs:api\`; do not edit. -->\n\n# ${name}\n\n\`\`\`ts\n${blocks.join('\n\n')}\n\`\`\`\n`
}

/** Where a public name is imported from, and the file of `src` that declares it. */
export interface PublicName {
  readonly name: string
  readonly from: string
  readonly file: string
}

/** Every public name of every sub-path; those of `certkeep` itself come first. */
export function publicNames(): readonly PublicName[] {
  return [...entryPoints()].flatMap(([from, source]) =>
    [...exportsOf(join(PROJECT, source))].map(([name, { file }]) => ({ name, from, file })),
  )
}

/** Where a name is declared, and what it is called there. */
interface Origin {
  readonly file: string
  readonly local: string
}

/** The names that a file exports, each followed to its declaration. */
function exportsOf(path: string): ReadonlyMap<string, Origin> {
  const found = new Map<string, Origin>()
  for (const node of declarationsOf(path).statements) {
    if (ts.isExportDeclaration(node) && node.exportClause !== undefined && ts.isNamedExports(node.exportClause)) {
      const target = ts.isStringLiteralLike(node.moduleSpecifier ?? node) ? node.moduleSpecifier : undefined
      if (target === undefined || !ts.isStringLiteral(target)) continue
      const file = join(path, '..', target.text)
      for (const { name, propertyName } of node.exportClause.elements) {
        const local = (propertyName ?? name).text
        found.set(name.text, exportsOf(file).get(local) ?? { file, local })
      }
      continue
    }
    for (const local of namesOf(node)) found.set(local, { file: path, local })
  }
  return found
}

const declarations = new Map<string, ts.SourceFile>()

/** The declarations of a source file, as a user gets them: without bodies, and without what is not exported. */
function declarationsOf(path: string): ts.SourceFile {
  const known = declarations.get(path)
  if (known !== undefined) return known
  if (!existsSync(path)) throw new Error(`${path} is not there`)
  const { outputText } = ts.transpileDeclaration(readFileSync(path, 'utf8'), {
    fileName: path,
    compilerOptions: { target: ts.ScriptTarget.ES2022, stripInternal: true },
  })
  const file = ts.createSourceFile(path, outputText, ts.ScriptTarget.Latest, true)
  declarations.set(path, file)
  return file
}

function namesOf(node: ts.Statement): readonly string[] {
  const isExported =
    ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  if (isExported !== true) return []
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.map(({ name }) => name.getText())
  const isNamed =
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  return isNamed && node.name !== undefined ? [node.name.text] : []
}

const printer = ts.createPrinter({ removeComments: true })

/** The first sentence of what is said of a name, and its declarations. */
function renderExport(exported: string, path: string, local: string): string {
  const file = declarationsOf(path)
  const nodes = file.statements.filter((node) => namesOf(node).includes(local))
  if (nodes.length === 0) throw new Error(`${exported} was not found in ${path}`)
  if (firstSentence(nodes) === '') throw new Error(`${exported} has no doc comment`)
  const texts = nodes.map((node) => printer.printNode(ts.EmitHint.Unspecified, node, file).replace(/\bdeclare /, ''))
  return `// ${firstSentence(nodes)}\n${texts.join('\n')}`
}

function firstSentence(nodes: readonly ts.Statement[]): string {
  const [comment] = nodes.flatMap((node) => ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc))
  const text = (ts.getTextOfJSDocComment(comment?.comment) ?? '').replace(/\{@link (\w+)\}/g, '$1').replace(/\s+/g, ' ')
  return (/^.*?[.:](?= [A-Z]| -|$)/.exec(text)?.[0] ?? text).replace(/:$/, '.')
}
