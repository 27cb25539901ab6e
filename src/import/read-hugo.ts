import { decodeText } from './decode-text.ts'
import { type CutFile, cutFile } from './front-matter.ts'
import { hugoAddress } from './hugo-address.ts'
import { cascades } from './hugo-cascade.ts'
import { type HugoPlace, hugoPlaces, MARKDOWN, OTHER_TEXT, pageKey, unmadeReasons } from './hugo-places.ts'
import { carryShortcodes } from './hugo-shortcodes.ts'
import { type HugoSite, hugoSite } from './hugo-site.ts'
import { imageIn } from './image-in.ts'
import { localFile, storyFiles } from './local-file.ts'
import { BLANK_STORY, type Source, type SourceStory, UNCLEAR_STATE } from './source.ts'
import { sourceDate } from './source-date.ts'
import { type FieldReader, fieldReader } from './source-fields.ts'
import { nameOf, pathWithin, type SourceFolder } from './source-folder.ts'
import { addressWithin, webAddress } from './web-address.ts'

/** Whether a folder holds a Hugo site. */
export function isHugo({ paths }: SourceFolder): boolean {
  const all = [...paths]
  return (
    all.some(path => /^(hugo|config)\.(toml|ya?ml|json)$|^config\/_default\//.test(path)) ||
    all.some(path => path.startsWith('content/') && MARKDOWN.test(nameOf(path).extension))
  )
}

/** Reads a Hugo site's content. `home` is where the site stands, for settings that do not say. */
export function readHugo(folder: SourceFolder, { home: fallback }: { readonly home: string }): Source {
  const site = hugoSite(folder)
  const home = site.home ?? fallback
  const places = hugoPlaces(folder, site)
  const context = contextOf(places, { folder, site, home })
  const stories: SourceStory[] = []
  const losses = [...site.losses]
  if (site.home === undefined)
    losses.push({
      from: 'baseURL',
      what: `the settings do not say where the site stands: ids are made as if at ${home}; name its feed with --feed to be sure`,
    })
  for (const place of places) {
    const story = readPage(place, context)
    if (typeof story !== 'string') stories.push(story)
    else if (story !== '') losses.push({ from: place.path, what: story })
  }
  return {
    kind: 'hugo',
    home,
    feeds: [{ address: `${home}index.xml`, format: 'rss' }],
    stories,
    losses,
    fileAt: (address, story) => localFile(address, { story, folder, home, roots: [...site.statics, site.content, 'assets'] }),
    addressOfFile: storyFiles(stories, [...new Set(places.map(({ root }) => root))]),
  }
}

interface HugoContext {
  readonly folder: SourceFolder
  readonly site: HugoSite
  readonly home: string
  /** Those that are made, by their path without language, extension and `index`. */
  readonly pages: ReadonlyMap<string, readonly HugoPlace[]>
  /** The same by the last part of it. */
  readonly named: ReadonlyMap<string, readonly HugoPlace[]>
  /** Its own fields, then those that are handed down to it. */
  readonly readerOf: (place: HugoPlace, cut: CutFile) => FieldReader
  readonly unmade: (place: HugoPlace) => string | undefined
}

function contextOf(
  places: readonly HugoPlace[],
  { folder, site, home }: Pick<HugoContext, 'folder' | 'site' | 'home'>,
): HugoContext {
  const unmade = unmadeReasons(places, site)
  const made = places.filter(place => unmade(place) === undefined)
  const lists = places.flatMap(place => {
    const cut = place.isList ? cutPage(place, folder) : undefined
    return cut === undefined || 'problem' in cut ? [] : [[place, cut.fields] as const]
  })
  const cascade = cascades({ settings: site.cascade, lists })
  const readerOf = (place: HugoPlace, { fields }: CutFile): FieldReader => fieldReader(fields, ...cascade(place))
  return {
    folder,
    site,
    home,
    pages: Map.groupBy(made, pageKey),
    named: Map.groupBy(made, ({ name }) => name),
    readerOf,
    unmade,
  }
}

/** The story of a content file; else why there is none, empty for what nobody misses. */
function readPage(place: HugoPlace, context: HugoContext): SourceStory | string {
  const { folder, site, home } = context
  const { extension } = nameOf(place.path)
  const unmade = context.unmade(place)
  if (OTHER_TEXT.test(extension)) return unmade ?? 'only Markdown and HTML are read'
  const cut = cutPage(place, folder)
  if ('problem' in cut) return unmade ?? cut.problem
  if (!cut.hasFrontMatter && extension === 'html') return ''
  if (unmade !== undefined) return unmade
  if (place.isList) return cut.body.trim() === '' ? '' : 'the text of a list is not carried: Courant makes its own lists'
  const fields = context.readerOf(place, cut)
  if (fields.flag('headless')) return 'it is headless: no page of its own'
  if (!isRendered(fields)) return 'it is not rendered: no page of its own'
  const { date, expires, isDraft, isStory, losses: doubts } = stateOf(fields, place, site)
  const address = addressWithin(home, addressOf(place, { fields, date, site }))
  const { text, losses } = carryShortcodes(cut.body, target => referTo(target, place, context))
  const story: SourceStory = {
    ...BLANK_STORY,
    from: place.path,
    kind: isStory ? 'story' : 'page',
    id: address,
    address,
    aliases: fields.list('aliases').map(alias => aliasAddress(alias, { address, home })),
    title: fields.text('title', 'linktitle'),
    date,
    updated: fields.date(['lastmod', 'modified'], site.zone),
    expires,
    summary: fields.text('summary', 'description'),
    lang: site.languages.get(place.code)?.tag,
    editions: fields.text('translationkey') ?? pageKey(place),
    topics: fields.list('tags', 'categories', 'series', 'topics'),
    authors: fields.list('authors', 'author'),
    canonical: webAddress(fields.text('canonicalurl', 'canonical')),
    draft: isDraft,
    image: imageIn(fields),
    body: { kind: extension === 'html' ? 'html' : 'markdown', text },
  }
  return { ...story, losses: [...losses, ...doubts, ...fields.losses()] }
}

/** Hugo passes over white space before front matter. */
function cutPage({ path }: HugoPlace, folder: SourceFolder): ReturnType<typeof cutFile> {
  return cutFile(decodeText(folder.read(path)).trimStart())
}

/** Pages that are made for others to refer to, or for nobody, have no address. */
function isRendered(fields: FieldReader): boolean {
  const render = fields.text('build.render', '_build.render')
  return render === undefined || /^(always|true)$/i.test(render)
}

const DATES = ['publishdate', 'pubdate', 'published', 'date'] as const
const EXPIRIES = ['expirydate', 'unpublishdate'] as const

/** When it is out: `publishDate` goes before `date`, as it does for Hugo; else a date at the start of the name. */
function dateOf(fields: FieldReader, { name }: HugoPlace, { zone }: HugoSite): string | undefined {
  const inName = /^(\d{4}-\d\d-\d\d)-/.exec(name)?.[1]
  // Hugo knows `published: false` as well.
  const names = fields.flag('published') === undefined ? DATES : DATES.filter(each => each !== 'published')
  return fields.date(names, zone) ?? sourceDate(inName)
}

interface HugoState {
  readonly date: string | undefined
  readonly expires: string | undefined
  readonly isStory: boolean
  readonly isDraft: boolean
  readonly losses: readonly string[]
}

/** From when, how long and whether at all it may be seen: where that is unclear, not at all. */
function stateOf(fields: FieldReader, place: HugoPlace, site: HugoSite): HugoState {
  const isKept = fields.flag('draft') === true || fields.flag('published') === false || fields.isUnclear('draft')
  const date = dateOf(fields, place, site)
  const expires = fields.date(EXPIRIES, site.zone)
  const isUnclear = fields.isUnclear('draft', 'headless', ...EXPIRIES, ...DATES)
  const isStory = date !== undefined || isKept || fields.isUnclear(...DATES)
  const losses = isUnclear ? [UNCLEAR_STATE] : []
  return { date, expires, isStory, isDraft: isKept || isUnclear, losses }
}

function addressOf(
  place: HugoPlace,
  { fields, date, site }: { readonly fields: FieldReader; readonly date: string | undefined; readonly site: HugoSite },
): string {
  return hugoAddress({ ...place, title: fields.text('title'), slug: fields.text('slug'), url: fields.text('url'), date }, site)
}

/** An alias without a slash in front is relative to the folder of the page. What is no address is told with the redirects. */
function aliasAddress(alias: string, { address, home }: { readonly address: string; readonly home: string }): string {
  const isOfSite = alias.startsWith('/')
  return URL.parse(isOfSite ? alias.slice(1) : alias, isOfSite ? home : address.replace(/[^/]*\/?$/, ''))?.href ?? alias
}

/**
 * The address of the page that `ref` and `relref` name: by its path as seen from the page's own folder, or from the top, else by
 * the end of it.
 */
function referTo(
  target: string,
  from: HugoPlace,
  { pages, named, site, home, folder, readerOf }: HugoContext,
): string | undefined {
  const [path = '', fragment] = target.split('#')
  if (path === '') return `#${fragment}`
  const wanted = path
    .replace(/\.(md|markdown|html)$/, '')
    .replace(/(^|\/)_?index$/, '$1')
    .replace(/\/$/, '')
  const bare = wanted.replace(/^\//, '')
  const own = from.isBundle ? [...from.folders, from.name] : from.folders
  const whole = [...(wanted.startsWith('/') ? [] : [pathWithin(...own, wanted)]), pathWithin(wanted)]
  const found =
    whole.map(key => pages.get(key ?? wanted)).find(places => places !== undefined) ??
    named.get(bare.slice(bare.lastIndexOf('/') + 1))?.filter(each => `/${pageKey(each)}`.endsWith(`/${bare}`))
  const place = found?.find(({ code }) => code === from.code) ?? found?.[0]
  if (!place) return undefined
  const cut = cutPage(place, folder)
  if ('problem' in cut) return undefined
  const fields = readerOf(place, cut)
  const address = addressWithin(home, addressOf(place, { fields, date: dateOf(fields, place, site), site }))
  return address + (fragment === undefined ? '' : `#${fragment}`)
}
