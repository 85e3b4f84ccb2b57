import * as certkeep from 'certkeep'
import * as convert from 'certkeep/convert'
import * as noble from 'certkeep/noble'
import * as roots from 'certkeep/roots'
import * as testing from 'certkeep/testing'
import { runSuite } from '../suite.ts'

// The form that workerd asks for.
export default {
  fetch: async (): Promise<Response> => Response.json(await runSuite({ certkeep, convert, noble, roots, testing })),
}
