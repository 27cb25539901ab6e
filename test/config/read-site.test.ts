import { describe, expect, test } from 'vitest'
import { readSite } from '../../src/config/read-site.ts'
import { SITE_FIELDS } from '../../src/config/site-fields.ts'
import { PLAIN_LOOK } from '../../src/model/look.ts'
import { SITE_YAML as LEAST, shown } from '../support/newsroom.ts'

/** As the error about an unknown one lists them. */
const FIELDS = Object.keys(SITE_FIELDS).join(', ')

const LOGO = { width: 88, height: 31 }

function read(source: string) {
  return readSite(source, {
    measure: path => (path.startsWith('logo') ? LOGO : undefined),
    exists: path => path === 'title.woff2',
  })
}

/** The least of a site, without these fields. */
function without(...fields: readonly string[]): string {
  return LEAST.split('\n')
    .filter(line => !fields.some(field => line.startsWith(`${field}:`)))
    .join('\n')
}

/** The least of a site, with this value in a field. */
function given(field: string, value: string): string {
  return LEAST.replace(new RegExp(`^${field}: .*$`, 'm'), `${field}: ${JSON.stringify(value)}`)
}

const BROKEN: readonly (readonly [name: string, source: string, mistakes: readonly string[]])[] = [
  [
    'names without an address of their own',
    `${LEAST}topics: { "!!!": { title: Bang }, C: { title: C }, "C#": { title: C } }\nauthors: { "?": { name: N } }\nsections: { A: {}, a: {} }\n`,
    [
      '7:12 error bad-value topics.!!!: this name leaves nothing for an address | use a name with letters or digits',
      '7:53 error bad-value topics.C#: /topics/c/ is also the address of "C" | give one of them a name that differs in letters or digits',
      '8:13 error bad-value authors.?: this name leaves nothing for an address | use a name with letters or digits',
      '9:20 error bad-value sections.a: /sections/a/ is also the address of "A" | give one of them a name that differs in letters or digits',
    ],
  ],
  [
    'a redirect in a circle',
    `${LEAST}redirects: { /loop/: /loop/ }\n`,
    ['7:22 error bad-value redirects./loop/: this address leads to itself | write where it leads now, or remove the line'],
  ],
  [
    'nothing',
    '',
    [
      '1:1 error missing-field title: is missing | add a line: title: Example Newsroom',
      '1:1 error missing-field description: is missing | add a line: description: News of the example.',
      '1:1 error missing-field url: is missing | add a line: url: https://news.example.org',
      '1:1 error missing-field idPrefix: is missing | add a line: idPrefix: "tag:news.example.org,2026:"',
      '1:1 error missing-field timezone: is missing | add a line: timezone: Europe/Zurich',
      '1:1 error missing-field lang: is missing | add a line: lang: en',
    ],
  ],
  [
    'only a comment',
    '# nothing\n',
    [
      '1:1 error missing-field title: is missing | add a line: title: Example Newsroom',
      '1:1 error missing-field description: is missing | add a line: description: News of the example.',
      '1:1 error missing-field url: is missing | add a line: url: https://news.example.org',
      '1:1 error missing-field idPrefix: is missing | add a line: idPrefix: "tag:news.example.org,2026:"',
      '1:1 error missing-field timezone: is missing | add a line: timezone: Europe/Zurich',
      '1:1 error missing-field lang: is missing | add a line: lang: en',
    ],
  ],
  [
    'a list',
    '- title\n',
    [
      '1:1 error bad-value: a list stands where fields belong | write each field on a line of its own, with a blank after the colon: title: …',
    ],
  ],
  ['no title', without('title'), ['1:1 error missing-field title: is missing | add a line: title: Example Newsroom']],
  [
    'no url and no idPrefix',
    without('url', 'idPrefix'),
    [
      '1:1 error missing-field url: is missing | add a line: url: https://news.example.org',
      '1:1 error missing-field idPrefix: is missing | add a line: idPrefix: "tag:news.example.org,2026:"',
    ],
  ],
  ['broken YAML', `${LEAST}rights: "x\n`, ['7:11 error yaml: the " is not closed | close it: rights: "x"']],
  ['a tab', `${LEAST}publisher:\n\tname: x\n`, ['8:1 error yaml: a tab stands where spaces are needed | indent with spaces']],
  ['a field twice', `${LEAST}lang: fr\n`, ['7:1 error yaml: this field is given twice | keep one of the two']],
  [
    'two documents',
    `${LEAST}---\ntitle: x\n`,
    ['1:1 error yaml: there are two documents here | remove the line --- between them'],
  ],
  [
    'an alias',
    `${LEAST}rights: &a x\nemail: *a\n`,
    ['7:9 error yaml: aliases (& and *) are not read here | write the value out in full, in quotes if it begins with & or *'],
  ],
  [
    'a tag',
    `${LEAST}rights: !x y\n`,
    ['7:9 error yaml: tags (!) are not read here | write the value as plain text, in quotes if it begins with !'],
  ],
  [
    'an unknown field',
    `${LEAST}pagesize: 20\n`,
    ['7:11 error unknown-field pagesize: there is no such field | did you mean pageSize?'],
  ],
  [
    'an unknown field unlike any',
    `${LEAST}theme: dark\n`,
    [`7:8 error unknown-field theme: there is no such field | remove the line; the fields are ${FIELDS}`],
  ],
  [
    'a field named __proto__',
    `${LEAST}__proto__: {}\n`,
    [`7:1 error unknown-field __proto__: there is no such field | remove the line; the fields are ${FIELDS}`],
  ],
  [
    'a url without a scheme',
    given('url', 'news.example.org'),
    [
      '3:7 error bad-value url: cannot read "news.example.org" as a web address | write it in full: https://www.example.org/story',
    ],
  ],
  [
    'a url of a file',
    given('url', 'file:///srv'),
    ['3:7 error bad-value url: cannot read "file:///srv" as a web address | write it in full: https://www.example.org/story'],
  ],
  [
    'redirects that are no addresses of the site',
    `${LEAST}redirects: { feed: /feed.rss, "/?feed=rss2": /feed.rss, /old/: https://www.example.org/ }\n`,
    [
      '7:20 error bad-value redirects.feed: "feed" is no address within this site | write it from the first slash: /feed.rss',
      '7:46 error bad-value redirects./?feed=rss2: "/?feed=rss2" is no address within this site | write it from the first slash: /feed.rss',
      '7:64 error bad-value redirects./old/: "https://www.example.org/" is no address within this site | write it from the first slash: /feed.rss',
    ],
  ],
  [
    'an idPrefix that is an address',
    given('idPrefix', 'https://news.example.org/'),
    [
      '4:12 error bad-value idPrefix: cannot read "https://news.example.org/" as a tag: prefix | write a domain of yours and a year in which you held it: tag:news.example.org,2026:',
    ],
  ],
  [
    'an idPrefix without a year',
    given('idPrefix', 'tag:news.example.org:'),
    [
      '4:12 error bad-value idPrefix: cannot read "tag:news.example.org:" as a tag: prefix | write a domain of yours and a year in which you held it: tag:news.example.org,2026:',
    ],
  ],
  [
    'a time zone by abbreviation',
    given('timezone', 'Zurich'),
    ['5:12 error bad-value timezone: cannot read "Zurich" as a time zone | write its name: Europe/Zurich, Asia/Almaty, UTC'],
  ],
  [
    'a language by its name',
    given('lang', 'English'),
    ['6:8 error bad-value lang: cannot read "English" as a language | write its code: en, fr, es, ar, zh, ru, pt-BR'],
  ],
  [
    'an e-mail address without a domain',
    `${LEAST}email: newsroom\n`,
    ['7:8 error bad-value email: cannot read "newsroom" as an e-mail address | write it like newsroom@example.org'],
  ],
  [
    'an image that is not there',
    `${LEAST}image: { src: /gone.png, alt: x }\n`,
    [
      '7:15 error missing-file image.src: there is no image static/gone.png | put a PNG, JPEG or GIF there, or remove the field',
    ],
  ],
  [
    'an image above static/',
    `${LEAST}image: { src: /../../logo.png }\n`,
    [
      '7:15 error bad-value image.src: cannot read "/../../logo.png" as a file in static/ | write its path there, beginning with a slash: /logo.png',
    ],
  ],
  [
    'an image by a relative path',
    `${LEAST}image: { src: logo.png }\n`,
    [
      '7:15 error bad-value image.src: cannot read "logo.png" as a file in static/ | write its path there, beginning with a slash: /logo.png',
    ],
  ],
  [
    'an image elsewhere',
    `${LEAST}image: { src: "https://x.example/logo.png" }\n`,
    [
      '7:16 error bad-value image.src: cannot read "https://x.example/logo.png" as a file in static/ | write its path there, beginning with a slash: /logo.png',
    ],
  ],
  [
    'a publisher without a name',
    `${LEAST}publisher: { url: https://x.example }\n`,
    ['7:1 error missing-field publisher.name: is missing | add a line: name: Example Newsroom'],
  ],
  [
    'disclaimers as a list',
    `${LEAST}disclaimers: [x]\n`,
    ['7:1 error bad-value disclaimers: a list stands where named entries belong | write each as a line of its own: name: text'],
  ],
  [
    'a wording whose language cannot be read',
    `${LEAST}disclaimers: { x: [{ lang: french, text: y }] }\n`,
    [
      '7:28 error bad-value disclaimers.x.0.lang: cannot read "french" as a language | write its code: en, fr, es, ar, zh, ru, pt-BR',
    ],
  ],
  [
    'a section with a disclaimer that is not there, and one with a boilerplate that is not',
    `${LEAST}disclaimers: { x: y }\nsections: { A: { disclaimer: z }, B: { disclaimer: x, boilerplate: x } }\n`,
    [
      '8:30 error unknown-disclaimer sections.A.disclaimer: there is no disclaimer "z" | add it to disclaimers, or correct the name',
      '8:68 error unknown-boilerplate sections.B.boilerplate: there is no boilerplate "x" | add it to boilerplates, or correct the name',
    ],
  ],
  [
    'a disclaimer that is a group',
    `${LEAST}disclaimers: { x: { y: z } }\n`,
    [
      '7:16 error bad-value disclaimers.x: a group of fields stands where text belongs | write it on one line, in quotes if it holds a colon',
    ],
  ],
  [
    'a topic without a title',
    `${LEAST}topics: { ports: { description: x } }\n`,
    ['7:11 error missing-field topics.ports.title: is missing | add a line: title: Accessions'],
  ],
  [
    'a topic as text',
    `${LEAST}topics: { ports: Ports }\n`,
    [
      '7:18 error bad-value topics.ports: "Ports" stands where fields belong | write each field on a line of its own, with a blank after the colon: title: …',
    ],
  ],
  [
    'names by language that say nothing in the newsroom’s own',
    `${LEAST}topics: { ports: { title: { fr: Ports, x1: Y }, description: { fr: Les ports. } } }\nsections: { Law: { title: { ar: القانون } } }\nauthors: { desk: { name: [Desk] } }\n`,
    [
      "7:20 error bad-value topics.ports.title: says nothing in en, the newsroom's own language | add to it: en: …",
      '7:44 error bad-value topics.ports.title.x1: cannot read "x1" as a language | write the words of each language under its code: en, fr, ar',
      "7:49 error bad-value topics.ports.description: says nothing in en, the newsroom's own language | add to it: en: …",
      "8:20 error bad-value sections.Law.title: says nothing in en, the newsroom's own language | add to it: en: …",
      '9:20 error bad-value authors.desk.name: a list stands where text belongs | write it on one line, in quotes if it holds a colon',
    ],
  ],
  [
    'an unknown field of a topic',
    `${LEAST}topics:\n  ports:\n    title: Ports\n    titel: x\n`,
    ['10:12 error unknown-field topics.ports.titel: there is no such field | did you mean title?'],
  ],
  [
    'an author of a wrong type',
    `${LEAST}authors: { desk: { name: Desk, type: organisation } }\n`,
    ['7:38 error bad-value authors.desk.type: cannot read "organisation" as type | write person or organization'],
  ],
  [
    'an author with a wrong e-mail',
    `${LEAST}authors: { desk: { name: Desk, email: x } }\n`,
    ['7:39 error bad-value authors.desk.email: cannot read "x" as an e-mail address | write it like newsroom@example.org'],
  ],
  [
    'navigation without href',
    `${LEAST}navigation: [{ label: About }]\n`,
    ['7:14 error missing-field navigation.0.href: is missing | add a line: href: /about/'],
  ],
  [
    'navigation to a script',
    `${LEAST}navigation: [{ label: About, href: "javascript:alert(1)" }]\n`,
    [
      '7:37 error bad-value navigation.0.href: cannot read "javascript:alert(1)" as an address | write a path within the site, /about/, or an address in full: https://www.example.org/',
    ],
  ],
  [
    'navigation to another host by two slashes',
    `${LEAST}navigation: [{ label: About, href: //evil.example/ }]\n`,
    [
      '7:36 error bad-value navigation.0.href: cannot read "//evil.example/" as an address | write a path within the site, /about/, or an address in full: https://www.example.org/',
    ],
  ],
  [
    'a footer line that is text',
    `${LEAST}footer: [RSS]\n`,
    [
      '7:10 error bad-value footer.0: "RSS" stands where fields belong | write each field on a line of its own, with a blank after the colon: text: …',
    ],
  ],
  [
    'pageSize 0',
    `${LEAST}pageSize: 0\n`,
    ['7:11 error bad-value pageSize: cannot read "0" as a number | write a whole number from 1 to 500'],
  ],
  [
    'feeds of fewer stories than aggregators take',
    `${LEAST}feeds: { items: 10 }\n`,
    ['7:17 error bad-value feeds.items: cannot read "10" as a number | write a whole number from 30 to 500'],
  ],
  [
    'images smaller than a telephone shows them',
    `${LEAST}images: { largest: 100 }\n`,
    ['7:20 error bad-value images.largest: cannot read "100" as a number | write a whole number from 480 to 10000'],
  ],
  [
    'archives of nothing',
    `${LEAST}archives: none\n`,
    [
      `7:11 error bad-value archives: "none" is no choice of archives | write site, for the whole newsroom's feed, or all, for every feed`,
    ],
  ],
  [
    'pageSize in words',
    `${LEAST}pageSize: twenty\n`,
    ['7:11 error bad-value pageSize: cannot read "twenty" as a number | write a whole number from 1 to 500'],
  ],
  [
    'all mistakes at once',
    'titel: x\nurl: x\nlang: x1\npageSize: -1\n',
    [
      '1:1 error missing-field title: is missing | add a line: title: Example Newsroom',
      '1:1 error missing-field description: is missing | add a line: description: News of the example.',
      '1:1 error missing-field idPrefix: is missing | add a line: idPrefix: "tag:news.example.org,2026:"',
      '1:1 error missing-field timezone: is missing | add a line: timezone: Europe/Zurich',
      '1:8 error unknown-field titel: there is no such field | did you mean title?',
      '2:6 error bad-value url: cannot read "x" as a web address | write it in full: https://www.example.org/story',
      '3:7 error bad-value lang: cannot read "x1" as a language | write its code: en, fr, es, ar, zh, ru, pt-BR',
      '4:11 error bad-value pageSize: cannot read "-1" as a number | write a whole number from 1 to 500',
    ],
  ],
]

