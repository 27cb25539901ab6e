import type { SitePath } from '../../src/model/address.ts'
import type { Article } from '../../src/model/article.ts'
import type { PublishedFile } from '../../src/model/body.ts'
import type { StoryDate } from '../../src/model/instant.ts'
import type {
  ArchivePage,
  ArticlePage,
  FeedsPage,
  GonePage,
  ListPage,
  NotFoundPage,
  PageHead,
  SearchPage,
  StandingPageView,
  StoryCard,
  YearMonths,
} from '../../src/model/page.ts'
import type { Site } from '../../src/model/site.ts'
import { PLAIN_SITE } from '../support/plain-site.ts'

/** A newsroom below a base path, with something in every field. */
export const SITE: Site = {
  ...PLAIN_SITE,
  title: 'The Accession Record',
  description: 'News of how economies join the world’s trading system',
  origin: 'https://news.example.org',
  basePath: '/press',
  idPrefix: 'tag:news.example.org,2015:',
  timezone: 'Europe/Zurich',
  lang: 'en',
  rights: '© 2015 The Accession Record. May be quoted with its source.',
  publisher: { name: 'Example Trade Information Service', url: 'https://example.org/' },
  email: 'newsroom@example.org',
  image: { path: '/newsroom.png', alt: 'The Accession Record', width: 512, height: 512 },
  navigation: [
    { label: 'News', href: '/' },
    { label: 'Accessions', href: '/topics/accessions/' },
    { label: 'Feeds', href: '/feeds/' },
    { label: 'About', href: '/about/' },
    { label: 'Contact', href: '/contact/' },
  ],
  footer: [
    { text: 'RSS news feeds', label: undefined, href: '/feeds/' },
    {
      text: 'Problems viewing this page? Please contact newsroom@example.org giving details of the operating system and web browser you are using.',
      label: 'newsroom@example.org',
      href: 'mailto:newsroom@example.org',
    },
  ],
  pageSize: 10,
}

const ACCESSIONS = { slug: 'accessions', title: 'Accessions' }
const KAZAKHSTAN = { slug: 'kazakhstan', title: 'Kazakhstan' }
const SITE_CHANNEL = { path: '/', page: '/', title: 'The Accession Record' } as const
const TOPIC_CHANNEL = {
  path: '/topics/accessions/',
  page: '/topics/accessions/',
  title: 'Accessions – The Accession Record',
} as const

/** The image of the model story, as published. */
export const IMAGE: PublishedFile = {
  path: '/2015/kazakhstan/table.svg',
  type: 'image/svg+xml',
  lengthBytes: 900,
  width: 1200,
  height: 800,
}

/** A day as an author writes it: its midnight in Zurich, two hours ahead of UTC in summer, one in winter. */
function day(date: string, offset = '+02:00'): StoryDate {
  return { at: Date.parse(`${date}T00:00:00${offset}`), dateOnly: true }
}

export const ARTICLE: Article = {
  kind: 'article',
  path: '2015/kazakhstan.md',
  id: 'tag:news.example.org,2015:2015/kazakhstan',
  story: '2015/kazakhstan',
  lang: 'en',
  permalink: '/2015/kazakhstan/',
  aliases: [],
  title: 'Kazakhstan concludes its WTO accession negotiations',
  summary:
    'Members of the Working Party on Kazakhstan’s accession concluded their negotiations on 10 June 2015, after 20 years.',
  date: { at: Date.parse('2015-06-10T14:30:00Z'), dateOnly: false },
  updated: {
    date: day('2015-06-12'),
    note: 'The date on which the Working Party meets to adopt the package is 22 June.',
  },
  section: undefined,
  topics: [ACCESSIONS, KAZAKHSTAN],
  authors: [
    { slug: 'newsroom', name: 'Newsroom desk', type: 'person', email: undefined, url: undefined },
    {
      slug: 'accessions-desk',
      name: 'Accessions desk',
      type: 'person',
      email: undefined,
      url: 'https://example.org/accessions',
    },
  ],
  dateline: 'GENEVA',
  disclaimer: {
    text: 'THIS NEWS STORY is designed to help the public understand developments in the WTO. While every effort has been made to ensure the contents are accurate, it does not prejudice member governments’ positions.',
    lang: 'en',
  },
  image: {
    path: '2015/table.svg',
    alt: 'A long table with papers and name plates in a meeting room',
    credit: 'Drawing: The Accession Record',
    caption: 'The Working Party on Kazakhstan’s accession was established on 6 February 1996.',
  },
  attachments: [],
  boilerplate: undefined,
  notes: ['Photographs of the meeting may be used with their credit.'],
  contact: { name: 'Press office', email: 'press@example.org', phone: '+41 22 739 51 11' },
  corrections: [],
  withdrawn: undefined,
  canonical: 'https://www.wto.org/english/news_e/news15_e/acc_kaz_10jun15_e.htm',
  lead: true,
  draft: false,
  expires: undefined,
  together: false,
  languages: undefined,
  source: { hash: '0'.repeat(64), facts: '', bodyLine: 20 },
}

