import { spawnSync } from 'node:child_process'
import type { CorpusFile } from '../story.ts'
import { titleOf } from '../words.ts'
import { PEERS, peerFiles } from './peer-files.ts'
import { type Publisher, PublisherMissing } from './publisher.ts'

const FOLDERS = { stories: 'content', pictures: 'assets', passedOn: 'static' }

/**
 * Hugo, Debian's when there is none yet and this is a Debian whose administrator we are.
 * @throws PublisherMissing
 */
export function hugo(): Publisher {
  const args = ['--noBuildLock', '--destination', 'public']
  let lists = listsOf()
  return {
    name: 'Hugo',
    version: version() ?? install(),
    site: [{ from: `${PEERS}/hugo`, to: '.' }],
    modules: undefined,
    place: file => {
      // The first of another newsroom.
      if (file.path === 'site.yaml') lists = listsOf()
      return [...peerFiles(file, FOLDERS), ...lists(file)]
    },
    out: 'public',
    caches: ['resources'],
    publish: { program: 'hugo', args },
    watch: { program: 'hugo', args: [...args, '--watch'], ready: /Watching for changes/ },
  }
}

function version(): string | undefined {
  return /v(\S+)/.exec(spawnSync('hugo', ['version'], { encoding: 'utf8' }).stdout ?? '')?.[1]
}

function install(): string {
  if (process.getuid?.() !== 0) throw new PublisherMissing('there is no hugo here; install it, or run this as root on Debian')
  console.error('Hugo is installed from Debian')
  const { status, error, stderr } = spawnSync('apt-get', ['install', '--yes', 'hugo'], { encoding: 'utf8' })
  const installed = status === 0 ? version() : undefined
  if (installed === undefined) throw new PublisherMissing(`Hugo could not be installed: ${error?.message ?? stderr.trim()}`)
  return installed
}

/** The files of lists that a newsroom's next file calls for. */
function listsOf(): (file: CorpusFile) => readonly CorpusFile[] {
  const titled = new Set<string>()
  const months = monthsFor()
  return file => [...titlesFor(file, titled), ...months(file)]
}

/** Hugo takes a topic's title from a file, in each language that has stories of it: those not written yet. */
function titlesFor({ path, content }: CorpusFile, titled: Set<string>): readonly CorpusFile[] {
  if (typeof content !== 'string') return []
  const lang = /\.(\w+)\.md$/.exec(path)?.[1]
  const head = content.slice(0, content.indexOf('\n---\n'))
  const terms = [...head.matchAll(/^(topics|authors|section): \[?(.*?)\]?$/gm)].flatMap(([, kind = '', list = '']) =>
    list.split(', ').map(term => ({ folder: `${kind === 'section' ? 'sections' : kind}/${term.toLowerCase()}`, term })),
  )
  return terms.flatMap(({ folder, term }) => {
    const target = `content/${folder}/_index${lang === undefined ? '' : `.${lang}`}.md`
    if (titled.has(target)) return []
    titled.add(target)
    return [{ path: target, content: `---\ntitle: ${titleOf(term)}\n---\n` }]
  })
}

/** A year with as many stories of a language has a page for each of its months, as in Courant. */
const MANY_IN_A_YEAR = 40

/** Hugo makes a list of a year's folder by itself, and of a month's where a file says so: those that the newest file calls for. */
function monthsFor(): (file: CorpusFile) => readonly CorpusFile[] {
  const years = new Map<string, { stories: number; readonly months: Set<string>; readonly listed: Set<string> }>()
  return ({ path }) => {
    const [, year, month, lang] = /^(\d{4})\/(\d\d)\/[^.]*(?:\.(\w+))?\.md$/.exec(path) ?? []
    if (year === undefined || month === undefined) return []
    const suffix = lang === undefined ? '' : `.${lang}`
    const known = years.get(year + suffix) ?? { stories: 0, months: new Set(), listed: new Set() }
    years.set(year + suffix, known)
    known.stories++
    known.months.add(month)
    if (known.stories < MANY_IN_A_YEAR) return []
    const missing = [...known.months].filter(one => !known.listed.has(one))
    for (const one of missing) known.listed.add(one)
    return missing.map(one => ({
      path: `content/${year}/${one}/_index${suffix}.md`,
      content: `---\ntitle: ${year}-${one}\n---\n`,
    }))
  }
}
