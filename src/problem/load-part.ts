import { CertkeepError } from './certkeep-error.ts'

/**
 * Waits for a part of the library that is loaded when it is needed, so that a page does not carry what most calls never use.
 *
 * @param part - what `import()` gives
 * @throws CertkeepError `ERR_PART_NOT_LOADED`, with the platform's reason as `cause`: a page may be offline, and a service worker
 *   loads nothing
 */
export async function loadPart<Part>(part: Promise<Part>): Promise<Part> {
  try {
    return await part
  } catch (cause) {
    throw new CertkeepError('ERR_PART_NOT_LOADED', 'a part of the library could not be loaded', { cause })
  }
}
