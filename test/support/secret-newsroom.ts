import sharp from 'sharp'
import { type Files, SITE_YAML, story } from './newsroom.ts'
import { secretFields, secretWords } from './secret-fields.ts'

/** A newsroom with stories of every kind that are not public, an unguessable word in every place of each. */
export interface SecretNewsroom {
  readonly files: Files
  /** The same without the stories that never were public, and their files. */
  readonly withoutHidden: Files
  /** Files of which mistakes are told, and with them their names. */
  readonly mistaken: readonly string[]
}

/** When what is due is due. */
interface Dates {
  readonly dueAt: string
  readonly changesAt: string
  readonly embargoedUntil: string
}

const DATES: Dates = { dueAt: '2026-06-01T12:00:01Z', changesAt: '2026-07-01', embargoedUntil: '2026-12-24' }

/** Makes it: at noon of 1 June 2026, unless other dates are given, nothing is public that bears a word. */
export async function secretNewsroom(dates: Partial<Dates> = {}): Promise<SecretNewsroom> {
  const all = { ...DATES, ...dates }
  const name = secretWords('name')
  const [late, waiting] = [`2026/${name()}.md`, `2026/${name()}.md`]
  const stories = await Promise.all([
    hiddenStory('draft', `2026/${name()}.md`, { draft: true }),
    hiddenStory('due', `2026/${name()}.md`, { date: all.dueAt, withdrawn: undefined }),
    hiddenStory('embargoed', `2026/${name()}.md`, { date: all.embargoedUntil, withdrawn: undefined }),
    hiddenStory('expired', `2026/${name()}.md`, { date: '2026-01-02', expires: '2026-06-01T12:00:00Z' }),
    hiddenStory('waiting', waiting, { release: 'together', languages: ['en', 'fr', 'es'] }),
    hiddenStory('late', late, { slug: 'public' }),
    hiddenStory('translated', '2026/public.fr.md', { draft: true, slug: undefined }),
    hiddenStory('language', `2026/${name()}.es.md`, { date: all.embargoedUntil, withdrawn: undefined }),
  ])
  const withdrawn = await withdrawnStory()
  const withoutHidden = {
    ...(await publicFiles()),
    ...withdrawn,
    '2026/changing.md': changingStory(all.changesAt),
    'site.yaml': siteFor([...stories, withdrawn]),
  }
  const files = { ...withoutHidden, ...hiddenPage(), ...Object.assign({}, ...stories) }
  return { files, withoutHidden, mistaken: [late, waiting] }
}

/** A story with a word in every field, in its text, and in the files beside it. */
async function hiddenStory(kind: string, path: string, fields: Readonly<Record<string, unknown>>): Promise<Files> {
  const word = secretWords(kind)
  const all = updatedWhenOut({ ...secretFields(word), ...fields })
  const [file, picture] = [`${word()}.pdf`, `${word()}.png`]
  return {
    [path]: story(all, bodyWith(word, { file, picture })),
    [`2026/${file}`]: documentWith(word()),
    [`2026/${picture}`]: await pictureWith(word()),
    ...(await filesOf(all, word)),
  }
}

/** The same fields, with no update that comes before its story: that would be a mistake, which is told with the name of the file. */
function updatedWhenOut(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { date, updated } = fields
  return date === undefined ? fields : { ...fields, updated: { ...Object(updated), date } }
}

/** A story of which the notice alone is public, which bears no word. */
async function withdrawnStory(): Promise<Files> {
  const word = secretWords('withdrawn')
  const notice = {
    title: 'Withdrawn',
    authors: ['Desk'],
    topics: ['shared'],
    withdrawn: { date: '2026-05-20', reason: 'It was wrong.' },
  }
  const absent = { slug: undefined, id: undefined, aliases: undefined, canonical: undefined, section: undefined }
  const all = { ...secretFields(word), ...absent, ...notice }
  return { '2026/withdrawn.md': story(all, `${word()} in the text.\n`), ...(await filesOf(all, word)) }
}

/** A public story with changes of every kind to come. */
function changingStory(date: string): string {
  const word = secretWords('change')
  return story({
    title: 'Changing',
    updated: { date, note: `${word()} is added.` },
    corrections: [
      { date: '2026-05-02', note: 'The name is put right.' },
      { date, note: `${word()} was wrong.` },
    ],
    withdrawn: { date, reason: `${word()} is the reason.`, replacement: `/${word()}/` },
  })
}

function hiddenPage(): Files {
  const word = secretWords('page')
  const fields = `title: ${word()}\nsummary: ${word()}\nslug: ${word()}\ndraft: true\n`
  return { [`pages/${word()}.md`]: `---\n${fields}---\n\n${word()}\n` }
}

async function publicFiles(): Promise<Files> {
  const shared = { topics: ['shared'], authors: ['Desk'] }
  return {
    '2026/before.md': story({ title: 'Before', date: '2026-01-01', ...shared }),
    '2026/public.md': story({ title: 'Public', ...shared, image: { src: 'shown.png', alt: 'Dots' } }),
    '2026/after.md': story({ title: 'After', date: '2026-05-30', ...shared }),
    '2026/shown.png': await pictureWith('nothing'),
  }
}

/** A `site.yaml` with the standing texts that these stories name, a word in each. */
function siteFor(stories: readonly Files[]): string {
  const word = secretWords('standing')
  const texts = (field: string): string => {
    const names = stories.flatMap(files =>
      Object.values(files).flatMap(text => new RegExp(`^${field}: (.*)$`, 'm').exec(String(text))?.[1] ?? []),
    )
    return names.map(name => `  ${name}: It says ${word()} at length.\n`).join('')
  }
  return `${SITE_YAML}disclaimers:\n${texts('disclaimer')}boilerplates:\n${texts('boilerplate')}`
}

/** The files that a story's fields name. */
async function filesOf(fields: Readonly<Record<string, unknown>>, word: () => string): Promise<Files> {
  const names = [...JSON.stringify(fields).matchAll(/"src":"([^"]+)"/g)].map(([, name = '']) => name)
  const files = names.map(async name => [
    `2026/${name}`,
    name.endsWith('.jpg') ? await pictureWith(word(), 'jpeg') : documentWith(word()),
  ])
  return Object.fromEntries(await Promise.all(files))
}

function documentWith(word: string): string {
  return `%PDF-1.4 ${word}`
}

/** A picture that bears a word in its metadata, wide enough to stand in several sizes. */
function pictureWith(word: string, format: 'png' | 'jpeg' = 'png'): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 100, sigma: 30 } as const
  return sharp({ create: { width: 640, height: 40, channels: 3, background: '#888', noise } })
    .withExif({ IFD0: { Artist: word, ImageDescription: word } })
    .toFormat(format)
    .toBuffer()
}

/** A word in every place of Markdown. */
function bodyWith(word: () => string, { file, picture }: { readonly file: string; readonly picture: string }): string {
  return `# Heading ${word()}

Text ${word()}, *stressed ${word()}*, [a link ${word()}](https://${word()}.example.org/) and [a file](${file}).

![An image ${word()}](${picture} "Title ${word()}")

\`\`\`
code ${word()}
\`\`\`

| Table ${word()} |
| --- |
| Cell ${word()} |

<figure><img src="${picture}" alt="${word()}"><figcaption>${word()}</figcaption></figure>

A note[^1], and <abbr title="${word()}">an abbreviation</abbr>.

[^1]: Below ${word()}.
`
}
