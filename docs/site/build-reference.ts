import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import {
  Application,
  Comment,
  CommentTag,
  Converter,
  Logger,
  LogLevel,
  PageEvent,
  ReflectionKind,
  type Context,
  type DeclarationReflection,
} from 'typedoc'
import { entryPoints, PROJECT } from './entry-points.ts'
import { readIndex, type IndexedPage } from './read-index.ts'

/** What the names of `certkeep` itself are listed under, by the room that they come from. */
const CATEGORIES: Readonly<Record<string, string>> = {
  pem: 'Reading',
  armor: 'Reading',
  x509: 'Certificates, CRLs, OCSP responses',
  keys: 'Private keys',
  crypto: 'Private keys',
  path: 'Chains',
  revocation: 'Revocation',
  lifecycle: 'Status and alerts',
  report: 'The form, and words for people',
  registry: 'Registry',
  problem: 'Problems and errors',
}

/**
 * Types that stand in the reference inside of others and are no names to import: parts of the events of a registry, and the insides of the
 * tables of defects.
 */
const NOT_EXPORTED: readonly string[] = [
  ...['Delivery', 'Place'],
  ...['ContentDefect', 'ExtensionDefect', 'EncodingDefect', 'KeyDefectRow', 'TestCurve', 'AffinePoint'],
  ...['CrlDraft', 'OcspDraft', 'CrlDefectContext', 'OcspRequest'],
]

const API = 'Reference of the code'

/** The list of pages, which is a page too. */
const ALL_PAGES: IndexedPage = { path: 'docs/README.md', title: 'All pages', section: 'Reference' }

/** Where the playground is built, from the top of the site. */
const PLAYGROUND = 'playground/index.html'

/** Writes the reference and the guides as HTML, and gives back everything that typedoc complains of. */
export async function buildReference(folder: string): Promise<readonly string[]> {
  const pages = [...readIndex(), ALL_PAGES].filter(({ path }) => existsSync(join(PROJECT, path)))
  const sections = [...new Set(pages.map(({ section }) => section))]
  const app = await Application.bootstrap({
    name: 'certkeep',
    entryPoints: [...entryPoints().values()].map((source) => join(PROJECT, source)),
    tsconfig: join(PROJECT, 'test/tsconfig.node.json'),
    readme: join(PROJECT, 'README.md'),
    projectDocuments: pages.map(({ path }) => join(PROJECT, path)),
    // `npm run types` checks the same files.
    skipErrorChecking: true,
    disableGit: true,
    disableSources: true,
    hideGenerator: true,
    includeVersion: true,
    navigationLinks: { Playground: PLAYGROUND },
    excludePrivate: true,
    excludeInternal: true,
    // Errors, all of them: see `complaints` below.
    validation: { notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: true, notDocumented: true },
    requiredToBeDocumented: ['Module', 'Function', 'Class', 'Interface', 'TypeAlias', 'Variable'],
    intentionallyNotExported: [...NOT_EXPORTED],
    sort: ['documents-first', 'kind', 'alphabetical-ignoring-documents'],
    sortEntryPoints: false,
    kindSortOrder: ['Function', 'Variable', 'Class', 'Interface', 'TypeAlias'],
    categorizeByGroup: false,
    defaultCategory: API,
    categoryOrder: [...sections, API, ...new Set(Object.values(CATEGORIES))],
    navigation: { includeCategories: true, includeGroups: false, includeFolders: false },
    highlightLanguages: ['ts', 'tsx', 'js', 'html', 'sh', 'json', 'http'],
    ignoredHighlightLanguages: ['text'],
    logLevel: LogLevel.Warn,
  })
  const complaints: string[] = []
  app.logger = new ListingLogger(complaints)
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, categorize)
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }: Context) => {
    for (const document of project.documents ?? []) {
      const path = relative(PROJECT, project.files.getReflectionPath(document) ?? '')
      const page = pages.find((known) => known.path === path)
      if (page === undefined) continue
      document.name = page.title
      document.frontmatter['category'] = page.section
    }
  })
  app.renderer.on(PageEvent.END, linkBuilt)

  const project = await app.convert()
  if (project === undefined) return [...complaints, 'typedoc could not read the source']
  app.validate(project)
  await app.generateDocs(project, folder)
  // The source of the playground is linked to what was built, and not copied.
  rmSync(join(folder, 'media/index.html'), { force: true })
  const copied = existsSync(join(folder, 'media')) ? readdirSync(join(folder, 'media')) : []
  for (const name of copied.filter((file) => file.endsWith('.md'))) {
    complaints.push(`${name} is linked to, but is not in docs/README.md`)
  }
  return complaints
}

/** Keeps what typedoc would print, so that a warning fails the build as an error does. */
class ListingLogger extends Logger {
  readonly #complaints: string[]

  constructor(complaints: string[]) {
    super()
    this.#complaints = complaints
  }

  override log(message: string, level: LogLevel): void {
    super.log(message, level)
    if (level >= LogLevel.Warn) this.#complaints.push(message)
  }
}

/** Lists a name of `certkeep` under what its room is about. */
function categorize(context: Context, reflection: DeclarationReflection): void {
  if (reflection.parent?.kind !== ReflectionKind.Module || reflection.parent.name !== 'certkeep') return
  const [declaration] = context.getSymbolFromReflection(reflection)?.declarations ?? []
  const room = /\/src\/([\w-]+)\//.exec(declaration?.getSourceFile().fileName ?? '')?.[1] ?? ''
  const category = CATEGORIES[room]
  if (category === undefined)
    throw new Error(`${reflection.name} is of the room "${room}", which has no heading in the reference`)
  const comment = (reflection.comment ??= new Comment())
  comment.blockTags.push(new CommentTag('@category', [{ kind: 'text', text: category }]))
}

/** Files that pages link to and that are something else on the site: the source of the playground, and the front page. */
const BUILT: Readonly<Record<string, string>> = {
  'media/index.html': PLAYGROUND,
  '../': 'index.html',
  [PLAYGROUND]: PLAYGROUND,
}

/** Leads links to such files, and the one at the head of every page, to what was built. */
function linkBuilt(page: PageEvent): void {
  if (page.contents === undefined) return
  const up = '../'.repeat(page.url.split('/').length - 1)
  page.contents = page.contents.replace(/href="(?:\.\.\/)*([^"#]+)/g, (link, target: string) =>
    Object.hasOwn(BUILT, target) ? `href="${up}${BUILT[target] ?? ''}` : link,
  )
}
