import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { TEMPLATE_NAMES } from '../../src/model/theme.ts'
import { newsroomOf, SITE_YAML, story, type TemporaryNewsroom, writeFiles } from '../support/newsroom.ts'
import { fencesOf, inlineCode, ROOT, read, rowsByName, sectionOf } from './documents.ts'

const THEMES = read('docs/themes.md')

/** The examples by their file in the theme, which each names first. */
const EXAMPLES = Object.fromEntries(
  fencesOf(THEMES).flatMap(({ text }) => {
    const [, file] = /^(?:\/\/|\/\*) theme\/(\S+)/.exec(text) ?? []
    return file === undefined ? [] : [[file, text]]
  }),
)

const TYPES = read('src/page/templates/types.ts')
const PAGE_TYPES = read('src/page/templates/page-types.ts')

describe('themes.md', () => {
  let newsroom: TemporaryNewsroom

  beforeAll(async () => {
    newsroom = newsroomOf({
      'site.yaml': `${SITE_YAML}topics: { ports: { title: Ports } }\n`,
      'a.md': story({ title: 'First', summary: 'What it is about.', topics: ['ports'] }),
    })
    writeFiles(newsroom.paths.theme, { ...EXAMPLES, 'types.ts': TYPES, 'page-types.ts': PAGE_TYPES })
    const { diagnostics } = await newsroom.publish()
    expect(diagnostics).toEqual([])
  })

  test('every example is in use, and does what is said of it', () => {
    expect(Object.keys(EXAMPLES)).toEqual([
      'article.ts',
      'footer.js',
      'card.ts',
      'parts/ribbon.ts',
      'style-end.css',
      'head-end.js',
    ])
    const page = newsroom.read('a/index.html')
    expect(page).toContain('<p class="standfirst">What it is about.</p>')
    expect(page).toContain('<p><a href="/">Example News</a></p>')
    expect(page).toContain('<link rel="icon" href="/favicon.svg" type="image/svg+xml">\n</head>')
    expect(newsroom.read('index.html')).toContain('<p class="ribbon"><span>Ports</span> </p>')
    const style = /assets\/style\.\w+\.css/.exec(page)?.[0] ?? ''
    expect(newsroom.read(style)).toMatch(/\.standfirst \{[^}]*\}\n$/)
  })

  test('every example, and every template of ours, is right by the types that editors complete by', () => {
    const { theme } = newsroom.paths
    const ours = TEMPLATE_NAMES.map(name => [`ours/${name}.ts`, read(`src/page/templates/${name}.ts`)] as const)
    writeFiles(theme, { ...Object.fromEntries(ours), 'ours/types.ts': TYPES, 'ours/page-types.ts': PAGE_TYPES })
    const files = [...Object.keys(EXAMPLES), ...ours.map(([name]) => name)].filter(file => /\.[jt]s$/.test(file))
    const options = ['--noEmit', '--strict', '--allowJs', '--checkJs', '--allowImportingTsExtensions']
    const modern = [
      '--target',
      'esnext',
      '--module',
      'esnext',
      '--moduleResolution',
      'bundler',
      '--moduleDetection',
      'force',
      '--skipLibCheck',
    ]
    const paths = files.map(file => join(theme, file))
    execFileSync(process.execPath, [`${ROOT}node_modules/typescript/bin/tsc`, ...options, ...modern, ...paths], {
      cwd: theme,
      stdio: 'pipe',
    })
  })

  test('every template has its row, and every thing that one is given', () => {
    expect([...rowsByName(sectionOf(THEMES, '### The templates')).keys()]).toEqual(TEMPLATE_NAMES)
    const given = [...rowsByName(sectionOf(THEMES, '### What a template is given')).keys()]
    const declared = [...(/interface Context \{(.*?)\n\}/s.exec(TYPES)?.[1] ?? '').matchAll(/^ {2}readonly (\w+)/gm)]
    expect(given.toSorted()).toEqual([...declared.map(([, name]) => name), 'page', 'parts'].toSorted())
  })

  test('the custom properties that it names are those of the stylesheet', () => {
    const named = inlineCode(sectionOf(THEMES, '### Style')).filter(code => code.startsWith('--'))
    const page = newsroom.read('a/index.html')
    const style = newsroom.read(/assets\/style\.\w+\.css/.exec(page)?.[0] ?? '')
    for (const name of named) expect(style).toContain(`  ${name}: `)
  })
})
