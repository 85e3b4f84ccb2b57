import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { summaryLineReporter } from './summary-line-reporter.ts'

const suite = (name: string): { extends: true; test: { name: string; include: string[] } } => ({
  extends: true,
  test: { name, include: [`test/${name}/**/*.test.ts`] },
})

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    reporters: ['default', summaryLineReporter()],
    testTimeout: 20_000,
    projects: [
      suite('architecture'),
      suite('unit'),
      suite('property'),
      suite('conformance'),
      // Takes a browser: for `npm run test:page`, and where all is to be tested.
      ...(process.env['CI'] === undefined && process.env['CERTKEEP_PAGE'] === undefined ? [] : [suite('page')]),
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
