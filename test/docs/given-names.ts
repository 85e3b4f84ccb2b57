import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** The file of what examples take for granted. */
export const GIVEN: string = join(import.meta.dirname, 'given.ts')

/** The names that it gives. */
export function givenNames(): ReadonlySet<string> {
  const file = ts.createSourceFile('given.ts', readFileSync(GIVEN, 'utf8'), ts.ScriptTarget.Latest)
  return new Set(
    file.statements
      .filter(ts.isVariableStatement)
      .filter(({ modifiers }) => modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true)
      .flatMap(({ declarationList }) => declarationList.declarations)
      .flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : [])),
  )
}
