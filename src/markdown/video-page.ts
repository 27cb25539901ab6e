import type { Problem } from './problem.ts'

/** The page of a video, and what its link is called where its author gives it no title. */
export interface VideoPage {
  readonly href: string
  readonly title: string
}

/** The page at which people watch what a player of YouTube or Vimeo embeds; undefined for every other address. */
export function videoPage(href: string): VideoPage | undefined {
  const url = URL.parse(href.startsWith('//') ? `https:${href}` : href)
  if (!url) return undefined
  const host = url.hostname.replace(/^www\./, '')
  if (host === 'youtube.com' || host === 'youtube-nocookie.com') return youtubePage(url)
  const [, number] = /^\/video\/(\d+)\/?$/.exec(url.pathname) ?? []
  if (host !== 'player.vimeo.com' || number === undefined) return undefined
  // Videos that are not listed have a key.
  const key = /^\w+$/.exec(url.searchParams.get('h') ?? '')?.[0]
  return { href: `https://vimeo.com/${number}${key === undefined ? '' : `/${key}`}`, title: 'Video (Vimeo)' }
}

function youtubePage({ pathname, searchParams }: URL): VideoPage | undefined {
  const [, id] = /^\/embed\/([\w-]+)\/?$/.exec(pathname) ?? []
  if (id === undefined) return undefined
  const list = /^[\w-]+$/.exec(searchParams.get('list') ?? '')?.[0]
  if (id === 'videoseries')
    return list === undefined ? undefined : { href: `https://www.youtube.com/playlist?list=${list}`, title: 'Videos (YouTube)' }
  const start = /^\d+$/.exec(searchParams.get('start') ?? '')?.[0]
  return {
    href: `https://www.youtube.com/watch?v=${id}${start === undefined ? '' : `&t=${start}s`}`,
    title: 'Video (YouTube)',
  }
}

/** Says that an embedded page became a link, which its author may not expect. */
export function frameProblem(href: string, title: string): Omit<Problem, 'mark'> {
  const named = title === '' ? 'What it shows' : title
  return {
    severity: 'warning',
    code: 'raw-html',
    message: `the embedded page became a link to ${href}: pages and feeds show no frames`,
    remedy: `write the link yourself: [${named}](${href})`,
  }
}