describe('readSite', () => {
  test.each(BROKEN)('readSite: %s', (_name, source, mistakes) => {
    const { site, diagnostics } = read(source)
    expect(shown(diagnostics).map(line => line.slice('site.yaml:'.length))).toEqual(mistakes)
    expect(site).toBeUndefined()
  })

  test('readSite: the least there can be', () => {
    const { site: least, diagnostics } = read(LEAST)
    expect({ site: least, diagnostics }).toEqual({
      diagnostics: [],
      site: {
        title: 'Example News',
        description: 'News of the example.',
        origin: 'https://news.example.org',
        basePath: '',
        idPrefix: 'tag:news.example.org,2026:',
        timezone: 'UTC',
        lang: 'en',
        languages: [],
        rights: undefined,
        publisher: { name: 'Example News', url: undefined },
        email: undefined,
        image: undefined,
        disclaimers: new Map(),
        boilerplates: new Map(),
        sections: new Map(),
        topics: new Map(),
        authors: new Map(),
        navigation: [],
        footer: [],
        pageSize: 20,
        redirects: new Map(),
        archives: 'site',
        feeds: { items: 50 },
        images: { largest: 2400 },
        typography: false,
        search: true,
        look: PLAIN_LOOK,
        labels: {},
      },
    })
  })

  test('readSite: a byte order mark and the line ends of Windows are read right', () => {
    expect(read(`\uFEFF${LEAST.replaceAll('\n', '\r\n')}`)).toEqual(read(LEAST))
  })

  test.each([
    ['https://www.example.org/press/room/', '/press/room'],
    ['https://www.example.org/press', '/press'],
    ['https://www.example.org/', ''],
    ['https://www.example.org', ''],
  ])('readSite: the base path of %s is "%s"', (url, basePath) => {
    expect(read(given('url', url)).site).toMatchObject({ origin: 'https://www.example.org', basePath })
  })

  test('readSite: short names are cleaned as addresses are, and languages and zones have their one form', () => {
    const source = given('lang', 'PT-br').replace('timezone: UTC', 'timezone: europe/zurich')
    const { site } = read(`${source}topics: { Trade & Tariffs: { title: Trade } }\nauthors: { News Desk: { name: Desk } }\n`)
    expect(site).toMatchObject({ lang: 'pt-BR', timezone: 'Europe/Zurich' })
    expect([...(site?.topics.keys() ?? [])]).toEqual(['trade-tariffs'])
    expect(site?.authors.get('news-desk')).toEqual({ slug: 'news-desk', name: 'Desk', type: 'person' })
  })

  test('readSite: the image has the size of its file', () => {
    const { site } = read(`${LEAST}image: { src: /logo.png, alt: Our sign }\n`)
    expect(site?.image).toEqual({ path: '/logo.png', alt: 'Our sign', ...LOGO })
  })

  test.each(Object.entries(SITE_FIELDS))('readSite: the example of %s can be copied', (name, { example }) => {
    // The example of sections names a disclaimer: that of disclaimers.
    const named = name === 'sections' ? `disclaimers: ${SITE_FIELDS.disclaimers.example}\n` : ''
    const { diagnostics } = read(`${without(name)}${named}${name}: ${example}\n`)
    expect(shown(diagnostics)).toEqual([])
  })
})

describe('readSite: an empty value', () => {
  const optional = Object.entries(SITE_FIELDS).filter(([, field]) => !('required' in field))

  test.each(optional)('of %s is an error', (field, { example }) => {
    for (const value of ['', ' ""']) {
      const { site, diagnostics } = read(`${LEAST}${field}:${value}\n`)
      expect(site).toBeUndefined()
      const remedy = `write a value, as in ${field}: ${example}; or remove the line`
      expect(diagnostics).toMatchObject([{ line: 7, severity: 'error', field, message: 'is empty', remedy }])
    }
  })

  test('of a field within another is an error as well', () => {
    const { diagnostics } = read(`${LEAST}publisher: { name: A, url: }\nfooter:\n  - { text: "", label: B, href: /b/ }\n`)
    expect(diagnostics.map(({ line, field, message }) => [line, field, message])).toEqual([
      [7, 'publisher.url', 'is empty'],
      [9, 'footer.0.text', 'is empty'],
    ])
  })

  test('in quotes says of the alt of an image that it only decorates', () => {
    expect(read(`${LEAST}image: { src: /logo.png, alt: "" }\n`)).toMatchObject({
      diagnostics: [],
      site: { image: { alt: '' } },
    })
  })
})
