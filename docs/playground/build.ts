import { copyFile, mkdir, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Metafile } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const sources = fileURLToPath(new URL('../../src', import.meta.url))

/**
 * Builds the page into `folder`, which is emptied first: two files as they are, and scripts in parts that are loaded when they
 * are needed. What esbuild says of the parts is given back.
 */
export async function buildPlayground(folder: string): Promise<Metafile> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const file of ['index.html', 'style.css']) await copyFile(resolve(here, file), resolve(folder, file))
  const { metafile } = await build({
    entryPoints: [resolve(here, 'page.ts')],
    // The package by its own names, without building it first.
    alias: { certkeep: resolve(sources, 'index.ts'), 'certkeep/roots': resolve(sources, 'roots/index.ts') },
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2023',
    metafile: true,
    logLevel: 'warning',
  })
  return metafile
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = fileURLToPath(new URL('../../dist-docs/playground', import.meta.url))
  await buildPlayground(folder)
  console.log(`The page is in ${folder}; any web server can serve it.`)
}
