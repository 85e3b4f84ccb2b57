/**
 * The part of the reflect-metadata proposal that `@peculiar/x509` demands of its surroundings when it is loaded.
 *
 * A package would do the same; it is not worth a dependency.
 */
const metadata = new WeakMap<object, Map<unknown, unknown>>()

function getOwnMetadata(key: unknown, target: object): unknown {
  return metadata.get(target)?.get(key)
}

function getMetadata(key: unknown, target: object): unknown {
  const parent: unknown = Object.getPrototypeOf(target)
  const own = getOwnMetadata(key, target)
  return own !== undefined || typeof parent !== 'function' ? own : getMetadata(key, parent)
}

function defineMetadata(key: unknown, value: unknown, target: object): void {
  metadata.set(target, (metadata.get(target) ?? new Map<unknown, unknown>()).set(key, value))
}

Object.assign(Reflect, { getMetadata, getOwnMetadata, defineMetadata })
