import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { PROJECT } from './entry-points.ts'

/** What the source says of a code: its doc comment, and its evidence as it is typed. */
export interface ProblemSource {
  readonly comment: string
  /** `notAfter: string`, one for each field of `detail`. */
  readonly fields: readonly string[]
}

/** The interfaces of src/problem whose members are codes, in the order of the catalogue. */
export const FAMILIES = [
  'PemProblemDetails',
  'KeyProblemDetails',
  'ConvertProblemDetails',
  'CertificateProblemDetails',
  'ChainProblemDetails',
  'RevocationProblemDetails',
  'BundleProblemDetails',
  'StatusProblemDetails',
  'RegistryProblemDetails',
] as const

export type Family = (typeof FAMILIES)[number]

/** The codes of each family, in the order of the source. A code without a comment is an error: the catalogue would not explain it. */
export function readProblemSources(): ReadonlyMap<Family, ReadonlyMap<string, ProblemSource>> {
  const folder = join(PROJECT, 'src/problem')
  const found = new Map<string, ReadonlyMap<string, ProblemSource>>()
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name), 'utf8')
    const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true)
    for (const node of file.statements) {
      if (ts.isInterfaceDeclaration(node)) found.set(node.name.text, readCodes(node))
    }
  }
  return new Map(FAMILIES.map((family) => [family, found.get(family) ?? new Map<string, ProblemSource>()]))
}

function readCodes(node: ts.InterfaceDeclaration): ReadonlyMap<string, ProblemSource> {
  const members = node.members.filter(ts.isPropertySignature)
  return new Map(
    members.map((member) => {
      const code = ts.isStringLiteral(member.name) ? member.name.text : member.name.getText()
      const [comment] = ts.getJSDocCommentsAndTags(member)
      const text = (ts.getTextOfJSDocComment(comment?.comment) ?? '').replace(/\s+/g, ' ')
      if (text === '' && node.name.text.endsWith('ProblemDetails')) throw new Error(`${code} has no doc comment`)
      const parts = member.type !== undefined && ts.isTypeLiteralNode(member.type) ? [...member.type.members] : []
      const fields = parts
        .filter(ts.isPropertySignature)
        .map(
          (part) =>
            `${part.name.getText()}${part.questionToken === undefined ? '' : '?'}: ${part.type?.getText() ?? ''}`,
        )
      return [code, { comment: text, fields }] as const
    }),
  )
}
