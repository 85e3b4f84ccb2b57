import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { summaryLineReporter } from './summary-line-reporter.ts'

const source = (file: string): string => fileURLToPath(new URL(`../src/${file}`, import.meta.url))

const suite = (name: string): { extends: true; test: { name: string; include: string[] } } => ({
  extends: true,
  test: { name, include: [`test/${name}/**/*.test.ts`] },
})

/** What examples import, as it is in `src`: without a build, and never an old one. */
const published = [
  { find: /^certkeep$/, replacement: source('index.ts') },
  { find: /^certkeep\/node$/, replacement: source('node/index.ts') },
  { find: /^certkeep\/testing$/, replacement: source('testing/index.ts') },
]

/** A suite that compiles or opens a browser, which takes its time on a busy machine. */
const patient = (name: string) =>
  ({ extends: true, test: { ...suite(name).test, testTimeout: 60_000, hookTimeout: 60_000 } }) as const

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    reporters: ['default', summaryLineReporter()],
    testTimeout: 20_000,
    // All cores: vitest keeps one free, which of two is half of them.
    maxWorkers: '100%',
    projects: [
      suite('architecture'),
      suite('unit'),
      suite('property'),
      suite('conformance'),
      patient('docs'),
      { ...suite('examples'), resolve: { alias: published } },
      suite('runtimes'),
      // Thousands of runs in a few tests.
      { extends: true, test: { ...suite('simulation').test, testTimeout: 600_000 } },
      // Takes a browser: for `npm run test:page`, and for CI, where all is tested.
      ...(process.env['CI'] === undefined && process.env['CERTKEEP_PAGE'] === undefined ? [] : [patient('page')]),
      {
        extends: true,
        test: {
          name: 'dist',
          include: ['test/dist/**/*.test.ts'],
          // Builds, packs and installs once for all files.
          globalSetup: fileURLToPath(new URL('dist/install-package.ts', import.meta.url)),
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
