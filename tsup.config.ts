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

/**
 * Public functions that need from the start what others load when it is asked for. The index hands them on from files of their own:
 * esbuild has a page load at once all that a file imports which it uses anything of, and these files a page does not use.
 */
const parts = {
  'parts/check-revocation': 'src/revocation/check-revocation.ts',
  'parts/parse-crl': 'src/x509/parse-crl.ts',
  'parts/parse-ocsp-response': 'src/x509/parse-ocsp-response.ts',
  'parts/describe-problem': 'src/report/describe-problem.ts',
  'parts/describe-status': 'src/report/describe-status.ts',
  'parts/describe-schedule': 'src/report/describe-schedule.ts',
  'parts/describe-revocation-reason': 'src/report/describe-revocation-reason.ts',
  'parts/create-registry': 'src/registry/create-registry.ts',
  'parts/describe-record': 'src/registry/describe-record.ts',
}

export default defineConfig({
  // The command is an entry of the same build, so that it shares its chunks with the library.
  entry: { ...library, ...parts, cli: 'src/cli/main.ts' },
  dts: { entry: library },
  tsconfig: 'test/tsconfig.node.json',
  format: ['esm'],
  target: 'es2022',
  platform: 'neutral',
  splitting: true,
  removeNodeProtocol: false,
  external: [/^node:/],
  clean: true,
  esbuildPlugins: [
    {
      name: 'parts',
      setup: (build) => {
        const files = Object.fromEntries(Object.entries(parts).map(([part, source]) => [source, `./${part}.js`]))
        build.onResolve({ filter: /^\.\// }, ({ path, importer }) => {
          const file = /[\\/]src[\\/]index\.ts$/.test(importer) ? files[path.replace('./', 'src/')] : undefined
          return file === undefined ? undefined : { path: file, external: true, sideEffects: false }
        })
      },
    },
  ],
  plugins: [
    {
      name: 'no-bare-imports',
      // esbuild has an entry name all its chunks, for what they do at import. They do nothing, as test/dist sees to.
      renderChunk: (code) => ({ code: code.replace(/^import "\.[^"]*";\n/gm, '') }),
    },
  ],
})
