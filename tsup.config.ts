import { defineConfig } from 'tsup'

/** Sub-path exports: each has a file of types. test/dist compares them with `exports` in package.json. */
const library = {
  index: 'src/index.ts',
  node: 'src/node/index.ts',
  noble: 'src/noble/index.ts',
  roots: 'src/roots/index.ts',
  convert: 'src/convert/index.ts',
  testing: 'src/testing/index.ts',
  'testing/server': 'src/testing/serve-authority.ts',
}

export default defineConfig({
  // The command is an entry of the same build, so that it shares its chunks with the library.
  entry: { ...library, cli: 'src/cli/main.ts' },
  dts: { entry: library },
  tsconfig: 'test/tsconfig.node.json',
  format: ['esm'],
  target: 'es2022',
  platform: 'neutral',
  splitting: true,
  removeNodeProtocol: false,
  external: [/^node:/],
  clean: true,
})
