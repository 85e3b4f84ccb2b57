import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROJECT } from '../../docs/site/entry-points.ts'
import { FLOORS } from '../architecture/floors.ts'

const guide = readFileSync(join(PROJECT, 'docs/guide/architecture.md'), 'utf8')
const [house = '', journey = ''] = [...guide.matchAll(/^```text\n([^]*?)^```$/gm)].map(([, text = '']) => text)

describe('docs/guide/architecture.md', () => {
  it('draws every room of src, on the floor that the rule about imports gives it', () => {
    const drawn = [...house.matchAll(/^ {2}(\d) {2}((?:[\w-]+ {1,2})*[\w-]+) {3,}/gm)].flatMap(
      ([, floor, rooms = '']) => rooms.split(/ {1,2}/).map((room) => [room, Number(floor)] as const),
    )
    const built = readdirSync(join(PROJECT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(Object.fromEntries(drawn)).toEqual(Object.fromEntries(built.map(({ name }) => [name, FLOORS.get(name)])))
  })

  it('names only files and rooms that there are', () => {
    const steps = [...journey.matchAll(/^ +([a-z\d]+(?:\/[\w-]+)?) {2,}/gm)].map(([, step = '']) => `src/${step}`)
    const cited = [...guide.matchAll(/`((?:src|test)\/[\w/.-]+)`/g)].map(([, path = '']) => path)
    const isThere = (path: string): boolean =>
      existsSync(join(PROJECT, path)) || existsSync(join(PROJECT, `${path}.ts`))
    expect([...steps, ...cited].filter((path) => !isThere(path))).toEqual([])
    expect(steps.length).toBeGreaterThan(10)
  })
})