export const BODY = `<p>WTO Director-General Roberto Azevêdo said: “I congratulate WTO members and the government of the Republic of Kazakhstan on the historic step taken today to conclude the accession negotiations of Kazakhstan and finalize its WTO Accession Package. I look forward to welcoming Kazakhstan to the WTO.”</p>
<p>The draft Accession Package, spelling out Kazakhstan’s terms of WTO membership, contains:</p>
<ul><li>the draft report of the Working Party outlining the country's reformed trade regime and its commitments as a WTO member;</li>
<li>the draft Schedule of Concessions and Commitments on Goods; and</li>
<li>the draft Schedule of Specific Commitments on Trade in Services.</li></ul>
<p>The complexity and uniqueness of Kazakhstan’s accession lies in the negotiations on tariff adjustment due to Kazakhstan’s membership of the <a href="https://www.eaeunion.org/">Eurasian Economic Union</a> (consisting of Armenia, Belarus, Kazakhstan and Russia).</p>
<h2 id="next-steps">Next steps</h2>
<p>Members of the Working Party will meet on 22 June to formally adopt the draft Accession Package <em>ad referendum</em>.</p>
<blockquote><p>Kazakhstan’s Accession Package will be forwarded to the General Council for formal adoption by all 161 WTO members.</p></blockquote>
<h2 id="background-information">Background information</h2>
<table><thead><tr><th>Step</th><th>Date</th><th>Document</th><th align="right">Years since application</th></tr></thead>
<tbody><tr><td>Application received</td><td>29 January 1996</td><td><code>WT/ACC/KAZ/1</code></td><td align="right">0</td></tr>
<tr><td>Working Party established</td><td>6 February 1996</td><td>—</td><td align="right">0</td></tr>
<tr><td>Negotiations concluded</td><td>10 June 2015</td><td>—</td><td align="right">19</td></tr></tbody></table>
<h3 id="codes">As data</h3>
<pre><code class="language-json">{ "member": "Kazakhstan", "application": "1996-01-29", "negotiationsConcluded": "2015-06-10", "workingParty": "1996-02-06" }
</code></pre>`

function headOf(permalink: SitePath, title: string, description: string): PageHead {
  return { lang: 'en', permalink, home: '/', title, description, channels: [SITE_CHANNEL], translations: [] }
}

export const ARTICLE_PAGE: ArticlePage = {
  kind: 'article',
  head: {
    ...headOf(ARTICLE.permalink, ARTICLE.title, ARTICLE.summary),
    channels: [SITE_CHANNEL, TOPIC_CHANNEL],
    translations: [
      { lang: 'en', permalink: '/2015/kazakhstan/' },
      { lang: 'fr', permalink: '/fr/2015/kazakhstan/' },
      { lang: 'ar', permalink: '/ar/2015/kazakhstan/' },
    ],
  },
  article: ARTICLE,
  image: IMAGE,
  attachments: [],
  lacking: [],
  related: [
    { permalink: '/2015/seychelles/', title: 'Seychelles becomes the WTO’s 161st member', date: day('2015-04-26') },
    { permalink: '/2014/yemen/', title: 'Yemen becomes the WTO’s 160th member', date: day('2014-06-26') },
  ],
  newer: { permalink: '/2015/general-council/', title: 'General Council approves Kazakhstan’s accession', lang: 'en' },
  older: { permalink: '/fr/2015/seychelles/', title: 'Les Seychelles deviennent le 161e Membre de l’OMC', lang: 'fr' },
}

