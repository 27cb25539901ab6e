import { LANGUAGES, LOCALES, prefixOf, SITE, titleOf } from './newsroom.js'

// Pages as strings: what both can put into their own templates at no cost.

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
export const escapeText = text => String(text).replace(/[&<>"]/g, character => ESCAPES[character])

const DATES = Object.fromEntries(
  Object.keys(LANGUAGES).map(lang => [lang, new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: 'UTC' })]),
)
const FORMATS = { rss: 'application/rss+xml', atom: 'application/atom+xml', json: 'application/feed+json' }

/** A story's page; `beside` is its neighbours, `earlier` the stories that are related to it. */
export function storyPage(story, { html, beside, earlier }) {
  const date = story.date.toISOString()
  const kicker = story.sections[0] ? ['sections', story.sections[0]] : ['topics', story.topics[0]]
  const neighbour = (of, rel, label, name) =>
    of ? `<li class="${rel}"><p>${label}</p>\n<a rel="${name}" href="${of.url}">${escapeText(of.title)}</a></li>\n` : ''
  return page({
    lang: story.lang,
    head: `${head({ ...story, type: 'article', feeds: story.topics.map(topicFeed), alternates: [] })}
<meta property="article:published_time" content="${date}">
${story.sections.map(section => `<meta property="article:section" content="${section}">\n`).join('')}${story.topics
  .map(topic => `<meta property="article:tag" content="${titleOf(topic)}">\n`)
  .join('')}<script type="application/ld+json">${structuredData(story, date)}</script>`,
    main: `<article class="story">
<header>
<p class="kicker">${subjectLink(story.lang, ...kicker)}</p>
<h1>${escapeText(story.title)}</h1>
</header>
<div class="about">
<p class="date">${time(story)}</p>
<p class="byline">By ${story.authors.map(author => subjectLink(story.lang, 'authors', author, 'author')).join(', ')}</p>
</div>
<div class="text">
${story.disclaimer ? `<aside class="disclaimer" aria-label="Disclaimer"><p>${escapeText(story.disclaimer)}</p></aside>\n` : ''}${
  story.image
    ? `<figure class="main-image">${picture(story.image, 'fetchpriority="high"')}\n<figcaption><span class="credit">${escapeText(story.image.credit)}</span></figcaption>\n</figure>\n`
    : ''
}<div class="prose">
${html}
</div>
<footer class="origins">
<h2>Topics</h2>
<ul class="topics">
${story.topics.map(topic => `<li>${subjectLink(story.lang, 'topics', topic, 'tag')}</li>\n`).join('')}</ul>
</footer>
</div>
</article>
${earlier.length > 0 ? `<section class="group related">\n<h2>Related stories</h2>\n${headlines(earlier)}</section>\n` : ''}<nav class="neighbours" aria-label="More stories"><ul>
${neighbour(beside.newer, 'prev', 'Newer story', 'prev')}${neighbour(beside.older, 'next', 'Older story', 'next')}</ul></nav>`,
    url: story.url,
  })
}

/** One page of a list. */
export function listPage(list) {
  const home = list.title === SITE.title
  return page({
    lang: list.lang,
    home: home ? list : undefined,
    head: head({ ...list, type: 'website', summary: SITE.description }),
    main: `${home ? '' : `<div class="page-head">\n<h1>${list.title}${list.number > 1 ? ` (${list.number})` : ''}</h1>\n</div>\n`}<div class="${home ? 'cards' : 'entries'}">
${list.stories.map(card).join('\n')}
</div>
<nav class="pages" aria-label="Pages">
${list.newer ? `<a class="newer" rel="prev" href="${list.newer}">Newer stories</a>\n` : ''}${list.older ? `<a class="older" rel="next" href="${list.older}">Older stories</a>\n` : ''}</nav>`,
    url: list.url,
  })
}

/** A page of the archive: its front page, a year's, or a month's. */
export function archivePage(archive) {
  const group = (heading, inside, name = 'group') => `<section class="${name}">\n${heading}${inside}</section>`
  const list = of => `<ul class="months">\n${of.map(monthLink).join('')}</ul>\n`
  const groups = {
    front: () =>
      archive.years.map(({ url, title, months }) =>
        group(`<h2><a href="${url}">${title}</a></h2>\n`, list(months), 'group year'),
      ),
    year: () =>
      archive.many
        ? [list(archive.months)]
        : archive.months.map(({ month, title, stories }) =>
            group(`<h2 id="month-${month}">${title}</h2>\n`, headlines(stories)),
          ),
    month: () => [group('', headlines(archive.stories))],
  }
  return page({
    lang: archive.lang,
    head: head({ ...archive, type: 'website', summary: SITE.description, feeds: [] }),
    main: `<div class="page-head">\n<h1>${archive.title}</h1>\n</div>\n${groups[archive.kind]().join('\n')}`,
    url: archive.url,
  })
}

function monthLink({ url, title, stories }) {
  return `<li><a href="${url}">${title}</a> (${stories.length})</li>\n`
}

function headlines(stories) {
  const items = stories.map(
    story => `<li><a href="${story.url}">${escapeText(story.title)}</a>\n<p class="date">${time(story)}</p></li>\n`,
  )
  return `<ul class="headlines">\n${items.join('')}</ul>\n`
}

/** A page of plain text. */
export function plainPage({ title, url, html }) {
  return page({
    lang: 'en',
    head: head({ lang: 'en', title, url, summary: SITE.description, type: 'website', feeds: [], alternates: [] }),
    main: `<div class="page-head">\n<h1>${title}</h1>\n</div>\n<div class="prose">\n${html}\n</div>`,
    url,
  })
}

