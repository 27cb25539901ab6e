import { decodeText } from './decode-text.ts'
import { cutFile } from './front-matter.ts'
import { imageIn } from './image-in.ts'
import { jekyllAddress } from './jekyll-address.ts'
import { type JekyllSite, jekyllSite } from './jekyll-site.ts'
import { carryLiquid } from './liquid.ts'
import { localFile, storyFiles } from './local-file.ts'
import { BLANK_STORY, type Source, type SourceStory, UNCLEAR_STATE } from './source.ts'
import { sourceDate } from './source-date.ts'
import { type FieldReader, fieldReader } from './source-fields.ts'
import { folderOf, nameOf, type SourceFolder } from './source-folder.ts'
import { addressWithin, webAddress } from './web-address.ts'

const TEXT = /^(md|markdown|mkd|mkdn|mkdown|html|htm)$/
const OTHER_TEXT = /^(textile|adoc|asciidoc|org|rst)$/

/** Whether a folder holds a Jekyll site. */
export function isJekyll({ paths }: SourceFolder): boolean {
  return [...paths].some(path => /^_config\.(ya?ml|toml)$|(^|\/)_(posts|drafts)\//.test(path))
}

/** A file by its place. */
interface Place {
  readonly path: string
  readonly type: 'posts' | 'drafts' | 'pages'
  /** Folders above `_posts`, which are categories; of a page, its folders. */
  readonly folders: readonly string[]
  /** The day in the file's name. */
  readonly day: string | undefined
  readonly name: string
}

interface JekyllContext {
  readonly folder: SourceFolder
  readonly site: JekyllSite
  readonly home: string
  /** By what tags call them: their paths, and posts by what follows `_posts/`, without the extension. */
  readonly named: ReadonlyMap<string, Place>
}

/** Reads a Jekyll site's posts, drafts and pages. `home` is where the site stands, for settings that do not say. */
export function readJekyll(folder: SourceFolder, { home: fallback }: { readonly home: string }): Source {
  const site = jekyllSite(folder)
  const home = site.home ?? fallback
  const places = [...folder.paths].flatMap(path => placeOf(path) ?? [])
  const ofPosts = places.filter(({ type }) => type === 'posts')
  const posts = ofPosts.map(place => [place.path.replace(/^(?:.*\/)?_posts\/|\.\w+$/g, ''), place] as const)
  const named = new Map([...posts.toReversed(), ...places.map(place => [place.path, place] as const)])
  const stories: SourceStory[] = []
  const losses = [...site.losses]
  if (site.home === undefined)
    losses.push({
      from: 'url',
      what: `the settings do not say where the site stands: ids are made as if at ${home}; name its feed with --feed to be sure`,
    })
  for (const place of places) {
    const story = readFile(place, { folder, site, home, named })
    if (typeof story !== 'string') stories.push(story)
    else if (story !== '') losses.push({ from: place.path, what: story })
  }
  for (const path of folder.paths)
    if (isOfCollection(path) && !isExcluded(path, site))
      losses.push({ from: path, what: 'of collections, only posts are carried' })
  return {
    kind: 'jekyll',
    home,
    feeds: [{ address: `${home}feed.xml`, format: 'atom' }],
    stories,
    losses,
    fileAt: (address, story) => localFile(address, { story, folder, home, roots: [''] }),
    addressOfFile: storyFiles(stories, ['']),
  }
}

function placeOf(path: string): Place | undefined {
  const { name, extension } = nameOf(path)
  if (!TEXT.test(extension) && !OTHER_TEXT.test(extension)) return undefined
  const kept = /^(?:(.*)\/)?_(posts|drafts)\/(?:.*\/)?[^/]+$/.exec(path)
  if (kept) {
    const [, day, bare = name] = /^(\d{4}-\d{1,2}-\d{1,2})-(.+)$/.exec(name) ?? []
    const folders = kept[1]?.split('/') ?? []
    return { path, type: kept[2] === 'drafts' ? 'drafts' : 'posts', folders, day: day && padded(day), name: bare }
  }
  if (/(^|\/)[_.#~]/.test(path) || path.startsWith('vendor/') || path.startsWith('node_modules/')) return undefined
  return { path, type: 'pages', folders: folderOf(path) === '' ? [] : folderOf(path).split('/'), day: undefined, name }
}

function padded(day: string): string {
  return day.replace(/-(\d)(?=-|$)/g, '-0$1')
}

const NO_COLLECTION = /^_(posts|drafts|site|includes|layouts|sass|data|plugins|assets|saved)\//

function isExcluded(path: string, { excluded }: JekyllSite): boolean {
  return excluded.some(pattern => pattern.test(path))
}

function isOfCollection(path: string): boolean {
  return /^_[^/]+\//.test(path) && !NO_COLLECTION.test(path) && TEXT.test(nameOf(path).extension)
}

/** The story of a file; else why there is none, empty for what nobody misses. */
function readFile(place: Place, context: JekyllContext): SourceStory | string {
  const { folder, site, home } = context
  const { extension } = nameOf(place.path)
  const cut = cutFile(decodeText(folder.read(place.path)))
  if ('problem' in cut) return isExcluded(place.path, site) ? '' : cut.problem
  // Without front matter, Jekyll takes a file for one of those that it copies.
  if (!cut.hasFrontMatter) return place.type === 'pages' ? '' : 'there is no front matter'
  if (isExcluded(place.path, site)) return 'it is excluded in the settings'
  if (OTHER_TEXT.test(extension)) return 'only Markdown and HTML are read'
  if (place.type === 'pages' && /^(index|404)$/.test(place.name)) return listOf(cut.body)
  const fields = readerOf(place, { fields: cut.fields, site })
  const date = dateOf(fields, place)
  const address = addressOf(place, { fields, date, site })
  const { text, losses } = carryLiquid(cut.body, { baseurl: site.baseurl, home, refer: target => referTo(target, context) })
  const isKept = [fields.flag('published') === false, fields.flag('draft') === true, place.type === 'drafts'].includes(true)
  const isUnclear = fields.isUnclear('published', 'draft', 'date')
  const story: SourceStory = {
    ...BLANK_STORY,
    from: place.path,
    kind: place.type === 'pages' ? 'page' : 'story',
    id: idOf(place, { address, fields, home }),
    address: addressWithin(home, address),
    aliases: fields.list('redirect_from').map(alias => URL.parse(alias.replace(/^\//, ''), home)?.href ?? alias),
    title: fields.text('title') ?? (place.type === 'pages' ? undefined : titleFrom(place.name)),
    date,
    updated: fields.date(['last_modified_at', 'updated', 'modified_date']),
    summary: fields.text('excerpt', 'description', 'summary'),
    lang: fields.text('lang') ?? site.lang,
    topics: topicsOf(fields, place),
    authors: authorsOf(fields, site),
    canonical: webAddress(fields.text('canonical_url')),
    draft: isKept || isUnclear,
    image: imageIn(fields),
    body: { kind: extension.startsWith('htm') ? 'html' : 'markdown', text },
  }
  const doubts = isUnclear ? [UNCLEAR_STATE] : []
  return { ...story, losses: [...losses, ...doubts, ...fields.losses()] }
}

function listOf(body: string): string {
  return body.trim() === '' ? '' : 'the text of a front page is not carried: Courant makes its own lists'
}

/** Fields of the file, then those of the settings for files like it. */
function readerOf(
  { path, type }: Place,
  { fields, site }: { readonly fields: ReadonlyMap<string, unknown>; readonly site: JekyllSite },
): FieldReader {
  const defaults = site.defaults.filter(
    scope => (scope.path === '' || path === scope.path || path.startsWith(`${scope.path}/`)) && (scope.type ?? type) === type,
  )
  const reader = fieldReader(fields, ...defaults.map(({ values }) => values).reverse())
  // Which template shows it is nobody's loss here.
  reader.text('layout')
  return reader
}

function addressOf(
  place: Place,
  { fields, date, site }: { readonly fields: FieldReader; readonly date: string | undefined; readonly site: JekyllSite },
): string {
  const own = fields.text('permalink')
  if (place.type === 'pages') {
    if (own !== undefined) return own.startsWith('/') ? own : `/${own}`
    const path = `/${[...place.folders, place.name].join('/')}`
    return site.permalink === 'pretty' || site.permalink.endsWith('/') ? `${path}/` : `${path}.html`
  }
  const slug = fields.text('slug') ?? place.name
  const categories = categoriesOf(fields, place).map(category => category.toLowerCase())
  return jekyllAddress({ slug, categories, date, pattern: own ?? site.permalink, zone: site.zone })
}

/** As Jekyll's feeds have it: the folder of the address, and the slug (jekyll-feed, `post.id`). */
function idOf(
  place: Place,
  { address, fields, home }: { readonly address: string; readonly fields: FieldReader; readonly home: string },
): string {
  const folder = address.replace(/\/+$/, '').replace(/[^/]*$/, '')
  return addressWithin(home, `${folder}${fields.text('slug') ?? place.name}`)
}

function dateOf(fields: FieldReader, { day }: Place): string | undefined {
  return fields.date(['date']) ?? sourceDate(day)
}

/** A text is a list of words here. */
function wordsIn(fields: FieldReader, ...names: readonly string[]): readonly string[] {
  return names.flatMap(name => fields.text(name)?.split(' ') ?? fields.list(name))
}

function categoriesOf(fields: FieldReader, { folders }: Place): readonly string[] {
  return [...new Set([...folders, ...fields.list('category'), ...wordsIn(fields, 'categories')])]
}

function topicsOf(fields: FieldReader, place: Place): readonly string[] {
  const categories = place.type === 'pages' ? [] : categoriesOf(fields, place)
  return [...new Set([...categories, ...fields.list('tag'), ...wordsIn(fields, 'tags')])]
}

function authorsOf(fields: FieldReader, site: JekyllSite): readonly string[] {
  const own = fields.list('author', 'authors')
  const names = own.length > 0 || site.author === undefined ? own : [site.author]
  return names.map(name => site.authors.get(name.toLowerCase()) ?? name)
}

function titleFrom(name: string): string {
  return name
    .split('-')
    .map(word => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(' ')
}

/** The address of what `post_url` and `link` name: a post by its file's name, a file by its path. */
function referTo(target: string, { named, folder, site, home }: JekyllContext): string | undefined {
  const wanted = target.trim().replace(/^\//, '')
  const place = named.get(wanted)
  if (!place) return folder.paths.has(wanted) ? `/${wanted}` : undefined
  const cut = cutFile(decodeText(folder.read(place.path)))
  if ('problem' in cut) return undefined
  const fields = readerOf(place, { fields: cut.fields, site })
  const date = dateOf(fields, place)
  return addressWithin(home, addressOf(place, { fields, date, site }))
}
