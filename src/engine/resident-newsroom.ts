import { type Parsed, resolveBeside } from '../article/parse-article.ts'
import { listPageAt } from '../edition/former-pages.ts'
import type { Places } from '../edition/places-taken.ts'
import { feedsIn, noteReported } from '../edition/reported-updates.ts'
import type { StoredImage } from '../images/image-store.ts'
import { FILE_SIGN, type leadsIn, type Targets } from '../links/targets.ts'
import { isStandingPage, type OutPath, type SitePath, type SourcePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import { type Artifact, kindOf, type PageArtifact } from '../model/artifact.ts'
import type { PublishedFile } from '../model/body.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Channel, Edition, StoryState } from '../model/edition.ts'
import type { Instant } from '../model/instant.ts'
import { MADE } from '../model/made-files.ts'
import type { MultiMap, MutableMap } from '../model/maps.ts'
import type { RecordEntry } from '../model/record.ts'
import type { ManifestEntry } from '../output/manifest-file.ts'
import type { RecordBytes } from '../output/out-folder.ts'
import type { Known, Link } from '../plan/plan-publish.ts'
import type { ListedFile } from '../sources/list-files.ts'
import { isArticleFile } from '../sources/list-files.ts'
import type { Read, SourceMemory } from '../sources/source-memory.ts'
import type { ReadIndex } from '../stories/recorded-reads.ts'
import type { KindIndex } from './artifact-kinds.ts'
import type { Build } from './build.ts'
import type { CarriedChannel } from './describe-feeds.ts'
import {
  type Member,
  type Names,
  type Neighbourhoods,
  namesOfArticle,
  namesOfEntry,
  namesOfPlace,
  namesOfStanding,
  namesOfUnreadable,
} from './neighbourhood.ts'
import type { PublishInputs } from './publish-inputs.ts'
import type { StoredStories } from './stored-stories.ts'
import { addressOf } from './targets-of.ts'

/**
 * A newsroom as it was last published: what a change is compared with. It is in the cache, and read when it is asked for. All of it follows
 * from the files, the record and the manifest, and every publish of the whole makes it again.
 */
export interface ResidentNewsroom {
  readonly site: Build['site']
  readonly siteKey: string
  readonly hub: string | undefined
  edition: Edition
  /** Files of the newsroom. */
  readonly files: MutableMap<SourcePath, ListedFile>
  /** Of these the ones that are no stories: images, static files, standing pages. */
  readonly filesBeside: MutableMap<SourcePath, ListedFile>
  readonly unseen: ReadonlySet<SourcePath>
  /** Texts that stand in for files: last good versions. */
  readonly replaced: MutableMap<SourcePath, string>
  readonly sources: SourceMemory
  readonly known: MutableMap<OutPath, Known>
  /** Every story that could be read, with its id. */
  readonly articles: MutableMap<SourcePath, Article>
  /** Those of them that are public, as readers see them. */
  readonly released: MutableMap<SourcePath, Article>
  /** The stories of the edition, with what each takes in feeds. */
  readonly stories: StoredStories
  readonly record: MutableMap<string, RecordEntry>
  /** What there is of it in `out/`. */
  recordBytes: RecordBytes
  readonly manifest: MutableMap<OutPath, ManifestEntry>
  /** Main images and attachments as they are published. */
  readonly images: MutableMap<SourcePath, PublishedFile>
  readonly imageMemory: MutableMap<SourcePath, Read<StoredImage>>
  readonly names: Neighbourhoods
  readonly reads: ReadIndex
  /** The artifacts of each kind that reads stories. */
  readonly kinds: KindIndex
  readonly targets: MutableTargets
  /** Where addresses in bodies lead. */
  readonly leads: ReturnType<typeof leadsIn>
  /** Pages by what their bodies link to. */
  readonly linking: Index<string>
  /** Pages by the files that they show or offer. */
  readonly bringing: Index<SourcePath>
  /** Places of files that stand at addresses of the present. */
  readonly places: Places
  readonly several: MutableMap<Article['story'], readonly Article[]>
  readonly states: MutableMap<SourcePath, StoryState>
  /** Where files below `static/` are published. */
  readonly statics: ReadonlySet<OutPath>
  /** Channels as their feeds were cut, as far as anybody asked since they were read. */
  readonly carried: Map<SitePath, CarriedChannel>
  /** Whose page a file is. */
  readonly storyAt: MutableMap<OutPath, SourcePath>
  /** Files at addresses of the past. */
  past: ReadonlySet<OutPath>
  /** Files of public stories that name aliases or had other addresses. */
  readonly moved: MutableMap<SourcePath, true>
  /** Ids of stories that are public no more, each with its file; empty for one that has none. */
  readonly gone: MutableMap<string, SourcePath>
  /** What the record remembers of channels. */
  readonly reported: Map<Channel['path'], Map<string, Instant>>
  /** Pages of lists that are no more, with where each leads. */
  readonly formerPages: MutableMap<SitePath, SitePath>
  /** How many stories and pages there are in each language, those that nobody sees included. */
  readonly languages: MutableMap<string, number>
  /**
   * Stories whose lines in the record the last publish changed: the rules may say something else of them now, as of one that was withdrawn and is
   * public no more.
   */
  unsettled: ReadonlySet<SourcePath>
  /** Paths of the stories and files that the last publish held or had to replace. */
  obstacles: ReadonlySet<SourcePath>
  /**
   * Of these the ones that wait for an author's word: new files that may be missing stories, and stories whose change is held for confirmation. A
   * publish of the whole finds out about them.
   */
  readonly inQuestion: ReadonlySet<SourcePath>
  /** Files of an earlier publish that stay though nothing makes them now, as those of a story that cannot be read. */
  readonly kept: ReadonlySet<OutPath>
  /** Ids of public stories whose files are missing: a new file may be one of them under another name. */
  missing: readonly string[]
  /** Errors and warnings that need no look at bodies. */
  diagnostics: readonly Diagnostic[]
  /** Of these the ones of `site.yaml`, which are said again. */
  readonly siteDiagnostics: readonly Diagnostic[]
  /** Warnings about files that an article may name, each of which holds for as long as none does. */
  readonly doubtful: readonly Diagnostic[]
  /** Of these files the ones that each article names; found out when it is first asked. */
  mentions: ReadonlyMap<SourcePath, readonly SourcePath[]> | undefined
  /** What is wrong with the bodies of pages. */
  readonly faults: MutableMap<OutPath, readonly Diagnostic[]>
  /** What was said of the folder of the newsroom when it was listed. */
  readonly listed: readonly Diagnostic[]
  /** When a text that took too long is tried again; undefined where there is none. */
  retryAt: Instant | undefined
  /** What the entries of all stories took in their packs after the last publish of the whole. */
  readonly entryBytes: number
  /** What was to be done about a feed that turns over. */
  readonly onTurnover: PublishInputs['onTurnover']
  /** Reads many rows of the cache as of one instant, until that is disposed of or `begin` ends it. */
  readonly reading: () => Disposable
  /** Begins to change the cache: whatever keeps it from being written is known before anything else is touched. @throws what the system reports of a disk */
  readonly begin: () => void
  /** Writes what changed into the cache, and ends that. `marks` are those of the record and the manifest as they are now. */
  readonly save: (marks: string) => void
  readonly close: () => void
}

/** `Targets` that a change brings up to date. */
export interface MutableTargets extends Targets {
  readonly pages: MutableMap<SourcePath, SitePath | null>
  readonly addresses: MutableMap<SitePath, boolean>
}

/** Pages by something that they refer to. */
export class Index<Key extends string> {
  readonly #pages: MultiMap<OutPath, true>
  readonly #keys: MutableMap<OutPath, readonly Key[]>

  constructor({
    pages,
    keys,
  }: { readonly pages: MultiMap<OutPath, true>; readonly keys: MutableMap<OutPath, readonly Key[]> }) {
    this.#pages = pages
    this.#keys = keys
  }

  /** Puts what a page refers to in place of what it did; none where the page is no more. */
  set(page: OutPath, keys: readonly Key[]): void {
    for (const key of this.keysOf(page)) this.#pages.delete(key, page)
    if (keys.length > 0) this.#keys.set(page, keys)
    else if (this.#keys.has(page)) this.#keys.delete(page)
    for (const key of keys) this.#pages.set(key, [page, true])
  }

  pagesWith(key: Key): Iterable<OutPath> {
    return this.#pages.get(key).keys()
  }

  keysOf(page: OutPath): readonly Key[] {
    return this.#keys.get(page) ?? []
  }

  isUsed(key: Key): boolean {
    return this.#pages.has(key)
  }
}

/** Whether every publish says something as long as it holds. What became of a story is said once, when it does. */
export function isSaidAgain({ code, severity }: Diagnostic): boolean {
  return code !== 'late' && !(code === 'removed' && severity === 'warning')
}

/** Notes what is to be known of a file that is published, beside its bytes. */
export function noteArtifact(resident: ResidentNewsroom, artifact: Artifact): void {
  const { path } = artifact
  resident.places.take(path, path)
  const isLinked = artifact.kind === 'feed' ? !artifact.archive : MADE[kindOf(artifact)].isLinked
  if (artifact.kind !== 'feed' || isLinked) resident.targets.addresses.set(addressOf(path), isLinked)
  if (artifact.kind === 'page') notePage(resident, artifact, resident.known.get(path) ?? NOTHING_KNOWN)
}

const NOTHING_KNOWN = { links: [], diagnostics: [] } as const

/** Notes what a page links to and shows, and what is wrong with it. */
export function notePage(
  pages: Pick<ResidentNewsroom, 'faults' | 'linking' | 'bringing' | 'leads'>,
  artifact: PageArtifact,
  { links, diagnostics }: Pick<Known, 'links' | 'diagnostics'>,
): void {
  const { path } = artifact
  noteFaults(pages, path, diagnostics)
  const from = artifact.source?.path
  pages.linking.set(path, from === undefined ? [] : links.flatMap(({ target }) => linkKeys(from, target)))
  pages.bringing.set(path, broughtBy(artifact, links, pages.leads))
}

/** Notes what is wrong with a page. */
export function noteFaults(
  { faults }: Pick<ResidentNewsroom, 'faults'>,
  path: OutPath,
  diagnostics: readonly Diagnostic[],
): void {
  if (diagnostics.length > 0) faults.set(path, diagnostics)
  else faults.delete(path)
}

/** Forgets a file that is published no more. */
export function forgetArtifact(resident: ResidentNewsroom, path: OutPath): void {
  resident.places.release(path)
  forgetPage(resident, path)
}

/** Forgets what is known of a page whose place something else has now. */
export function forgetPage(resident: ResidentNewsroom, path: OutPath): void {
  resident.faults.delete(path)
  resident.linking.set(path, [])
  resident.bringing.set(path, [])
  resident.reads.set(path, [])
}

/** The files that a page shows or offers. */
export function broughtBy(artifact: Artifact, links: readonly Link[], leads: ResidentNewsroom['leads']): readonly SourcePath[] {
  if (artifact.kind !== 'page' || !artifact.source) return []
  const { path: from } = artifact.source
  const linked = links.flatMap(({ target, led }) => (led.includes(FILE_SIGN) ? (leads(from, target).brings ?? []) : []))
  return [...new Set([...linked, ...artifact.files.map(path => path.slice(1))])]
}

/** What an address in a body may be about: a file of the newsroom, an address of the site. */
function linkKeys(from: SourcePath, target: string): readonly string[] {
  const beside = resolveBeside(from, target)
  const address = target.startsWith('/') ? `/${target.slice(1).normalize('NFC')}` : undefined
  return [
    ...(beside === undefined ? [] : [`file ${beside}`]),
    ...(address === undefined ? [] : [`address ${address}`, `address ${address}/`]),
  ]
}

/** Whether a file of the newsroom is read with any part of it: one that is no story. */
export function isBeside(path: SourcePath): boolean {
  return !isArticleFile(path) || isStandingPage(path)
}

/** Stands for the file of a story that has none. */
const NO_FILE: SourcePath = ''

/** Notes what an entry of the record says, in place of what it said before. */
export function noteEntry(
  { reported, gone }: Pick<ResidentNewsroom, 'reported' | 'gone'>,
  { before, now }: { readonly before: RecordEntry | undefined; readonly now: RecordEntry },
): void {
  const { id } = now
  for (const [path] of feedsIn(before?.feeds ?? {})) {
    const dates = reported.get(path)
    dates?.delete(id)
    if (dates?.size === 0) reported.delete(path)
  }
  noteReported(reported, now)
  if (now.gone === undefined) gone.delete(id)
  else if (!gone.has(id)) gone.set(id, NO_FILE)
}

/** Notes whether a public story has other addresses than its own. */
export function noteMoved(
  { moved, record }: Pick<ResidentNewsroom, 'moved'> & Pick<NamedNewsroom, 'record'>,
  { path, id, aliases }: Article,
): void {
  const { former = [] } = record.get(id) ?? {}
  if (aliases.length + former.length > 0) moved.set(path, true)
  else moved.delete(path)
}

/** Notes where an older page of a list leads, if it does. */
export function noteFormerPage({ formerPages }: ResidentNewsroom, path: OutPath, entry: ManifestEntry | undefined): void {
  const address = listPageAt(path)
  if (address === undefined) return
  if (entry?.answer?.status === 301) formerPages.set(address, entry.answer.to)
  else formerPages.delete(address)
}

/** Counts the languages of files, once more or once less each. */
export function countLanguages(
  { languages, articles, sources }: Pick<ResidentNewsroom, 'languages'> & Pick<NamedNewsroom, 'articles' | 'sources'>,
  { paths, by }: { readonly paths: Iterable<SourcePath>; readonly by: 1 | -1 },
): void {
  for (const path of paths)
    for (const version of [articles.get(path), sources.articles.get(path)?.value.story])
      if (version) languages.set(version.lang, (languages.get(version.lang) ?? 0) + by)
}

/** What the names of files and entries follow from. */
export interface NamedNewsroom extends Pick<ResidentNewsroom, 'site'> {
  readonly sources: { readonly articles: ReadonlyMap<SourcePath, Read<Parsed>> }
  readonly files: ReadonlyMap<SourcePath, ListedFile>
  readonly replaced: ReadonlyMap<SourcePath, string>
  readonly articles: ReadonlyMap<SourcePath, Article>
  readonly record: ReadonlyMap<string, RecordEntry>
  readonly edition: Pick<Edition, 'standing'>
}

/** The names of a file or an entry. */
export function namesOf(
  { sources, files, replaced, articles, record, site, edition }: NamedNewsroom,
  member: Member,
): readonly Names[] {
  if (member.startsWith('entry ')) {
    const entry = record.get(member.slice('entry '.length))
    return entry ? [namesOfEntry(entry)] : []
  }
  const path = member.slice('file '.length)
  const published = articles.get(path)
  const story = sources.articles.get(path)?.value.story
  const names = [
    ...(story?.kind === 'article' ? [namesOfArticle(story, site.idPrefix)] : []),
    ...(story?.kind === 'standing' ? [namesOfStanding(story)] : []),
    // What stands in for a file may have other names.
    ...(published && replaced.has(path) ? [namesOfArticle({ ...published, givenId: published.id }, site.idPrefix)] : []),
    ...(path.startsWith('static/') ? [namesOfPlace(path.slice('static/'.length))] : []),
    ...(story === undefined && published === undefined && isArticleFile(path)
      ? edition.standing.filter(page => page.path === path).map(namesOfStanding)
      : []),
  ]
  if (names.length === 0 && isArticleFile(path) && files.has(path)) return [namesOfUnreadable(path)]
  const known = names.flatMap(one => one.known)
  return names.length < 2 ? names : [{ known, asks: names.flatMap(one => one.asks) }]
}
