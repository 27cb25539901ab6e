import type { OutPath } from './address.ts'
import { NOT_FOUND_FILE } from './address.ts'
import { FEED_FORMATS } from './edition.ts'
import { FEED_NAMES, LANGUAGE_FOLDER } from './feed-names.ts'
import type { Page } from './page.ts'
import { INDEX_PARTS, INDEX_POINTER, SEARCH_SCRIPTS } from './search.ts'

/** The order in which files are put in place, so that nothing ever names what is not there yet. Removals go the other way round. */
export const STEPS = ['record', 'files', 'stories', 'lists', 'guides', 'indexes', 'archives', 'feeds', 'directory'] as const

/** One of `STEPS`. */
export type Step = (typeof STEPS)[number]

/** How long a file may be used without asking again. */
export type Caching = 'ask-each-time' | 'a-minute' | 'permanent'

/** What Courant publishes, by kind: pages by what they show, texts by what they are for, files and feeds. */
export type MadeKind = Page['kind'] | TextKind | FileKind

/** Texts that follow from no article's body. */
export type TextKind =
  | 'asset'
  | 'search-script'
  | 'feed-extension'
  | 'opml'
  | 'redirect'
  | 'redirects'
  | 'sitemap'
  | 'sitemap-index'
  | 'news-sitemap'
  | 'robots'

type FileKind =
  | 'file'
  | 'image'
  | 'feed'
  | 'feed-archive'
  | 'feed-name'
  | 'record'
  | 'manifest'
  | 'index-pointer'
  | 'index-part'

/** Where files of a kind are. An address of an author's is a story's, a page's, a file's, or one that they had or that leads to them. */
type Where = { readonly of: 'author' } | OwnWhere

/** Addresses that are Courant's. */
interface OwnWhere {
  readonly of: 'courant'
  /** Whether each language has its own, in a folder of its name. */
  readonly inLanguages: boolean
  /** Whole paths. */
  readonly files?: readonly OutPath[]
  /** Folders at the top, which are reserved, and what the files of this kind in them are called. */
  readonly folders?: readonly string[]
  readonly inFolders?: RegExp
  /** Wherever else they are. */
  readonly elsewhere?: RegExp
}

/** What has to be decided of each kind. */
export interface Made {
  readonly where: Where
  readonly step: Step
  readonly caching: Caching
  /** Whether scripts of other sites may read it (Fetch, CORS protocol). */
  readonly isShared: boolean
  /** Which scripts run on it. */
  readonly scripts: 'none' | 'search'
  /** Whether `courant preview` shows it. */
  readonly isPreviewed: boolean
  /**
   * A file of this path in `static/`: it is published instead, it is an error, or it may be next to files of this kind. At an author's
   * address the claim decides.
   */
  readonly staticFile: 'replaces' | 'is-refused' | 'is-beside' | 'claims'
  /** Whether a link in a body may lead to it. */
  readonly isLinked: boolean
}

/** A page, and whether search engines are asked to leave it out. A story that is withdrawn is left out in any case. */
interface MadePage extends Made {
  readonly isNoindex: boolean
}

const INDEX_FILE = /^(?:.+\/)?index\.html$/
const FEEDS = Object.values(FEED_FORMATS).map(({ file }) => file)
const FEED_FILE = `(?:${FEEDS.join('|').replaceAll('.', '\\.')})`
const ARCHIVED = 'archive/[^/]+/'

const PLAIN = { caching: 'ask-each-time', isShared: false, scripts: 'none', isPreviewed: true, isLinked: true } as const
const PAGE = { ...PLAIN, step: 'lists', staticFile: 'is-refused', isNoindex: false } as const
const AUTHORS = { ...PLAIN, where: { of: 'author' }, staticFile: 'claims' } as const
const FEED = { ...PLAIN, caching: 'a-minute', isShared: true, staticFile: 'is-refused' } as const
/** For other programs, from what is public alone: a preview has none. */
const OUTWARD = { ...PLAIN, isPreviewed: false, staticFile: 'is-refused' } as const
const INDEX = { ...OUTWARD, isLinked: false } as const

const own = { of: 'courant', inLanguages: false } as const
const ownInLanguages = { of: 'courant', inLanguages: true } as const

