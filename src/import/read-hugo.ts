import { decodeText } from './decode-text.ts'
import { cutFile } from './front-matter.ts'
import { hugoAddress } from './hugo-address.ts'
import { carryShortcodes } from './hugo-shortcodes.ts'
import { type HugoSite, hugoSite } from './hugo-site.ts'
import { imageIn } from './image-in.ts'
import { localFile } from './local-file.ts'
import { BLANK_STORY, type Loss, type Source, type SourceStory } from './source.ts'
import { sourceDate } from './source-date.ts'
import { type FieldReader, fieldReader } from './source-fields.ts'
import { folderOf, nameOf, type SourceFolder } from './source-folder.ts'
import { unreadFields } from './unread-fields.ts'
import { webAddress } from './web-address.ts'

const MARKDOWN = /^(md|markdown|mdown)$/
const OTHER_TEXT = /^(adoc|asciidoc|ad|org|rst|pdc|pandoc)$/

/** Whether a folder holds a Hugo site. */
export function isHugo({ paths }: SourceFolder): boolean {
  const all = [...paths]
  return (
    all.some(path => /^(hugo|config)\.(toml|ya?ml|json)$|^config\/_default\//.test(path)) ||
    all.some(path => path.startsWith('content/') && MARKDOWN.test(nameOf(path).extension))
  )
}

/** A content file by its place: which page it is. */
interface Place {
  readonly path: string
  readonly code: string
  readonly folders: readonly string[]
  readonly name: string
  readonly isList: boolean
  readonly isBundle: boolean
}

/** Reads a Hugo site's content. `home` is where the site stands, for settings that do not say. */
export function readHugo(folder: SourceFolder, { home: fallback }: { readonly home: string }): Source {
  const site = hugoSite(folder)
  const home = site.home ?? fallback
  const places = [...folder.paths].flatMap(path => placeOf(path, site) ?? [])
  const byFile = new Map(places.map(place => [place.path, place]))
  const stories: SourceStory[] = []
  const losses: Loss[] = []
  if (site.home === undefined)
    losses.push({
      from: 'baseURL',
      what: `the settings do not say where the site stands: ids are made as if at ${home}; name its feed with --feed to be sure`,
    })
  for (const place of places) {
    const story = readPage(place, { folder, site, home, byFile })
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
  }
}

function placeOf(path: string, site: HugoSite): Place | undefined {
  const { extension } = nameOf(path)
  if (!MARKDOWN.test(extension) && !OTHER_TEXT.test(extension) && extension !== 'html') return undefined
  const root = contentFolders(site).find(({ content }) => path.startsWith(`${content}/`))
  if (!root) return undefined
  const inner = path.slice(root.content.length + 1)
  const { name: full } = nameOf(inner)
  const suffix = nameOf(full).extension
  const code = site.languages.has(suffix) ? suffix : undefined
  const name = code === undefined ? full : full.slice(0, -code.length - 1)
  const folders = folderOf(inner) === '' ? [] : folderOf(inner).split('/')
  const isBundle = name === 'index'
  return {
    path,
    code: code ?? root.code,
    folders: isBundle ? folders.slice(0, -1) : folders,
    name: isBundle ? (folders.at(-1) ?? '') : name,
    isList: name === '_index',
    isBundle,
  }
}

/** Folders of content, the innermost first: languages may have one each. */
function contentFolders({
  languages,
  content,
  lang,
}: HugoSite): readonly { readonly content: string; readonly code: string }[] {
  const own = [...languages].flatMap(([code, language]) =>
    language.content === undefined ? [] : [{ content: language.content, code }],
  )
  return [...own, { content, code: lang ?? '' }].sort((a, b) => b.content.length - a.content.length)
}

interface HugoContext {
  readonly folder: SourceFolder
  readonly site: HugoSite
  readonly home: string
  readonly byFile: ReadonlyMap<string, Place>
}

/** The story of a content file; else why there is none, empty for what nobody misses. */
function readPage(place: Place, context: HugoContext): SourceStory | string {
  const { folder, site, home } = context
  const { extension } = nameOf(place.path)
  if (OTHER_TEXT.test(extension)) return 'only Markdown and HTML are read'
  const cut = cutFile(decodeText(folder.read(place.path)))
  if ('problem' in cut) return cut.problem
  if (!cut.hasFrontMatter && extension === 'html') return ''
  if (place.isList) return cut.body.trim() === '' ? '' : 'the text of a list is not carried: Courant makes its own lists'
  const fields = fieldReader(cut.fields)
  if (fields.flag('headless')) return 'it is headless: no page of its own'
  const date = dateOf(fields, place, site)
  const address = addressOf(place, { fields, date, site })
  const { text, losses } = carryShortcodes(cut.body, target => referTo(target, place, context))
  const isStory = date !== undefined || fields.flag('draft') === true
  const story: SourceStory = {
    ...BLANK_STORY,
    from: place.path,
    kind: isStory ? 'story' : 'page',
    id: new URL(address.replace(/^\//, ''), home).href,
    address: new URL(address.replace(/^\//, ''), home).href,
    aliases: fields.list('aliases').map(alias => aliasAddress(alias, address, home)),
    title: fields.text('title', 'linktitle'),
    date,
    updated: sourceDate(fields.text('lastmod', 'modified'), site.zone),
    expires: sourceDate(fields.text('expirydate', 'unpublishdate'), site.zone),
    summary: fields.text('summary', 'description'),
    lang: site.languages.get(place.code)?.tag,
    topics: fields.list('tags', 'categories', 'series', 'topics'),
    authors: authorsOf(fields),
    canonical: webAddress(fields.text('canonicalurl', 'canonical')),
    draft: fields.flag('draft') ?? false,
    image: imageIn(fields),
    attachments: [],
    body: { kind: extension === 'html' ? 'html' : 'markdown', text },
    losses,
  }
  return { ...story, losses: [...losses, ...unreadFields(fields)] }
}

/** When it is out: `publishDate` goes before `date`, as it does for Hugo; else a date at the start of the name. */
function dateOf(fields: FieldReader, { name }: Place, { zone }: HugoSite): string | undefined {
  const inName = /^(\d{4}-\d\d-\d\d)-/.exec(name)?.[1]
  const date = sourceDate(fields.text('date'), zone)
  return sourceDate(fields.text('publishdate', 'pubdate', 'published'), zone) ?? date ?? sourceDate(inName)
}

function addressOf(
  place: Place,
  { fields, date, site }: { readonly fields: FieldReader; readonly date: string | undefined; readonly site: HugoSite },
): string {
  return hugoAddress({ ...place, title: fields.text('title'), slug: fields.text('slug'), url: fields.text('url'), date }, site)
}

/** An alias without a slash in front is relative to the folder of the page. */
function aliasAddress(alias: string, address: string, home: string): string {
  const path = alias.startsWith('/') ? alias.slice(1) : `${address.replace(/[^/]*\/?$/, '').slice(1)}${alias}`
  return new URL(path, home).href
}

function authorsOf(fields: FieldReader): readonly string[] {
  const named = fields.list('authors', 'author')
  if (named.length > 0) return named
  const name = fields.text('author.name')
  return name === undefined ? [] : [name]
}

/** The address of the page that `ref` and `relref` name: a content file's path, or the end of one. */
function referTo(target: string, from: Place, { byFile, site, home, folder }: HugoContext): string | undefined {
  const [path = '', fragment] = target.split('#')
  if (path === '') return `#${fragment}`
  const wanted = path.replace(/^\//, '').replace(/\.(md|markdown|html)$/, '')
  const ends = (place: Place): boolean => {
    const own = [...place.folders, place.name].join('/')
    return own === wanted || own.endsWith(`/${wanted}`) || `${own}/index` === wanted
  }
  const found = [...byFile.values()].filter(ends)
  const place = found.find(({ code }) => code === from.code) ?? found[0]
  if (!place) return undefined
  const cut = cutFile(decodeText(folder.read(place.path)))
  if ('problem' in cut) return undefined
  const fields = fieldReader(cut.fields)
  const address = addressOf(place, { fields, date: dateOf(fields, place, site), site })
  return new URL(address.replace(/^\//, ''), home).href + (fragment === undefined ? '' : `#${fragment}`)
}
