import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const file = fileURLToPath(new URL('contract-suites.node-test.ts', import.meta.url))

it('the suites run by the test runner of Node', async () => {
  const args = ['--import', 'tsx', '--test', '--test-reporter', 'tap', file]
  // Within vitest, the runner of Node would otherwise take itself for a child of another.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined }
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, maxBuffer: 16 * 1024 * 1024 })
  expect(Number(/^# tests (\d+)$/m.exec(stdout)?.[1])).toBeGreaterThan(100)
  expect(stdout).toMatch(/^# fail 0$/m)
}, 60_000)
