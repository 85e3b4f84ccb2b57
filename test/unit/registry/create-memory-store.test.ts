import { describe, test } from 'vitest'
import { createMemoryStore } from '../../../src/registry/create-memory-store.ts'
import { describeStore } from '../../../src/testing/describe-store.ts'

describeStore({ describe, test }, () => createMemoryStore())
