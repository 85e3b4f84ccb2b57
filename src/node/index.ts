export { systemRoots } from './system-roots.ts'
export type { RootSource, SystemRoots, SystemRootsOptions } from './system-roots.ts'
