import ts from 'typescript'
import { placeOf, type CodeBlock } from './read-pages.ts'

/** A block, or several that build on one another, as one module. */
export interface ExampleProgram {
  readonly block: CodeBlock
  readonly extension: 'ts' | 'tsx' | 'js'
  readonly text: string
  /** What the module imports by name from elsewhere. */
  readonly imports: readonly string[]
  /** The comments that say what the statements before them give. */
  readonly assertions: readonly string[]
}

/** The function, global where the modules run, that compares values with those of a comment. */
const CHECK = '__check'

/**
 * Makes modules of the blocks of one page. What a block uses and does not declare comes from `given`, if it has that name.
 *
 * A statement followed by a comment that is a value, such as `// 'valid'`, is checked: what it logs, evaluates to or declares must be
 * that value. Several values are separated by commas, as the arguments of `console.log` are.
 */
export function makePrograms(
  blocks: readonly CodeBlock[],
  given: { readonly module: string; readonly names: ReadonlySet<string> },
): readonly ExampleProgram[] {
  let before: string | undefined
  return blocks.map((block) => {
    const extension = block.language === 'tsx' || block.language === 'js' ? block.language : 'ts'
    if (block.isContinued && before === undefined) throw new Error(`${placeOf(block)} continues nothing`)
    const joined = `${(block.isContinued ? before : block.setup) ?? ''}${block.code}`
    before = joined
    const file = ts.createSourceFile(`block.${extension}`, joined, ts.ScriptTarget.Latest, true)
    const { imports, rest } = collectImports(file)
    const { code, assertions } = withChecks(rest, extension)
    const declared = declaredNames(file)
    const used = [...identifiersOf(file)].filter((name) => given.names.has(name) && !declared.has(name)).sort()
    const head = used.length === 0 ? '' : `import { ${used.join(', ')} } from '${given.module}'\n`
    const check =
      assertions.length === 0
        ? ''
        : `declare const ${CHECK}: (actual: unknown[], expected: unknown[], comment: string) => void\n`
    const text = `${imports.texts.join('\n')}\n${head}${extension === 'js' ? '' : check}${code}\nexport {}\n`
    return { block, extension, text, imports: imports.modules, assertions }
  })
}

/** Imports come first and each name once, however many blocks were joined. */
function collectImports(file: ts.SourceFile): {
  readonly imports: { readonly texts: readonly string[]; readonly modules: readonly string[] }
  readonly rest: string
} {
  const names = new Map<string, Set<string>>()
  const others = new Set<string>()
  const modules = new Set<string>()
  let rest = file.text
  for (const node of [...file.statements].reverse()) {
    if (!ts.isImportDeclaration(node)) continue
    const module = ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : ''
    modules.add(module)
    const { importClause } = node
    const bindings = importClause?.namedBindings
    const isPlain =
      importClause?.name === undefined &&
      importClause?.phaseModifier === undefined &&
      bindings !== undefined &&
      ts.isNamedImports(bindings)
    if (isPlain) {
      const set = names.get(module) ?? new Set()
      for (const element of bindings.elements) set.add(element.getText())
      names.set(module, set)
    } else others.add(node.getText())
    rest = rest.slice(0, node.getStart()) + rest.slice(node.getEnd())
  }
  const texts = [...names].map(([module, set]) => `import { ${[...set].sort().join(', ')} } from '${module}'`)
  return { imports: { texts: [...texts, ...others], modules: [...modules] }, rest }
}

function declaredNames(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>()
  const add = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text)
    else if (ts.isBindingElement(node)) add(node.name)
    else ts.forEachChild(node, add)
  }
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) add(name)
    } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      if (statement.name !== undefined) names.add(statement.name.text)
    } else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
      names.add(statement.name.text)
    else if (ts.isImportDeclaration(statement)) {
      const { name, namedBindings } = statement.importClause ?? {}
      if (name !== undefined) names.add(name.text)
      if (namedBindings !== undefined && ts.isNamespaceImport(namedBindings)) names.add(namedBindings.name.text)
      if (namedBindings !== undefined && ts.isNamedImports(namedBindings)) {
        for (const element of namedBindings.elements) names.add(element.name.text)
      }
    }
  }
  return names
}

function identifiersOf(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)) {
      names.add(node.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return names
}

/** Turns each statement whose comment is a value into a check of that value. */
function withChecks(
  code: string,
  extension: string,
): { readonly code: string; readonly assertions: readonly string[] } {
  const file = ts.createSourceFile(`block.${extension}`, code, ts.ScriptTarget.Latest, true)
  const assertions: string[] = []
  const edits: { readonly start: number; readonly end: number; readonly text: string }[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStatement(node)) {
      const [range] = ts.getTrailingCommentRanges(code, node.getEnd()) ?? []
      const comment = range === undefined ? '' : code.slice(range.pos + 2, range.end).trim()
      const check = (values: string): string => `;${CHECK}([${values}], [${comment}], ${JSON.stringify(comment)});`
      const edit = comment !== '' && isValueList(comment) ? checkOf(node, check) : undefined
      if (edit !== undefined) {
        edits.push(edit)
        assertions.push(comment)
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  const text = edits.reverse().reduce((all, { start, end, text }) => all.slice(0, start) + text + all.slice(end), code)
  return { code: text, assertions }
}

/** What a statement shows: the arguments of `console.log`, the value of an expression, or the one name that it declares. */
function checkOf(
  node: ts.Statement,
  check: (values: string) => string,
): { readonly start: number; readonly end: number; readonly text: string } | undefined {
  const end = node.getEnd()
  if (ts.isExpressionStatement(node)) {
    const { expression } = node
    const isLog = ts.isCallExpression(expression) && expression.expression.getText() === 'console.log'
    const values = isLog ? expression.arguments.map((argument) => argument.getText()).join(', ') : expression.getText()
    return { start: node.getStart(), end, text: check(values) }
  }
  if (!ts.isVariableStatement(node)) return undefined
  const [declaration, another] = node.declarationList.declarations
  if (declaration === undefined || another !== undefined || !ts.isIdentifier(declaration.name)) return undefined
  return { start: end, end, text: check(declaration.name.text) }
}

/** Whether a comment is nothing but values: texts, numbers, truth values, lists and records of them. */
function isValueList(comment: string): boolean {
  const file = ts.createSourceFile('comment.ts', `[${comment}]`, ts.ScriptTarget.Latest, true)
  const [statement, ...more] = file.statements
  if (statement === undefined || more.length > 0 || !ts.isExpressionStatement(statement)) return false
  const list = statement.expression
  return (
    ts.isArrayLiteralExpression(list) && list.elements.length > 0 && list.getEnd() === file.text.length && isValue(list)
  )
}

function isValue(node: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isValue)
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.every((property) => ts.isPropertyAssignment(property) && isValue(property.initializer))
  }
  if (ts.isPrefixUnaryExpression(node)) return ts.isNumericLiteral(node.operand)
  if (ts.isIdentifier(node)) return node.text === 'undefined'
  return (
    ts.isStringLiteral(node) ||
    ts.isNumericLiteral(node) ||
    [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(node.kind)
  )
}