/** The same story from right to left, with nothing but a headline and a text. */
export const ARABIC_PAGE: ArticlePage = {
  kind: 'article',
  head: {
    ...ARTICLE_PAGE.head,
    lang: 'ar',
    permalink: '/ar/2015/kazakhstan/',
    title: 'كازاخستان تختتم مفاوضات انضمامها إلى منظمة التجارة العالمية',
    description: 'اختتمت كازاخستان مفاوضات انضمامها في 10 حزيران/يونيه 2015.',
  },
  article: {
    ...ARTICLE,
    lang: 'ar',
    permalink: '/ar/2015/kazakhstan/',
    title: 'كازاخستان تختتم مفاوضات انضمامها إلى منظمة التجارة العالمية',
    updated: undefined,
    authors: [],
    disclaimer: undefined,
    dateline: 'جنيف',
    image: undefined,
  },
  image: undefined,
  attachments: [],
  lacking: [],
  related: [],
  newer: undefined,
  older: ARTICLE_PAGE.older,
}

export const ARABIC_BODY = `<p>اختتم أعضاء الفريق العامل المعني بانضمام كازاخستان مفاوضاتهم في 10 حزيران/يونيه 2015 بعد عشرين عاما.</p>
<ul><li>تلقي الطلب في 29 كانون الثاني/يناير 1996</li><li>إنشاء الفريق العامل في 6 شباط/فبراير 1996</li></ul>`

function card(values: Pick<StoryCard, 'permalink' | 'title' | 'summary' | 'date'> & Partial<StoryCard>): StoryCard {
  return { lang: 'en', topics: [ACCESSIONS], image: undefined, ...values }
}

const ILLUSTRATION: StoryCard['image'] = {
  source: { path: '2015/table.svg', alt: 'A long table with papers and name plates', credit: undefined, caption: undefined },
  published: IMAGE,
}

const STORIES: readonly StoryCard[] = [
  card({
    permalink: '/2015/member/',
    title: 'Kazakhstan becomes the WTO’s 162nd member',
    summary:
      'Kazakhstan became a member on 30 November 2015, thirty days after it had notified that its ratification was complete.',
    date: day('2015-11-30', '+01:00'),
    image: ILLUSTRATION,
  }),
  card({
    permalink: '/2015/general-council/',
    title: 'General Council approves Kazakhstan’s accession',
    summary: 'WTO members approved the accession package on 27 July 2015. Kazakhstan then had until 31 October to ratify it.',
    date: day('2015-07-27'),
  }),
  card({
    permalink: '/2015/working-party/',
    title: 'Working Party adopts Kazakhstan’s accession package',
    summary: 'The package was adopted ad referendum on 22 June 2015 and goes to the General Council.',
    date: day('2015-06-22'),
    topics: [KAZAKHSTAN],
  }),
  card({
    permalink: '/fr/2015/seychelles/',
    title: 'Les Seychelles deviennent le 161e Membre de l’OMC',
    summary: 'Les Seychelles sont devenues Membre le 26 avril 2015.',
    date: day('2015-04-26'),
    lang: 'fr',
    image: ILLUSTRATION,
  }),
  card({
    permalink: '/2015/how-economies-join/',
    title: 'How an economy joins the WTO',
    summary:
      'Any state or customs territory that has full autonomy in its trade policies may apply, on terms agreed with the members.',
    date: day('2015-03-02', '+01:00'),
    topics: [],
  }),
]

export const HOME_PAGE: ListPage = {
  kind: 'list',
  head: headOf('/', SITE.title, SITE.description),
  list: { kind: 'home', path: '/', title: SITE.title, description: SITE.description },
  lead: card({
    permalink: ARTICLE.permalink,
    title: ARTICLE.title,
    summary: ARTICLE.summary,
    date: ARTICLE.date,
    image: ILLUSTRATION,
  }),
  stories: STORIES,
  newer: undefined,
  older: '/page/3/',
}

