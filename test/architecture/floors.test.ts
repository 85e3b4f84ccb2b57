import { describe, expect, it } from 'vitest'
import { findFloorBreaches } from './floors.ts'
import { loadSourceTree, parseSourceTree } from './source-tree.ts'

describe('floors', () => {
  it('are kept by every import of src', () => {
    const tree = loadSourceTree()
    expect(tree.size).toBeGreaterThan(0)
    expect(findFloorBreaches(tree)).toEqual([])
  })

  const lower = {
    'src/problem/fail.ts': 'export const fail = 1',
    'src/der/tag.ts': 'export const tag = 1',
    'src/pem/parse-pem.ts': 'export const parsePem = 1',
  }

  it.each([
    ['an import from a lower floor', 'src/x509/name.ts', "import { tag } from '../der/tag.ts'"],
    ['an import from the own folder', 'src/der/reader.ts', "import { tag } from './tag.ts'"],
    ['an import from a listed neighbour', 'src/armor/find.ts', "import { fail } from '../problem/fail.ts'"],
    ['the root index handing on the core', 'src/index.ts', "export { parsePem } from './pem/parse-pem.ts'"],
    ['@noble/hashes in the core', 'src/x509/digest.ts', "import { sha256 } from '@noble/hashes/sha2.js'"],
    ['a driver in a sub-path', 'src/testing/authority.ts', "import * as pkijs from 'pkijs'"],
    ['Node in the command', 'src/cli/main.ts', "import { readFileSync } from 'node:fs'"],
  ])('allow %s', (_, path, text) => {
    expect(findFloorBreaches(parseSourceTree({ ...lower, [path]: text }))).toEqual([])
  })

  it.each([
    "import { parsePem } from '../pem/parse-pem.ts'",
    "import type { PemReport } from '../pem/parse-pem.ts'",
    "import '../pem/parse-pem.ts'",
    "export * from '../pem/parse-pem.ts'",
    "export { parsePem } from '../pem/parse-pem.ts'",
    "await import('../pem/parse-pem.ts')",
    "type A = import('../pem/parse-pem.ts').PemReport",
  ])('report what goes up: %s', (text) => {
    const tree = parseSourceTree({ ...lower, 'src/der/up.ts': `\n${text}` })
    expect(findFloorBreaches(tree)).toEqual(['src/der/up.ts:2: der may not import src/pem/parse-pem.ts'])
  })

  it.each([
    ["import '../pem/parse-pem.ts'", 'crypto may not import src/pem/parse-pem.ts'],
    ["import 'pkijs'", 'the core may not import pkijs'],
    ["import 'node:crypto'", 'the core may not import node:crypto'],
    ["import 'certkeep'", 'the core may not import certkeep'],
    ["import '../../fixtures/a.ts'", '../../fixtures/a.ts is no file of src'],
    ['await import(name)', 'the core may not import what is computed'],
  ])('report what goes across or out: %s', (text, breach) => {
    const tree = parseSourceTree({ ...lower, 'src/crypto/out.ts': text })
    expect(findFloorBreaches(tree)).toEqual([`src/crypto/out.ts:1: ${breach}`])
  })

  it.each(['src/utils/bytes.ts', 'src/bytes.ts', 'src/constructor/bytes.ts'])(
    'report a file in no room: %s',
    (path) => {
      expect(findFloorBreaches(parseSourceTree({ [path]: '' }))).toEqual([`${path}: lies in no room of the table`])
    },
  )

  it('report the core importing the root index', () => {
    const tree = parseSourceTree({ 'src/index.ts': '', 'src/der/up.ts': "import '../index.ts'" })
    expect(findFloorBreaches(tree)).toEqual(['src/der/up.ts:1: der may not import src/index.ts'])
  })

  it('report the root index reaching up to a sub-path', () => {
    const tree = parseSourceTree({ 'src/testing/index.ts': '', 'src/index.ts': "export * from './testing/index.ts'" })
    expect(findFloorBreaches(tree)).toEqual(['src/index.ts:1: the root index may not import src/testing/index.ts'])
  })
})
