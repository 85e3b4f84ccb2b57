import { CertkeepError } from './certkeep-error.ts'

/**
 * Makes what hands out a part of the library that is loaded when it is first needed, so that a page does not carry what most calls never use. A
 * part that is there is handed out without asking the platform again; one that could not be had is asked for the next time.
 *
 * What is made throws CertkeepError `ERR_PART_NOT_LOADED`, with the platform's reason as `cause`: a page may be offline, and a service worker loads
 * nothing.
 *
 * @param load - calls `import()`
 */
export function createPart<Part>(load: () => Promise<Part>): () => Promise<Part> {
  let loading: Promise<Part> | undefined
  return async () => {
    loading ??= load()
    try {
      return await loading
    } catch (cause) {
      loading = undefined
      throw new CertkeepError('ERR_PART_NOT_LOADED', 'a part of the library could not be loaded', { cause })
    }
  }
}
