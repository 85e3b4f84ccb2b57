import { defineConfig } from 'vitest/config'
import { summaryLineReporter } from './summary-line-reporter.ts'

const suite = (name: string): { extends: true; test: { name: string; include: string[] } } => ({
  extends: true,
  test: { name, include: [`test/${name}/**/*.test.ts`] },
})

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    reporters: ['default', summaryLineReporter()],
    testTimeout: 20_000,
    projects: [
      suite('architecture'),
      suite('unit'),
      suite('property'),
      suite('conformance'),
      {
        extends: true,
        test: {
          name: 'dist',
          include: ['test/dist/**/*.test.ts'],
          // Builds, packs and installs once for all files.
          globalSetup: 'test/dist/install-package.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
