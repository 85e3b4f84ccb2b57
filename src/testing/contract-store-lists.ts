import type { CertificateRecord } from '../registry/certificate-record.ts'
import type { CertificateStore, ListQuery } from '../registry/certificate-store.ts'
import { assertEqual, assertRefuses, assertTrue } from './contract-assert.ts'
import type { ContractCase } from './contract-runner.ts'
import { change, make, minute, minuteText, NAMESPACE, present, readPages, remove } from './contract-samples.ts'

async function idsOf(store: CertificateStore, query: Partial<ListQuery>): Promise<readonly string[]> {
  const { items } = await readPages((cursor) => store.list(NAMESPACE, { limit: 2, ...query, cursor }))
  return items.map(({ id }) => id)
}

/** Makes records named by their number, from 1 on. */
async function makeMany(
  store: CertificateStore,
  count: number,
  changes: (number: number) => Partial<CertificateRecord> = () => ({}),
): Promise<void> {
  for (let number = 1; number <= count; number += 1) await make(store, { id: String(number), ...changes(number) })
}

async function latest(store: CertificateStore, id: string): Promise<CertificateRecord> {
  return present(await store.get(NAMESPACE, id), `record ${id}`)
}

/** What a store does with lists and their pages. */
export const STORE_LIST_CASES: readonly ContractCase<CertificateStore>[] = [
  {
    name: 'lists the records made last first, page by page',
    check: async (store) => {
      await makeMany(store, 7)
      const all = ['7', '6', '5', '4', '3', '2', '1']
      for (const limit of [1, 2, 3, 6, 7, 8, 10_000]) {
        const { items } = await readPages(async (cursor) => {
          const page = await store.list(NAMESPACE, { limit, cursor })
          assertTrue(page.items.length <= limit, `a page of ${limit} has ${page.items.length}`)
          return page
        })
        assertEqual(
          items.map(({ id }) => id),
          all,
          `all pages of ${limit}`,
        )
      }
    },
  },
  {
    name: 'gives a large page in one piece',
    check: async (store) => {
      await makeMany(store, 1200)
      const page = await store.list(NAMESPACE, { limit: 5000 })
      assertEqual(new Set(page.items.map(({ id }) => id)).size, 1200, 'records listed')
      assertEqual(page.cursor, undefined, 'the cursor of the last page')
    },
  },
  {
    name: 'finds no more by fingerprint and public key than the limit, which is 1,000 where there is none',
    check: async (store) => {
      await makeMany(store, 1001)
      const { fingerprint, publicKeySha256 } = await latest(store, '1')
      for (const lookup of [{ fingerprint: fingerprint ?? '' }, { publicKeySha256: publicKeySha256 ?? '' }]) {
        for (const [limit, found] of [
          [3, 3],
          [undefined, 1000],
          [2000, 1001],
        ] as const) {
          const records = await store.find(NAMESPACE, limit === undefined ? lookup : { ...lookup, limit })
          const what = `found by ${String(Object.keys(lookup))} with a limit of ${String(limit)}`
          assertEqual(new Set(records.map(({ id }) => id)).size, found, what)
          assertEqual(records.length, found, what)
        }
      }
    },
  },
  {
    name: 'filters by status and usage',
    check: async (store) => {
      await make(store, { id: 'a', status: 'valid', usage: 'in-use' })
      await make(store, { id: 'b', status: 'expired', usage: 'in-use' })
      await make(store, { id: 'c', status: 'valid', usage: 'unused' })
      assertEqual(await idsOf(store, { status: 'valid' }), ['c', 'a'], 'valid')
      assertEqual(await idsOf(store, { usage: 'in-use' }), ['b', 'a'], 'in use')
      assertEqual(await idsOf(store, { status: 'valid', usage: 'in-use' }), ['a'], 'valid and in use')
      assertEqual(await idsOf(store, { status: 'revoked' }), [], 'revoked')
      await change(store, await latest(store, 'a'), { status: 'revoked' })
      assertEqual(await idsOf(store, { status: 'revoked' }), ['a'], 'revoked since')
      assertEqual(await idsOf(store, { status: 'valid' }), ['c'], 'valid still')
    },
  },
  {
    name: 'filters by what a record holds now, not by what it held',
    check: async (store) => {
      const old = { usage: 'unused', name: 'old', domains: ['old.example'], primaryDomain: 'old.example' } as const
      const next = { usage: 'in-use', name: 'next', domains: ['next.example'], primaryDomain: 'next.example' } as const
      await make(store, { id: 'a', ...old, expiresAt: minuteText(1) })
      await change(store, await latest(store, 'a'), { ...next, expiresAt: minuteText(8) })
      const queries: Readonly<Record<string, readonly [was: Partial<ListQuery>, is: Partial<ListQuery>]>> = {
        usage: [{ usage: 'unused' }, { usage: 'in-use' }],
        domains: [{ domains: ['old.example'] }, { domains: ['next.example'] }],
        expiry: [{ expiringBefore: minute(5) }, { expiringBefore: minute(9) }],
        search: [{ search: 'old' }, { search: 'next' }],
      }
      for (const [what, [was, is]] of Object.entries(queries)) {
        assertEqual(await idsOf(store, was), [], `the ${what} that was`)
        assertEqual(await idsOf(store, is), ['a'], `the ${what} that is`)
      }
    },
  },
  {
    name: 'filters by domains, whole and by code units',
    check: async (store) => {
      await make(store, { id: 'a', domains: ['example.com', 'www.example.com'] })
      await make(store, { id: 'b', domains: ['*.example.com'] })
      await make(store, { id: 'c', domains: [] })
      assertEqual(await idsOf(store, { domains: ['www.example.com'] }), ['a'], 'one')
      assertEqual(await idsOf(store, { domains: ['www.example.com', '*.example.com'] }), ['b', 'a'], 'two')
      assertEqual(await idsOf(store, { domains: ['www.example.com', 'example.com'] }), ['a'], 'two of one record')
      for (const domain of ['WWW.example.com', 'ww.example.com', 'w%', '%', 'example', '_.example.com', '']) {
        assertEqual(await idsOf(store, { domains: [domain] }), [], `the domain ${domain}`)
      }
      assertEqual(await idsOf(store, { domains: [] }), [], 'none')
    },
  },
  {
    name: 'filters by an expiry before an instant, not at it',
    check: async (store) => {
      await make(store, { id: 'a', expiresAt: minuteText(1) })
      await make(store, { id: 'b', expiresAt: minuteText(2) })
      await make(store, { id: 'c', expiresAt: null })
      assertEqual(await idsOf(store, { expiringBefore: minute(1) }), [], 'before the first')
      assertEqual(await idsOf(store, { expiringBefore: minute(2) }), ['a'], 'before the second')
      assertEqual(
        await idsOf(store, { expiringBefore: new Date('9999-12-31T23:59:59Z') }),
        ['b', 'a'],
        'before the end',
      )
    },
  },
  {
    name: 'searches names and domains for a part, whatever its letter case',
    check: async (store) => {
      await make(store, { id: 'a', name: '쇼핑몰 Main', domains: ['shop.example.com'] })
      await make(store, { id: 'b', name: 'forum', domains: ['forum.example.org'], primaryDomain: 'forum.example.org' })
      const finds: readonly (readonly [string, readonly string[]])[] = [
        ['쇼핑', ['a']],
        ['MAIN', ['a']],
        ['\uff4d\uff41\uff49\uff4e', ['a']],
        ['Example.ORG', ['b']],
        ['op.ex', ['a']],
        ['', ['b', 'a']],
        ['mainforum', []],
      ]
      for (const [search, found] of finds)
        assertEqual(await idsOf(store, { search }), found, `the search for ${search}`)
    },
  },
  {
    name: 'gives no character of a search a meaning of its own',
    check: async (store) => {
      const names = [
        '100%',
        '100 percent',
        'a_b',
        'axb',
        "it's",
        'its',
        'back\\slash',
        'a*b',
        'a.b',
        '[a]',
        '"a"',
        'a?b',
      ]
      for (const name of names)
        await make(store, { id: name, name, domains: [], primaryDomain: null, fingerprint: null })
      const searches = ['%', '_', "'", '\\', '*', '.', '[', '"', '?', 'a_b', '0%', "' OR '1'='1", '%%', '__', '\\%']
      for (const search of searches) {
        const found = names.filter((name) => name.includes(search)).reverse()
        assertEqual(await idsOf(store, { search }), found, `the search for ${search}`)
      }
    },
  },
  {
    name: 'lists what stays exactly once, whatever is made, changed and deleted between pages',
    check: async (store) => {
      await makeMany(store, 12)
      const { items } = await readPages(
        (cursor) => store.list(NAMESPACE, { limit: 3, cursor }),
        async (pages) => {
          await make(store, { id: `new-${pages}` })
          await make(store, { id: `new-${pages}-too`, registeredAt: '2020-01-01T00:00:00.000Z' })
          if (pages === 1) {
            // 12, 11 and 10 are listed, and 10 is where the page ended.
            await remove(store, await latest(store, '10'))
            await remove(store, await latest(store, '8'))
            for (const id of ['12', '9', '1']) {
              const later = { name: `later ${id}`, updatedAt: minuteText(99), dueAt: minuteText(5) }
              await change(store, await latest(store, id), later)
            }
          }
          if (pages === 2) {
            await remove(store, await latest(store, '7'))
            await remove(store, await latest(store, '6'))
          }
        },
      )
      const ids = items.map(({ id }) => id)
      assertEqual(new Set(ids).size, ids.length, 'records listed once')
      for (const id of ['12', '11', '9', '5', '4', '3', '2', '1']) {
        assertTrue(ids.includes(id), `${id} was there all the time, and was not listed`)
      }
      assertTrue(!ids.includes('8'), '8 was listed after it was removed')
      assertEqual(
        items.find(({ id }) => id === '9')?.name,
        'later 9',
        'the name of 9, which changed before it was listed',
      )
    },
  },
  {
    name: 'keeps a cursor good when every record of the pages before is gone',
    check: async (store) => {
      await makeMany(store, 6)
      const first = await store.list(NAMESPACE, { limit: 3 })
      for (const record of first.items) await remove(store, record)
      const { items } = await store.list(NAMESPACE, { limit: 9, cursor: present(first.cursor, 'the cursor') })
      assertEqual(
        items.map(({ id }) => id),
        ['3', '2', '1'],
        'what follows',
      )
    },
  },
  {
    name: 'keeps pages of a filtered list whole',
    check: async (store) => {
      await makeMany(store, 30, (number) => ({ status: number % 7 === 0 ? 'expired' : 'valid' }))
      assertEqual(await idsOf(store, { status: 'expired', limit: 1 }), ['28', '21', '14', '7'], 'expired')
    },
  },
  {
    name: 'refuses cursors that no page ever had, and limits that are none',
    check: async (store) => {
      await assertRefuses(() => store.list(NAMESPACE, { limit: 1, cursor: 'x' }), 'a cursor where nothing is stored')
      await makeMany(store, 3)
      for (const cursor of ['', ' ', 'x', "' OR 1=1 --", '-1', '1e3', '__proto__', '{}', '99999999999999999999']) {
        await assertRefuses(() => store.list(NAMESPACE, { limit: 1, cursor }), `the cursor ${cursor}`)
      }
      for (const limit of [0, -1, 1.5, Number.NaN, Infinity]) {
        await assertRefuses(() => store.list(NAMESPACE, { limit }), `the limit ${limit}`)
        for (const lookup of [{ fingerprint: 'f'.repeat(64) }, { publicKeySha256: 'a'.repeat(64) }]) {
          await assertRefuses(() => store.find(NAMESPACE, { ...lookup, limit }), `the limit ${limit} of a lookup`)
        }
      }
    },
  },
]
