import { writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/**
 * Ends the output with `N passed, N failed`, alone on the last line, for machines that read it.
 *
 * A file that could not be loaded and an error outside any test count as one failure each: otherwise a run
 * could fail while the line says that nothing did. With CERTKEEP_SUMMARY set to a path, the line is written
 * there instead, for a script that has more to print after vitest.
 */
export function summaryLineReporter(): Reporter {
  return {
    onTestRunEnd(modules, unhandledErrors): void {
      const line = summaryLine(modules, unhandledErrors)
      const path = process.env['CERTKEEP_SUMMARY']
      // At exit, because the default reporter and vitest itself print after this event.
      process.once('exit', () => {
        if (process.env['CERTKEEP_CONFORMANCE'] === undefined) {
          console.log('CERTKEEP_CONFORMANCE is not set: the conformance data of other projects was not used.')
        }
        if (path === undefined) console.log(line)
        else writeFileSync(path, `${line}\n`)
      })
    },
  }
}

function summaryLine(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): string {
  let passed = 0
  let failed = unhandledErrors.length
  let skipped = 0
  for (const testModule of modules) {
    failed += testModule.errors().length
    for (const suite of testModule.children.allSuites()) failed += suite.errors().length
    for (const test of testModule.children.allTests()) {
      const { state } = test.result()
      if (state === 'passed') passed += 1
      else if (state === 'skipped') skipped += 1
      else failed += 1
    }
  }
  const line = `${String(passed)} passed, ${String(failed)} failed`
  return skipped === 0 ? line : `${line}, ${String(skipped)} skipped`
}
