import { lstatSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { articleParser, type Parsed } from '../article/parse-article.ts'
import { unknownTopics } from '../article/unknown-topics.ts'
import { SITE_FILE } from '../config/read-site.ts'
import { type ChangedEdition, changedEdition } from '../edition/changed-edition.ts'
import { nextMoment } from '../edition/next-moment.ts'
import { lateDiagnostics } from '../edition/release-dates.ts'
import { withReportedChannels } from '../edition/reported-updates.ts'
import { toldIn } from '../edition/told-changes.ts'
import { belongs, withTombstones } from '../edition/tombstones.ts'
import { ImageStore } from '../images/image-store.ts'
import { excerptOf } from '../markdown/excerpt.ts'
import { isStaticFile, type OutPath, outPathOf, type SourcePath, STATIC_FOLDER } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import type { PublishedFile } from '../model/body.ts'
import { changedMap } from '../model/changed-map.ts'
import { compare } from '../model/compare.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { byPlace } from '../model/diagnostic.ts'
import type { Channel, Edition, Upcoming } from '../model/edition.ts'
import { isWhole, type Whole, whole } from '../model/explanation.ts'
import { goneEntries, type PublicationRecord, type RecordEntry } from '../model/record.ts'
import { publicVersions } from '../output/public-versions.ts'
import { ifThere } from '../platform/if-there.ts'
import { atTheirPlaces } from '../sources/at-their-places.ts'
import { isArticleFile, type ListedFile, type Listing, listFile } from '../sources/list-files.ts'
import { type ReadNewsroom, readSource } from '../sources/read-newsroom.ts'
import type { Read } from '../sources/source-memory.ts'
import { mentionedBy } from '../sources/unpublished-files.ts'
import { lastGoodIn } from '../state/last-good.ts'
import { withFormerTexts } from '../state/remembered.ts'
import type { ComputedEdition, EditionInputs } from './build.ts'
import { heldBack } from './held-back.ts'
import { type Member, type Names, namesOfArticle, namesOfStanding, namesOfUnreadable } from './neighbourhood.ts'
import { noObstacles, type Obstacles, obstaclePaths, type PublicNewsroom, publicNewsroomSteps } from './public-newsroom.ts'
import type { PublishRequest } from './publish-request.ts'
import { readWithImages } from './published-images.ts'
import type { FilesBefore } from './renamed-stories.ts'
import { countLanguages, namesOf, type ResidentNewsroom } from './resident-newsroom.ts'
import { SlowBodies } from './slow-bodies.ts'

// With more, to read everything is as fast.
const MOST_CHANGED = 100
const MOST_AROUND = 1000
const MOST_MISSING = 1000

/** Files of a newsroom that changed: how they are on disk now, and what is in them; undefined for those that are gone. */
export interface FileChanges {
  readonly files: ReadonlyMap<SourcePath, ListedFile | undefined>
  readonly parsed: ReadonlyMap<SourcePath, Read<Parsed>>
}

/** Looks at files that changed; the whole is to be published where something else than a story or a page did, or a file cannot be read. */
function lookAtChanges(
  changed: readonly SourcePath[],
  { resident, request }: { readonly resident: ResidentNewsroom; readonly request: PublishRequest },
): FileChanges | Whole {
  if (changed.length > MOST_CHANGED) return whole('many-files')
  const files = new Map<SourcePath, ListedFile | undefined>()
  const parsed = new Map<SourcePath, Read<Parsed>>()
  const parse = articleParser({ site: resident.site, excerptOf })
  for (const path of changed) {
    const before = resident.files.get(path)
    const onDisk = before?.onDisk ?? join(request.paths.articles, path)
    const file = listFile(path, onDisk)
    if (!before && !file) {
      if (needsWhole(path, { resident, onDisk })) return whole('unusual-file')
      // An editor's, which writes beside a file before it replaces it.
      continue
    }
    if (file && file.mark === before?.mark && file.settled && before.settled) continue
    if (!file && isReplaced(onDisk, request.paths.articles)) return whole('unusual-file')
    if (!isArticleFile(path)) return whole(path === SITE_FILE ? 'site' : isStaticFile(path) ? 'static-file' : 'other-file')
    files.set(path, file)
    if (!file) continue
    const source = readSource(file)
    if ('severity' in source) return whole('unreadable-file')
    parsed.set(path, { mark: file.mark, value: parse(source) })
  }
  return { files, parsed }
}

/** Whether something else took the place of a file: a link, a folder, or a file or link in the place of a folder above it. */
function isReplaced(onDisk: string, root: string): boolean {
  if (ifThere(() => lstatSync(onDisk)) !== undefined) return true
  for (let folder = dirname(onDisk); folder.length > root.length; folder = dirname(folder))
    if (ifThere(() => lstatSync(folder))?.isDirectory() === false) return true
  return false
}

/** Whether something is there that is no file or has another name on the disk; or a mistake was reported of what was there. */
function needsWhole(
  path: SourcePath,
  { resident, onDisk }: { readonly resident: ResidentNewsroom; readonly onDisk: string },
): boolean {
  const isThere = ifThere(() => lstatSync(onDisk)) !== undefined
  // Of a story whose file is missing that is said already.
  const isReported = !resident.replaced.has(path) && resident.diagnostics.some(diagnostic => diagnostic.path === path)
  return isThere || path !== path.normalize('NFD') || isReported
}

/** A newsroom after some of its files changed, or the time came for some of its stories. */
export interface ChangedNewsroom {
  readonly changes: FileChanges
  /** What the passing of time changed. */
  readonly due: readonly Upcoming[]
  /** The stories that were looked at again, by their files. */
  readonly paths: ReadonlySet<SourcePath>
  readonly read: ReadNewsroom
  readonly computed: ComputedEdition
  /** Paths of what is held or replaced, in the whole newsroom. */
  readonly obstacles: ResidentNewsroom['obstacles']
  /** Ids of all public stories whose files are missing. */
  readonly missing: ResidentNewsroom['missing']
  /** What the next publish is to know of these. */
  readonly missingStories: PublicNewsroom['missing']
  /** The edition of the whole. */
  readonly edition: Edition
  readonly left: ChangedEdition['left']
  readonly came: ChangedEdition['came']
  readonly record: PublicationRecord
  /** Its entries that are others than before. */
  readonly entries: ReadonlyMap<string, RecordEntry>
  /** All of its entries of stories that are public no more. */
  readonly goneEntries: readonly RecordEntry[]
  /** Main images and attachments as they are published. */
  readonly images: ReadonlyMap<SourcePath, PublishedFile>
  readonly imageStore: ImageStore
  readonly slow: SlowBodies
  readonly diagnostics: readonly Diagnostic[]
  readonly mentions: ResidentNewsroom['mentions']
}

/**
 * What is public after a change: the rules are applied to what shares a name with the files that changed and with the stories that
 * something is due for, and the edition is brought up to date with what they come to. Or the newsroom has to be read whole: where a
 * public story's file is gone, a story would lose its address, or a language comes or goes.
 */
export async function changedNewsroom(
  changed: readonly SourcePath[],
  { resident, request }: { readonly resident: ResidentNewsroom; readonly request: PublishRequest },
): Promise<ChangedNewsroom | 'nothing' | Whole> {
  const { asOf, paths } = request
  const { edition: before } = resident
  if (asOf < before.reached || asOf < before.asOf) return whole('clock')
  if (resident.unseen.size > 0) return whole('unseen-folder')
  // What is accepted now may have been refused before, of stories that nothing else happened to.
  if (request.accept && (resident.obstacles.size > 0 || resident.diagnostics.some(({ code }) => code === 'id-changed')))
    return whole('accepted')
  const changes = lookAtChanges(changed, { resident, request })
  if (isWhole(changes)) return changes
  const languages = languagesIn(resident, changes)
  if (languages.join() !== languagesIn(resident).join()) return whole('languages')
  if (changes.files.size === 0 && asOf < (nextMoment(before) ?? Number.POSITIVE_INFINITY)) return 'nothing'
  const around = aroundChanges(changes, { resident, asOf })
  if (around.paths.size > MOST_AROUND) return whole('many-stories')
  if (isInQuestion(around, resident)) return whole('held-story')
  const slow = new SlowBodies(request, { known: resident.known, record: resident.record })
  const imageStore = new ImageStore({
    folders: [paths.images],
    largest: resident.site.images.largest,
    before: resident.imageMemory,
  })
  const found = await publicPart(around, { changes, languages, resident, request, slow, imageStore })
  if (isWhole(found)) return found
  const { read, computed, diagnostics, obstacles } = found
  const standing = standingNow(computed, { before, around })
  if ([...around.entries, ...standing].some(({ permalink }) => resident.kept.has(outPathOf(permalink))))
    return whole('held-story')
  const articles = new Map(computed.articles.map(article => [article.id, article]))
  const isGone = ({ id }: Article): boolean =>
    resident.record.get(id)?.gone !== undefined || computed.record.get(id)?.gone !== undefined
  const beside = [...around.paths]
    .flatMap(path => resident.articles.get(path) ?? [])
    .concat(computed.articles)
    .filter(isGone)
  const edited = changedEdition(
    before,
    { paths: around.paths, edition: computed.edition, beside },
    {
      site: resident.site,
      writtenAt: ({ id, path }) => (articles.get(id) ?? resident.articles.get(path))?.date.at ?? 0,
      toldOf: id => toldIn(resident.record.get(id)),
      storyOf: path => resident.released.get(path),
    },
  )
  if (!edited) return whole('languages')
  if (around.statics.some(path => computed.claimed.statics.has(path) !== resident.statics.has(path)))
    return whole('static-file')
  const pages = [...before.standing.filter(({ path }) => !around.paths.has(path)), ...standing]
  const dated = withDates(
    { ...edited.edition, standing: pages.sort((a, b) => compare(a.permalink, b.permalink)) },
    { computed, resident, beside, came: edited.came, paths: around.paths },
  )
  const { items: room } = resident.site.feeds
  const isBeyond = (story: Article): boolean => !resident.record.has(story.id) && dated.edition.released.indexOf(story) >= room
  const late = lateDiagnostics(edited.came.filter(isBeyond), { record: resident.record, asOf, room })
  const mentions = mentionsNow(changes, resident)
  return {
    changes,
    due: around.due,
    paths: around.paths,
    read,
    computed,
    ...obstaclesNow(obstacles, { around, resident }),
    missingStories: found.missing,
    ...dated,
    left: edited.left,
    came: edited.came,
    images: imagesNow(resident, read),
    imageStore,
    slow,
    diagnostics: diagnosticsNow([...diagnostics, ...late], { around, resident, read, computed, mentions }),
    mentions,
  }
}

/** The pages of a part. One that says the same is the same object, so that nothing of it is another. */
function standingNow(
  { edition }: ComputedEdition,
  { before, around: { paths } }: { readonly before: Edition; readonly around: Around },
): Edition['standing'] {
  const were = new Map(before.standing.map(page => [page.path, page]))
  return edition.standing.flatMap(page => {
    const was = were.get(page.path)
    if (!paths.has(page.path)) return []
    return was && JSON.stringify(was) === JSON.stringify(page) ? was : page
  })
}

/** Whether something of a part waits for an author's word, or what does may be answered by it: a story that was missing may be a new file under another name. */
function isInQuestion({ paths, entries }: Around, { inQuestion, missing }: ResidentNewsroom): boolean {
  if (inQuestion.size === 0) return false
  return [...paths].some(path => inQuestion.has(path)) || entries.some(({ id }) => missing.includes(id))
}

function obstaclesNow(
  obstacles: Obstacles,
  { around: { paths, entries }, resident }: { readonly around: Around; readonly resident: ResidentNewsroom },
): Pick<ChangedNewsroom, 'obstacles' | 'missing'> {
  const looked = new Set([...paths, ...entries.map(({ path }) => path)])
  const ids = new Set(entries.map(({ id }) => id))
  return {
    obstacles: new Set([...[...resident.obstacles].filter(path => !looked.has(path)), ...obstaclePaths(obstacles)]),
    missing: [...resident.missing.filter(id => !ids.has(id)), ...obstacles.missing.map(({ id }) => id)],
  }
}

/** The images of a draft are not made: of one that is public as well, what is known stays. */
function imagesNow({ images }: ResidentNewsroom, { newsroom, images: made }: ReadNewsroom): ChangedNewsroom['images'] {
  const isOther = ([source, file]: readonly [SourcePath, PublishedFile]): boolean =>
    (made?.has(source) === true && images.get(source) !== file) || !images.has(source)
  return changedMap(images, new Map([...newsroom.images].filter(isOther)))
}

interface WholeDiagnostics {
  readonly around: Around
  readonly resident: ResidentNewsroom
  readonly read: ReadNewsroom
  readonly computed: ComputedEdition
  readonly mentions: ResidentNewsroom['mentions']
}

/**
 * What is to be said of the newsroom: of the files that were looked at again what the rules on them say, and of the others what was said. Some warnings are
 * about the newsroom as a whole.
 */
function diagnosticsNow(
  said: readonly Diagnostic[],
  { around, resident, read, computed, mentions }: WholeDiagnostics,
): readonly Diagnostic[] {
  const isAround = ({ path }: Diagnostic): boolean => around.paths.has(path)
  const others = resident.diagnostics.filter(one => !isAround(one))
  // A file that is gone is still among those that were.
  const elsewhere = (path: SourcePath) => (around.paths.has(path) ? undefined : resident.files.get(path))
  const files = { get: (path: SourcePath) => read.files.get(path) ?? elsewhere(path) }
  const topics = [...resident.diagnostics, ...said].some(isOfTopics) ? topicsNow(resident, { around, computed, files }) : []
  const doubtful = new Set(resident.doubtful.map(({ path }) => path))
  const attached = doubtful.size === 0 ? [] : attachedByLastGood(resident, { around, read, computed })
  const mentioned = new Set([...(mentions?.values() ?? []), attached].flat())
  const isOfWhole = (one: Diagnostic): boolean => isOfTopics(one) || (one.code === 'misnamed' && doubtful.has(one.path))
  return [
    ...others.filter(one => !isOfWhole(one)),
    ...atTheirPlaces([...said.filter(one => isAround(one) && !isOfTopics(one)), ...topics], files),
    ...resident.doubtful.filter(({ path }) => !mentioned.has(path)),
  ].sort(byPlace)
}

/** What last good versions attach: their texts are in no file. */
function attachedByLastGood(
  { replaced, articles }: ResidentNewsroom,
  { around, read, computed }: Pick<WholeDiagnostics, 'around' | 'read' | 'computed'>,
): readonly SourcePath[] {
  const others = [...replaced.keys()].filter(path => !around.paths.has(path)).flatMap(path => articles.get(path) ?? [])
  const own = computed.articles.filter(({ path }) => read.replaced.has(path))
  return [...others, ...own].flatMap(({ attachments }) => attachments.map(({ path }) => path))
}

function isOfTopics({ code, field }: Diagnostic): boolean {
  return code === 'unknown-name' && field === 'topics'
}

/** Each unknown topic is told at the first story that has it; those whose files are gone come last. */
function topicsNow(
  { articles, site }: ResidentNewsroom,
  {
    around,
    computed,
    files,
  }: Pick<WholeDiagnostics, 'around' | 'computed'> & { readonly files: { readonly get: (path: SourcePath) => unknown } },
): readonly Diagnostic[] {
  const others = [...articles.values()].filter(({ path }) => !around.paths.has(path))
  const isGone = ({ path }: Article): number => Number(files.get(path) === undefined)
  return unknownTopics(
    [...others, ...computed.articles].sort((a, b) => isGone(a) - isGone(b) || compare(a.path, b.path)),
    site,
  )
}

/** Which articles name a file that may be meant as a story. Their texts are read once, and only where there is such a file. */
function mentionsNow({ files, parsed }: FileChanges, resident: ResidentNewsroom): ResidentNewsroom['mentions'] {
  const doubtful = resident.doubtful.map(({ path }) => path)
  if (doubtful.length === 0) return undefined
  const mentionsIn = (file: ListedFile, read: Parsed | undefined): readonly SourcePath[] => {
    const source = readSource(file)
    const attachments = read?.story?.kind === 'article' ? read.story.attachments : []
    return 'bytes' in source ? mentionedBy({ attachments, text: Buffer.from(source.bytes).toString('utf8') }, doubtful) : []
  }
  const before =
    resident.mentions ??
    [...resident.files.values()].flatMap(file => {
      if (!isArticleFile(file.path)) return []
      return [[file.path, mentionsIn(file, resident.sources.articles.get(file.path)?.value)] as const]
    })
  const mentions = new Map(before)
  for (const [path, file] of files) {
    if (file) mentions.set(path, mentionsIn(file, parsed.get(path)?.value))
    else mentions.delete(path)
  }
  return mentions
}

interface Around {
  /** Of stories and standing pages. */
  readonly paths: ReadonlySet<SourcePath>
  /** Where files below `static/` go. */
  readonly statics: readonly OutPath[]
  readonly entries: readonly RecordEntry[]
  readonly due: readonly Upcoming[]
}

/** The stories and entries that share a name with what changed, with what is due, or with what the last publish changed in the record. */
function aroundChanges(
  { files, parsed }: FileChanges,
  { resident, asOf }: { readonly resident: ResidentNewsroom; readonly asOf: number },
): Around {
  const { upcoming, waiting, asOf: last } = resident.edition
  const due = upcoming.filter(({ at }) => at <= asOf)
  const waited = waiting.filter(({ since }) => since > last && since <= asOf)
  const seeds = [...files.keys(), ...[...due, ...waited].map(({ path }) => path), ...resident.unsettled].map(
    (path): Member => `file ${path}`,
  )
  const { idPrefix } = resident.site
  const members = resident.names.around(seeds, member => [
    ...namesOf(resident, member),
    ...namesNow(member, { parsed, idPrefix }),
  ])
  const all = [...members]
  const tied = all.flatMap(member => (member.startsWith('file ') ? [member.slice('file '.length)] : []))
  const entries = all.flatMap(member =>
    member.startsWith('entry ') ? (resident.record.get(member.slice('entry '.length)) ?? []) : [],
  )
  const statics = tied.filter(isStaticFile).map(path => path.slice(STATIC_FOLDER.length))
  return { paths: new Set(tied.filter(isArticleFile)), statics, due, entries: entries.sort((a, b) => compare(a.id, b.id)) }
}

/** The names that a file has since it changed. */
function namesNow(
  member: Member,
  { parsed, idPrefix }: Pick<FileChanges, 'parsed'> & { readonly idPrefix: string },
): readonly Names[] {
  const path = member.startsWith('file ') ? member.slice('file '.length) : undefined
  const read = path === undefined ? undefined : parsed.get(path)
  if (path === undefined || !read) return []
  const { story } = read.value
  if (!story) return [namesOfUnreadable(path)]
  return [story.kind === 'article' ? namesOfArticle(story, idPrefix) : namesOfStanding(story)]
}

interface PartContext {
  readonly changes: FileChanges
  readonly languages: readonly string[]
  readonly resident: ResidentNewsroom
  readonly request: PublishRequest
  readonly slow: SlowBodies
  readonly imageStore: ImageStore
}

type PublicPart = Pick<PublicNewsroom, 'read' | 'computed' | 'obstacles' | 'missing' | 'diagnostics'>

/**
 * Reads that part with its images, and finds what is public of it, as a publish of the whole does: a story that stands in the way gives way to its last
 * good version. The whole is to be published where there is none, or where a new file may be a missing story.
 */
async function publicPart(
  { paths: around, entries }: Around,
  { changes, languages, resident, request, slow, imageStore }: PartContext,
): Promise<PublicPart | Whole> {
  const { paths, theme, pool, onProgress } = request
  const { site } = resident
  using lastGood = lastGoodIn(paths)
  const formerSite = (): typeof site => withFormerTexts(site, paths)
  const edition: EditionInputs = {
    site,
    record: new Map(entries.map(entry => [entry.id, entry])),
    asOf: request.asOf,
    accept: request.accept,
    rest: { languages, hasPublished: resident.record.size > 0 },
  }
  const { record } = edition
  const missingElsewhere = resident.missing.flatMap(id => (record.has(id) ? [] : (resident.record.get(id) ?? [])))
  if (missingElsewhere.length > MOST_MISSING) return whole('missing-story')
  const obstacles = noObstacles()
  const filesBefore = filesIn(resident)
  const inputs = { paths, edition, missingElsewhere, filesBefore, lastGood, formerSite, holds: true, heldBefore: [] }
  const steps = publicNewsroomSteps(inputs, obstacles)
  const isPublic = publicVersions({ record, manifest: resident.manifest, hasRecord: resident.record.size > 0 })
  const listing = listingOf(around, { changes, resident })
  const memory = { ...resident.sources, articles: readBefore(listing, { changes, resident }) }
  const context = { site, memory, lastGood, formerSite, isPublic, failed: slow.failed, listing }
  let step = steps.next()
  for (let count = 0; !step.done; count++) {
    const wanted = { ...context, ...step.value }
    const read = await readWithImages(paths.articles, wanted, { store: imageStore, theme, pool, onProgress })
    if (heldBack(read, { record, lang: site.lang }).some(path => resident.manifest.has(path))) return whole('file-errors')
    const before = obstacles.missing
    step = steps.next(read)
    if (obstacles.renamed.size > 0) return whole('missing-story')
    // A publish of the whole notes missing stories once: what is missing elsewhere was noted at first.
    if (obstacles.missing !== before && count > 0 && missingElsewhere.length > 0) return whole('missing-story')
  }
  const { value: found } = step
  // A new file that is in question already was there before the file of a story went.
  const mayBeInQuestion = resident.inQuestion.size > 0 && obstacles.missing.some(({ path }) => !filesBefore.has(path))
  return found.computed.missing.length > 0 || mayBeInQuestion ? whole('missing-story') : found
}

/** The files of the last publish. */
function filesIn({ files, sources, released }: ResidentNewsroom): FilesBefore {
  return {
    has: path => sources.articles.has(path),
    unpublished: () => {
      const all = new Set([...files.keys()].filter(isArticleFile))
      for (const path of released.keys()) all.delete(path)
      return [...all]
    },
  }
}

/** What is known of the stories and pages among these files. */
function readBefore(
  { files }: Listing,
  { changes, resident }: Pick<PartContext, 'changes' | 'resident'>,
): Map<SourcePath, Read<Parsed>> {
  return new Map(
    files.flatMap(({ path }) => {
      const read = changes.parsed.get(path) ?? resident.sources.articles.get(path)
      return read ? [[path, read] as const] : []
    }),
  )
}

/** The files of a part, with all that are no stories: to list them costs little. */
function listingOf(
  around: ReadonlySet<SourcePath>,
  { changes, resident }: { readonly changes: FileChanges; readonly resident: ResidentNewsroom },
): Listing {
  const part = [...around].flatMap(path => resident.files.get(path) ?? [])
  const before = new Map([...resident.filesBeside, ...part.map(file => [file.path, file] as const)])
  const now = [...changes.files.values()].flatMap(file => file ?? [])
  return {
    files: [...[...before.values()].filter(({ path }) => !changes.files.has(path)), ...now].sort((a, b) =>
      a.path < b.path ? -1 : 1,
    ),
    diagnostics: [],
    unseen: resident.unseen,
  }
}

/** The languages of all stories and pages, those that nobody sees included: each has a folder of its own. */
function languagesIn({ languages, articles, sources }: ResidentNewsroom, changes?: FileChanges): readonly string[] {
  const counts = new Map(languages)
  countLanguages({ languages: counts, articles, sources }, { paths: changes?.files.keys() ?? [], by: -1 })
  for (const { value } of changes?.parsed.values() ?? [])
    if (value.story) counts.set(value.story.lang, (counts.get(value.story.lang) ?? 0) + 1)
  return [...counts].flatMap(([lang, count]) => (count > 0 ? lang : [])).sort()
}

/** The edition with the dates that feeds report of their channels and of stories that went, and the record that remembers these. */
function withDates(
  edition: Edition,
  {
    computed,
    resident,
    beside,
    came,
    paths,
  }: {
    readonly came: readonly Article[]
    readonly computed: ComputedEdition
    readonly resident: ResidentNewsroom
    readonly beside: readonly Article[]
    readonly paths: ReadonlySet<SourcePath>
  },
): Pick<ChangedNewsroom, 'edition' | 'record' | 'entries' | 'goneEntries'> {
  const changed = changedEntries(computed, resident)
  const record = changedMap(resident.record, changed)
  const known = new Set(resident.edition.channels)
  const isTouched = (channel: Channel): boolean => !known.has(channel) || beside.some(story => belongs(story, channel))
  const there = new Set(edition.channels.map(({ path }) => path))
  const own = new Map(computed.articles.map(article => [article.path, article]))
  const reported = withReportedChannels(edition.channels.filter(isTouched), {
    record,
    reported: resident.reported,
    reached: edition.reached,
    idOf: path => (own.get(path) ?? resident.articles.get(path))?.id,
    changedIn: channel => (channel.kind === 'changes' ? channel.stories : came.filter(story => belongs(story, channel))),
    gone: resident.edition.channels.flatMap(({ path }) => (there.has(path) ? [] : path)),
  })
  const ids = new Set([...resident.gone.keys(), ...changed.keys()])
  const gone = goneEntries([...ids].flatMap(id => record.get(id) ?? []))
  const articleOf = articlesAfter(resident, { computed, paths })
  const told = new Map(withTombstones(reported.channels, { gone, articleOf }).map(channel => [channel.path, channel]))
  return {
    edition: { ...edition, channels: edition.channels.map(channel => told.get(channel.path) ?? channel) },
    record: changedMap(record, reported.entries),
    entries: new Map([...changed, ...reported.entries]),
    goneEntries: gone,
  }
}

/** The entries of the record that the rules on a part of it change. What channels reported is another matter. */
function changedEntries({ record }: ComputedEdition, resident: ResidentNewsroom): ReadonlyMap<string, RecordEntry> {
  const entries = new Map<string, RecordEntry>()
  for (const { feeds: _, ...entry } of record.values()) {
    const was = resident.record.get(entry.id)
    const now = was?.feeds ? { ...entry, feeds: was.feeds } : entry
    if (JSON.stringify(was) !== JSON.stringify(now)) entries.set(entry.id, now)
  }
  return entries
}

/** The story with an id that is public no more, where there still is a file of it. */
function articlesAfter(
  { gone, articles }: ResidentNewsroom,
  { computed, paths }: { readonly computed: ComputedEdition; readonly paths: ReadonlySet<SourcePath> },
): (id: string) => Article | undefined {
  const own = new Map(computed.articles.map(article => [article.id, article]))
  return id => {
    const path = gone.get(id)
    const there = path === undefined || paths.has(path) ? undefined : articles.get(path)
    // Another story may have its file by now.
    return own.get(id) ?? (there?.id === id ? there : undefined)
  }
}
