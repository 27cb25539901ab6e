import { Temporal } from 'temporal-polyfill'
import type { SitePath } from '../model/address.ts'
import type { Article } from '../model/article.ts'
import { type Archive, type ArchiveMonth, type ArchiveYear, archivePath, type StoryList } from '../model/edition.ts'
import { firstIndex } from '../model/first-index.ts'
import type { Instant } from '../model/instant.ts'
import type { Site } from '../model/site.ts'

/** The archive of each language: what its front page and the pages after it list, by the months of the newsroom's zone. */
export function archivesOf(lists: readonly StoryList[], site: Site): readonly Archive[] {
  return lists
    .filter(({ kind }) => kind === 'home')
    .map(({ path: home, lang, stories }) => {
      const path = archivePath(home)
      return { path, lang, years: yearsOf(stories, { path, site }) }
    })
}

type Month = Pick<ArchiveMonth, 'year' | 'month' | 'stories'>

function yearsOf(
  stories: readonly Article[],
  { path, site }: { readonly path: SitePath; readonly site: Site },
): readonly ArchiveYear[] {
  return [...Map.groupBy(monthsOf(stories, site.timezone), ({ year }) => year)].map(([year, months]) => {
    const count = months.reduce((sum, { stories }) => sum + stories.length, 0)
    const own: SitePath = `${path}${year}/`
    // As much as a front page holds is read at one go; more is looked up by the month.
    const isWhole = count < 2 * site.pageSize
    return {
      year,
      path: own,
      isWhole,
      months: months.map(month => ({ ...month, path: `${own}${String(month.month).padStart(2, '0')}/` })),
    }
  })
}

/** Stories, newest first, by month. The calendar is asked once a month, and what is between two months is not looked at. */
function monthsOf(stories: readonly Article[], timezone: string): readonly Month[] {
  const months: Month[] = []
  for (let from = 0, newest = stories[from]; newest; newest = stories[from]) {
    const { year, month, start } = monthOf(newest, timezone)
    const end = firstIndex(stories.length, index => (stories[index]?.date.at ?? 0) < start)
    months.push({ year, month, stories: stories.slice(from, end) })
    from = end
  }
  return months
}

interface CalendarMonth extends Pick<ArchiveMonth, 'year' | 'month'> {
  readonly start: Instant
}

/** By the stories that were asked for: after a change, the newest of most months are the same. */
const known = new WeakMap<Article, { readonly timezone: string; readonly month: CalendarMonth }>()

function monthOf(story: Article, timezone: string): CalendarMonth {
  const before = known.get(story)
  if (before?.timezone === timezone) return before.month
  const month = monthAt(story.date.at, timezone)
  known.set(story, { timezone, month })
  return month
}

function monthAt(at: Instant, timezone: string): CalendarMonth {
  const day = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone)
  return { year: day.year, month: day.month, start: day.with({ day: 1 }).startOfDay().epochMilliseconds }
}