const PAGES = {
  list: {
    ...PAGE,
    where: {
      ...ownInLanguages,
      files: ['index.html'],
      folders: ['topics', 'sections', 'authors', 'page', 'changes'],
      inFolders: INDEX_FILE,
    },
  },
  archive: { ...PAGE, where: { ...ownInLanguages, folders: ['archive'], inFolders: INDEX_FILE } },
  article: { ...AUTHORS, step: 'stories', isNoindex: false },
  standing: { ...AUTHORS, step: 'stories', isNoindex: false },
  feeds: { ...PAGE, where: { ...ownInLanguages, folders: ['feeds'], inFolders: INDEX_FILE } },
  search: {
    ...PAGE,
    where: { ...ownInLanguages, folders: ['search'], inFolders: INDEX_FILE },
    scripts: 'search',
    isNoindex: true,
  },
  'not-found': { ...PAGE, where: { ...own, files: [NOT_FOUND_FILE] }, isNoindex: true },
  gone: { ...AUTHORS, step: 'lists', isLinked: false, isNoindex: true },
} as const satisfies Record<Page['kind'], MadePage>

const TEXTS = {
  // Named for their bytes, so that a file of an author's can be next to them.
  asset: {
    ...PLAIN,
    where: { ...own, folders: ['assets'], inFolders: /^[\w-]+\.[0-9a-f]{8}\.(?:css|js)$/ },
    step: 'files',
    caching: 'permanent',
    staticFile: 'is-beside',
  },
  'feed-extension': {
    ...PLAIN,
    where: { ...own, files: ['assets/feed-extension.txt'] },
    step: 'files',
    staticFile: 'is-beside',
  },
  'search-script': {
    ...PLAIN,
    where: { ...own, files: [SEARCH_SCRIPTS.page.slice(1)] },
    step: 'files',
    staticFile: 'is-refused',
  },
  opml: { ...PLAIN, where: { ...own, files: ['feeds.opml'] }, step: 'directory', isShared: true, staticFile: 'is-refused' },
  redirect: { ...AUTHORS, step: 'guides' },
  // Hosts that know it keep it to themselves.
  redirects: { ...PLAIN, where: { ...own, files: ['_redirects'] }, step: 'guides', staticFile: 'replaces', isLinked: false },
  sitemap: { ...OUTWARD, where: { ...own, folders: ['sitemaps'], inFolders: /^[\w-]+\.xml$/ }, step: 'guides' },
  'sitemap-index': { ...OUTWARD, where: { ...own, files: ['sitemap.xml'] }, step: 'indexes' },
  'news-sitemap': { ...OUTWARD, where: { ...own, files: ['sitemap-news.xml'] }, step: 'guides' },
  robots: { ...OUTWARD, where: { ...own, files: ['robots.txt'] }, step: 'indexes', staticFile: 'replaces' },
} as const satisfies Record<TextKind, Made>

const FILES = {
  file: { ...AUTHORS, step: 'files' },
  image: { ...AUTHORS, step: 'files' },
  feed: {
    ...FEED,
    where: { ...ownInLanguages, files: FEEDS, elsewhere: new RegExp(`^(?!(?:.*/)?${ARCHIVED}[^/]+$)(?:.*/)?${FEED_FILE}$`) },
    step: 'feeds',
  },
  // How a channel is cut follows from the sizes of its entries, which a preview does not render.
  'feed-archive': {
    ...FEED,
    where: { ...own, elsewhere: new RegExp(`^(?:.*/)?${ARCHIVED}${FEED_FILE}$`) },
    step: 'archives',
    isPreviewed: false,
  },
  // A copy of a feed, or what leads to it: only where Courant deploys to, and on its own server.
  'feed-name': {
    ...PLAIN,
    where: { ...ownInLanguages, files: FEED_NAMES },
    step: 'feeds',
    staticFile: 'replaces',
    isLinked: false,
  },
  record: {
    ...INDEX,
    where: { ...own, files: ['record.jsonl'] },
    step: 'record',
  },
  manifest: { ...INDEX, where: { ...own, files: ['manifest.jsonl'] }, step: 'directory' },
  'index-pointer': { ...INDEX, where: { ...own, files: [INDEX_POINTER.slice(1)] }, step: 'guides' },
  'index-part': {
    ...INDEX,
    where: { ...own, files: [SEARCH_SCRIPTS.engine.slice(1)], folders: ['search'], inFolders: INDEX_PARTS },
    step: 'files',
  },
} as const satisfies Record<FileKind, Made>

