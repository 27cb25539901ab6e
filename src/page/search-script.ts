import { SEARCH_SCRIPTS } from '../model/search.ts'

/** Texts come from the index as text and go into the page as text; of its HTML, which marks what was found, only the marks are taken. */
const content = `const form = document.querySelector('.search-form')
const field = form.querySelector('input')
const status = document.querySelector('.search-status')
const list = document.querySelector('.results')
const more = document.querySelector('.more-results')
const { index, base, found, nothing, fails } = form.dataset
const pointer = new URL(index, location.href)
const PAGE = 10

let engine
let waiting
let asked = 0
let results = []
let shown = 0

async function read(address, how) {
  const answer = await fetch(address, how)
  if (!answer.ok) throw new Error('there is no index')
  return answer.json()
}

// Nothing where no story is in the language of the page: Pagefind would search the largest of the others.
async function start(folder) {
  const { languages } = await read(new URL(folder + '/pagefind-entry.json', pointer))
  if (!(document.documentElement.lang.toLowerCase() in languages)) return undefined
  // Policies name this one address. A worker would be a script of its own, which they refuse.
  const { createInstance } = await import(new URL('pagefind.js', pointer))
  const { pathname } = new URL(folder + '/', pointer)
  const pagefind = createInstance({ basePath: pathname, baseUrl: base, noWorker: true })
  await pagefind.init()
  return pagefind
}

// Which index stands is asked each time: a page that stays open finds what is new, and nothing of what left.
async function find(words) {
  const { folder } = await read(pointer, { cache: 'no-cache' })
  if (engine?.folder !== folder) engine = { folder, started: start(folder) }
  const pagefind = await engine.started
  if (!pagefind) return { results: [], first: [] }
  const { results } = await pagefind.search(words)
  const first = await Promise.all(results.slice(0, PAGE).map(result => result.data()))
  return first.length > 0 && (await isThere(pagefind, words, first[0])) ? { results, first } : { results: [], first: [] }
}

// For a word that no story has, Pagefind takes the longest beginning of it that one has: "available" would find every "a".
async function isThere(pagefind, words, { content, raw_content: cut, locations, meta }) {
  // Languages without spaces are cut into words, and matched by these.
  if (cut.includes('\\u200B')) return true
  const text = content.split(/\\s+/)
  const title = plain(meta.title)
  const matched = locations.map(at => plain(text[at] ?? ''))
  for (const word of plain(words).split(/\\s+/)) {
    const isLonger = other => other[0] === word[0] && other.length >= word.length
    if (title.includes(word) || matched.some(other => other.includes(word) || isLonger(other))) continue
    // Another form of it may be shorter: what is in quotes is found in all its forms, and never by its beginning.
    if ((await pagefind.search('"' + word + '"')).results.length === 0) return false
  }
  return true
}

function plain(text) {
  return text.normalize('NFD').replace(/[\\p{M}\\p{P}]/gu, '').toLowerCase()
}

async function search() {
  clearTimeout(waiting)
  const words = field.value.trim()
  const address = new URL(location.href)
  if (words === '') address.searchParams.delete('q')
  else address.searchParams.set('q', words)
  history.replaceState(null, '', address)
  const own = ++asked
  if (words === '') return show('', [], [])
  try {
    // The index may be replaced in the middle of it.
    const answer = await find(words).catch(() => {
      engine = undefined
      return find(words)
    })
    if (own === asked) show(answer.results.length === 0 ? nothing : found + ' ' + answer.results.length, answer.results, answer.first)
  } catch {
    engine = undefined
    if (own === asked) show(fails, [], [])
  }
}

function show(text, all, first) {
  status.textContent = text
  results = all
  list.replaceChildren(...first.map(item))
  done(first.length)
}

function done(count) {
  shown = count
  list.hidden = shown === 0
  more.hidden = shown >= results.length
}

async function showMore() {
  const own = asked
  const next = results.slice(shown, shown + PAGE)
  try {
    const items = (await Promise.all(next.map(result => result.data()))).map(item)
    if (own !== asked) return
    list.append(...items)
    done(shown + items.length)
    items[0]?.querySelector('a').focus()
  } catch {
    status.textContent = fails
  }
}

function item({ url, excerpt, meta, anchors }) {
  const link = element('a', [meta.title])
  link.href = url
  const parts = [element('h2', [link])]
  const date = dateOf(anchors)
  if (date) parts.push(date)
  parts.push(element('p', marked(excerpt)))
  return element('li', parts)
}

// The index keeps it as the first id in the story: for machines, and as it is shown.
function dateOf(anchors) {
  const [, machine, shown] = /^([^/]+)[/](.+)$/.exec(anchors.find(({ element }) => element === 'i')?.id) ?? []
  if (!shown) return undefined
  const time = element('time', [decodeURIComponent(shown)])
  time.dateTime = machine
  const date = element('p', [time])
  date.className = 'date'
  return date
}

function marked(excerpt) {
  const { body } = new DOMParser().parseFromString(excerpt, 'text/html')
  return [...body.childNodes].map(node => (node.nodeName === 'MARK' ? element('mark', [node.textContent]) : node.textContent))
}

function element(name, children) {
  const made = document.createElement(name)
  made.append(...children)
  return made
}

form.addEventListener('submit', event => {
  event.preventDefault()
  search()
})
field.addEventListener('input', () => {
  clearTimeout(waiting)
  waiting = setTimeout(search, 200)
})
more.addEventListener('click', showMore)
// A theme may leave it out.
for (const notice of document.querySelectorAll('.needs-script')) notice.hidden = true
form.hidden = false
field.value = new URLSearchParams(location.search).get('q') ?? ''
if (field.value !== '') search()
`

/** The script of the search page. */
export const SEARCH_SCRIPT = {
  kind: 'search-script',
  path: SEARCH_SCRIPTS.page,
  content,
  type: 'text/javascript; charset=utf-8',
} as const