export const TOPIC_PAGE: ListPage = {
  kind: 'list',
  head: {
    ...headOf('/topics/accessions/', 'Accessions', 'Economies on their way into the WTO.'),
    channels: [SITE_CHANNEL, TOPIC_CHANNEL],
  },
  list: {
    kind: 'topic',
    path: '/topics/accessions/',
    title: 'Accessions',
    description: 'Economies on their way into the WTO.',
  },
  lead: undefined,
  stories: STORIES,
  newer: '/topics/accessions/page/4/',
  older: '/topics/accessions/page/2/',
}

const ARCHIVE: Omit<ArchivePage, 'head'> = {
  ...{ kind: 'archive', whole: '/archive/', years: [], months: [], newer: undefined, older: undefined },
}

const YEAR: YearMonths = {
  title: '2015',
  permalink: '/archive/2015/',
  months: [
    { title: 'April', permalink: '/archive/2015/04/', within: undefined, count: 21 },
    { title: 'June', permalink: '/archive/2015/06/', within: undefined, count: 1 },
  ],
}

export const ARCHIVE_PAGE: ArchivePage = {
  ...ARCHIVE,
  head: headOf('/archive/', 'Archive', `Archive: ${SITE.description}`),
  whole: undefined,
  years: [
    YEAR,
    {
      title: '2014',
      permalink: '/archive/2014/',
      months: [{ title: 'June', permalink: '/archive/2014/', within: 6, count: 1 }],
    },
  ],
}

/** A year of which each month has its page. */
export const YEAR_PAGE: ArchivePage = {
  ...ARCHIVE,
  head: headOf('/archive/2015/', '2015', `2015: ${SITE.description}`),
  years: [YEAR],
  older: { title: '2014', permalink: '/archive/2014/' },
}

export const MONTH_PAGE: ArchivePage = {
  ...ARCHIVE,
  head: headOf('/archive/2015/06/', 'June 2015', `June 2015: ${SITE.description}`),
  months: [
    { month: 6, title: undefined, stories: [{ permalink: ARTICLE.permalink, title: ARTICLE.title, date: ARTICLE.date }] },
  ],
  newer: { title: 'July 2015', permalink: '/archive/2015/07/' },
  older: { title: 'April 2015', permalink: '/archive/2015/04/' },
}

export const STANDING_PAGE: StandingPageView = {
  kind: 'standing',
  head: headOf('/about/', 'About', 'Who publishes this site, and why.'),
  page: {
    kind: 'standing',
    path: 'pages/about.md',
    lang: 'en',
    permalink: '/about/',
    title: 'About',
    summary: 'Who publishes this site, and why.',
    draft: false,
    source: { hash: '0'.repeat(64), facts: '', bodyLine: 5 },
  },
}

export const FEEDS_PAGE: FeedsPage = {
  kind: 'feeds',
  head: headOf('/feeds/', 'News feeds', 'Every feed of this site, and what a feed is.'),
  channels: [
    {
      kind: 'site',
      lang: 'en',
      ...SITE_CHANNEL,
      description: SITE.description,
      count: 42,
      newest: Date.parse('2015-11-30T09:00:00Z'),
    },
    {
      kind: 'topic',
      lang: 'en',
      ...TOPIC_CHANNEL,
      description: 'Economies on their way into the WTO.',
      count: 12,
      newest: Date.parse('2015-07-27T22:30:00Z'),
    },
    {
      kind: 'topic',
      lang: 'en',
      path: '/topics/қазақстан/',
      page: '/topics/қазақстан/',
      title: 'Қазақстан',
      description: '',
      count: 0,
      newest: undefined,
    },
  ],
}

export const SEARCH_PAGE: SearchPage = {
  kind: 'search',
  head: {
    ...headOf('/search/', SITE.title, SITE.description),
    translations: [
      { lang: 'en', permalink: '/search/' },
      { lang: 'fr', permalink: '/fr/search/' },
    ],
  },
  topics: [{ path: '/topics/accessions/', title: 'Accessions' }],
}

export const NOT_FOUND_PAGE: NotFoundPage = {
  kind: 'not-found',
  head: headOf('/404.html', 'Page not found', 'There is no page at this address.'),
}

export const GONE_PAGE: GonePage = {
  kind: 'gone',
  head: {
    lang: 'en',
    permalink: '/2015/taken-out/',
    home: '/',
    title: SITE.title,
    description: '',
    channels: [],
    translations: [],
  },
}