/**
 * The one list of what Courant makes: where it is, and what is decided of it. The order of files, the server's headers, reserved
 * addresses, the preview and links read it, so that a new kind is a new row, in which the compiler asks for each decision.
 */
export const MADE: Readonly<Record<MadeKind, Made>> & { readonly [kind in Page['kind']]: MadePage } = {
  ...PAGES,
  ...TEXTS,
  ...FILES,
}

/** Reserved though no file is there: the hub's endpoint, and a name that a list may get. */
const WITHOUT_FILES = ['languages', 'hub']

/** The rows of what has addresses of its own. */
const OWN = Object.entries(MADE).flatMap(([kind, made]) => {
  const { where, staticFile } = made
  return where.of === 'courant' ? [{ kind, made, where, staticFile, folders: foldersIn(where) }] : []
})

/** First parts of addresses that Courant makes, where they are folders: no article may be there. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([...OWN.flatMap(({ folders }) => folders), ...WITHOUT_FILES])

/** Every first part of an address that Courant makes, of a file or a folder. */
const FIRST_NAMES: ReadonlySet<string> = new Set([...RESERVED_NAMES, ...OWN.flatMap(({ where }) => where.files ?? [])])

/** The kinds of which a path is by its form: one at most, and none where the address is an author's. `/faq/` has the form of a language's front page. */
export function kindsAt(path: OutPath): readonly string[] {
  return OWN.flatMap(({ kind, where }) => (isWhere(where, path) ? [kind] : []))
}

/** Whether a path is one at which Courant has a file of this kind. */
export function isMadeAs(kind: MadeKind, path: OutPath): boolean {
  const { where } = MADE[kind]
  return where.of === 'courant' && isWhere(where, path)
}

/** What is decided of the file at a path, as far as the path tells: at an author's address it is some page, or a file. */
export function madeAt(path: OutPath): Made {
  const known = OWN.find(({ where }) => isWhere(where, path))
  if (known) return known.made
  return path.endsWith('.html') ? MADE.gone : MADE.file
}

/** Whether a path is one at which only a file of the index can be. */
export function isIndexFile(path: OutPath): boolean {
  return isMadeAs('index-pointer', path) || isMadeAs('index-part', path)
}

/** The step in which a file is put in place, as far as its path tells; `stories` are the pages of stories, which others name. */
export function stepAt(path: OutPath, stories: ReadonlySet<OutPath>): Step {
  return stories.has(path) ? MADE.article.step : madeAt(path).step
}

/**
 * Whether a path is Courant's own, or is below one: nobody else may have it. `languages` are those of the newsroom that have a folder.
 * The case of letters makes no difference, since some disks fold it.
 */
export function isReserved(path: OutPath, languages: ReadonlySet<string>): boolean {
  const parts = path.toLowerCase().split('/')
  const inLanguage = languages.has(parts[0] ?? '')
  const [first = '', ...rest] = inLanguage ? parts.slice(1) : parts
  if (!FIRST_NAMES.has(first)) return false
  if (!inLanguage && WITHOUT_FILES.includes(first)) return true
  return OWN.some(({ where, staticFile, folders }) => {
    if (inLanguage && !where.inLanguages) return false
    if (staticFile === 'replaces' || (staticFile === 'is-beside' && rest.length > 0)) return false
    return folders.includes(first) || (where.files?.includes(first) ?? false)
  })
}

/** The folders at the top in which these files are. */
function foldersIn({ files = [], folders = [] }: OwnWhere): readonly string[] {
  return [...folders, ...files.flatMap(file => (file.includes('/') ? [file.slice(0, file.indexOf('/'))] : []))]
}

const IN_LANGUAGE = new RegExp(`^${LANGUAGE_FOLDER}`)

function isWhere(where: OwnWhere, path: OutPath): boolean {
  if (where.elsewhere?.test(path)) return true
  return isOwnPath(where, path) || (where.inLanguages && isOwnPath(where, path.replace(IN_LANGUAGE, '')))
}

function isOwnPath({ files = [], folders = [], inFolders }: OwnWhere, path: OutPath): boolean {
  const slash = path.indexOf('/')
  if (files.includes(path)) return true
  return inFolders !== undefined && slash > 0 && folders.includes(path.slice(0, slash)) && inFolders.test(path.slice(slash + 1))
}