/** The page that offers every feed. */
export function feedsPage(channels) {
  const links = path => Object.keys(FORMATS).map(format => `<a href="${path}feed.${format}">${format}</a>`)
  return plainPage({
    title: 'News feeds',
    url: '/feeds/',
    html: `<ul class="feeds">\n${channels.map(({ title, page: at, path }) => `<li><a href="${at}">${title}</a> ${links(path).join(' ')}</li>`).join('\n')}\n</ul>`,
  })
}

export const notFoundPage = () =>
  plainPage({ title: 'Page not found', url: '/404.html', html: '<p>There is no page at this address.</p>' })

/** Every address of the site. */
export function sitemap(urls) {
  const entries = urls.map(url => `<url><loc>${SITE.origin}${encodeURI(url)}</loc></url>`)
  return `<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('\n')}\n</urlset>\n`
}

function topicFeed(topic) {
  return { path: `/topics/${topic}/`, title: `${titleOf(topic)} – ${SITE.title}` }
}

function page({ lang, head: inHead, main, url, home }) {
  return `<!doctype html>
<html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}">
<head>
${inHead}
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header class="masthead">
<p><a class="name" href="/" rel="home">${SITE.title}</a></p>
${home ? `<nav class="languages" aria-label="Languages"><ul>\n${home.alternates.map(at => `<li><a href="${at.url}" hreflang="${at.lang}">${LANGUAGES[at.lang]}</a></li>\n`).join('')}</ul></nav>\n` : ''}<nav class="sections" aria-label="Main navigation"><ul>\n<li><a href="/about/">About</a></li>\n</ul></nav>
</header>
<main id="content" tabindex="-1">
${main}
<p class="own-address">${SITE.origin}${url}</p>
</main>
<footer class="site-footer">
<p><a href="${prefixOf(lang)}/archive/">Archive</a></p>
<p><a href="/feeds/">News feeds</a></p>
<p>Published by ${SITE.title}</p>
<p>${SITE.rights}</p>
</footer>
</body>
</html>
`
}

function head({ lang, title, url, summary, type, feeds, alternates, image = SITE.logo }) {
  const whole = [
    { path: `/${lang}/`, title: `${SITE.title} (${LANGUAGES[lang]})` },
    { path: '/', title: SITE.title },
  ]
  const offered = [...feeds, ...whole.filter(({ path }) => feeds.every(feed => feed.path !== path))]
  return `<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title === SITE.title ? title : `${escapeText(title)} · ${SITE.title}`}</title>
<meta name="description" content="${escapeText(summary)}">
<link rel="canonical" href="${SITE.origin}${url}">
<link rel="stylesheet" href="/style.css">
${alternates.map(at => `<link rel="alternate" hreflang="${at.lang}" href="${SITE.origin}${at.url}">\n`).join('')}${offered
  .flatMap(feed =>
    Object.entries(FORMATS).map(
      ([format, mime]) =>
        `<link rel="alternate" type="${mime}" title="${feed.title}" href="${SITE.origin}${feed.path}feed.${format}">\n`,
    ),
  )
  .join('')}<meta property="og:type" content="${type}">
<meta property="og:title" content="${escapeText(title)}">
<meta property="og:description" content="${escapeText(summary)}">
<meta property="og:url" content="${SITE.origin}${url}">
<meta property="og:site_name" content="${SITE.title}">
<meta property="og:image" content="${SITE.origin}${image.src}">
<meta property="og:image:alt" content="${escapeText(image.alt)}">
<meta property="og:image:width" content="${image.width}">
<meta property="og:image:height" content="${image.height}">
<meta property="og:locale" content="${LOCALES[lang]}">
${alternates
  .filter(at => at.lang !== lang)
  .map(at => `<meta property="og:locale:alternate" content="${LOCALES[at.lang]}">\n`)
  .join('')}`
}

function structuredData(story, date) {
  const url = SITE.origin + story.url
  const data = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: story.title,
    description: story.summary,
    url,
    mainEntityOfPage: { '@type': 'WebPage', '@id': url },
    datePublished: date,
    dateModified: date,
    inLanguage: story.lang,
    author: story.authors.map(author => ({ '@type': 'Person', name: titleOf(author) })),
    publisher: { '@type': 'Organization', name: SITE.title, url: `${SITE.origin}/` },
    image: story.image && { '@type': 'ImageObject', url: SITE.origin + story.image.src, caption: story.image.alt },
    articleSection: story.sections[0],
    about: story.topics.map(topic => ({ '@type': 'Thing', name: titleOf(topic) })),
    isAccessibleForFree: true,
  }
  return JSON.stringify(data).replaceAll('<', '\\u003c')
}

function card(story) {
  const [kind, slug] = story.sections[0] ? ['sections', story.sections[0]] : ['topics', story.topics[0]]
  return `<article class="card">
<p class="kicker">${subjectLink(story.lang, kind, slug)}</p>
<h2><a href="${story.url}">${escapeText(story.title)}</a></h2>
<p class="summary">${escapeText(story.summary)}</p>
<p class="date">${time(story)}</p>
${story.image ? `<div class="image">${picture(story.image, 'loading="lazy"')}</div>\n` : ''}</article>`
}

function subjectLink(lang, kind, slug, rel) {
  return `<a href="${prefixOf(lang)}/${kind}/${slug.toLowerCase()}/"${rel ? ` rel="${rel}"` : ''}>${titleOf(slug)}</a>`
}

function picture({ src, alt, width, height }, more) {
  return `<img src="${src}" alt="${escapeText(alt)}" width="${width}" height="${height}" ${more} decoding="async">`
}

function time({ date, lang }) {
  return `<time datetime="${date.toISOString()}">${DATES[lang].format(date)}</time>`
}
