import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** The folder of the conformance data of other projects, which is no part of this one; `undefined` where it is not at hand. */
export const CONFORMANCE_FOLDER: string | undefined = process.env['CERTKEEP_CONFORMANCE']

/** Reads one file of the conformance data, such as `certs.json.gz`; the caller says what it looks like. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- what JSON holds can only be stated
export function readCorpus<Corpus>(name: string): Corpus {
  if (CONFORMANCE_FOLDER === undefined) throw new TypeError('CERTKEEP_CONFORMANCE is not set')
  return JSON.parse(gunzipSync(readFileSync(join(CONFORMANCE_FOLDER, name))).toString('utf8')) as Corpus
}
