import { visiblePeriod } from '../language/dates.ts'
import { labelsFor } from '../language/labels.ts'
import type { SitePath } from '../model/address.ts'
import type { Archive, ArchiveMonth, ArchiveYear } from '../model/edition.ts'
import type { ArchivePage, MonthStories, PageHead, PeriodLink, YearMonths } from '../model/page.ts'
import type { Site } from '../model/site.ts'
import type { ListingPage } from './described-page.ts'
import { headlineOf } from './headline.ts'

/** Gives a page of an archive the rest of its head. */
type HeadOf = (page: Pick<PageHead, 'lang' | 'permalink' | 'title'>) => PageHead

type Period = ArchiveYear | ArchiveMonth

/**
 * The pages of an archive: of all of it, of each year, and of each month of a full one. A new story changes one of each. `besides`: the same archive
 * at another time; of the years and months only those that may be others than its own.
 */
export function archivePages(
  archive: Archive,
  {
    site,
    headOf,
    besides,
  }: { readonly site: Pick<Site, 'labels'>; readonly headOf: HeadOf; readonly besides?: Archive | undefined },
): readonly ListingPage[] {
  const { path, lang, years } = archive
  const isOther = besides ? othersThan(besides, archive) : () => true
  const page = (permalink: SitePath, months: readonly ArchiveMonth[], shown: (inShort: boolean) => Shown): ListingPage => {
    const describe = (inShort = false): ArchivePage => {
      const { title, ...rest } = shown(inShort)
      return { ...EMPTY, head: headOf({ lang, permalink, title }), whole: path, ...rest }
    }
    return described(describe, { permalink, months })
  }
  // What follows a month is the next, or a year that is shown whole.
  const periods = years.flatMap((year): readonly Period[] => (year.isWhole ? [year] : year.months))
  return [
    page(path, [], () => ({
      title: labelsFor(lang, site).archive,
      whole: undefined,
      years: years.map(year => monthsOf(year, lang)),
    })),
    ...years.filter(isOther).map(year =>
      page(year.path, year.isWhole ? year.months : [], inShort => ({
        title: visiblePeriod(year, lang),
        ...around(year, { among: years, lang }),
        ...(inShort && year.isWhole ? {} : yearShown(year, lang)),
      })),
    ),
    ...periods.flatMap(period =>
      'stories' in period && isOther(period)
        ? page(period.path, [period], inShort => ({
            title: visiblePeriod(period, lang),
            ...around(period, { among: periods, lang }),
            months: inShort ? [] : [{ ...storiesOf(period, lang), title: undefined }],
          }))
        : [],
    ),
  ]
}

/** Which years and months have other stories than in another archive; all of them, where there are others. */
function othersThan(other: Archive, { years }: Archive): (period: Period) => boolean {
  const outline = (all: readonly ArchiveYear[]): string =>
    all.map(({ path, isWhole, months }) => [path, isWhole, ...months.map(({ path }) => path)].join()).join(' ')
  if (outline(other.years) !== outline(years)) return () => true
  const were = new Map(other.years.flatMap(({ months }) => months.map(month => [month.path, month.stories] as const)))
  const isOther = ({ path, stories }: ArchiveMonth): boolean => {
    const before = were.get(path)
    return before?.length !== stories.length || stories.some((story, index) => story !== before[index])
  }
  return period => ('stories' in period ? isOther(period) : period.months.some(isOther))
}

/** What a page of an archive shows, under its title. */
type Shown = Pick<PageHead, 'title'> & Partial<ArchivePage>

const EMPTY = { kind: 'archive', years: [], months: [], newer: undefined, older: undefined } as const

/** Of the months of which it shows the stories. In short, it says all but these. */
function described(
  describe: (inShort?: boolean) => ArchivePage,
  { permalink, months }: { readonly permalink: SitePath; readonly months: readonly ArchiveMonth[] },
): ListingPage {
  return {
    kind: 'archive',
    permalink,
    inputs: () => JSON.stringify(describe()),
    describe: () => describe(),
    owner: undefined,
    story: undefined,
    stories: months.flatMap(({ stories }) => stories),
    mark: () => JSON.stringify([describe(true), months.map(({ month, stories }) => [month, stories.length])]),
    files: [],
  }
}

function linkTo(period: Period, lang: string): PeriodLink {
  return { permalink: period.path, title: visiblePeriod(period, lang) }
}

function around(
  period: Period,
  { among, lang }: { readonly among: readonly Period[]; readonly lang: string },
): Pick<ArchivePage, 'newer' | 'older'> {
  const index = among.indexOf(period)
  const [newer, older] = [among[index - 1], among[index + 1]]
  return { newer: newer && linkTo(newer, lang), older: older && linkTo(older, lang) }
}

function yearShown(year: ArchiveYear, lang: string): Partial<ArchivePage> {
  return year.isWhole ? { months: year.months.map(month => storiesOf(month, lang)) } : { years: [monthsOf(year, lang)] }
}

function storiesOf({ month, stories }: ArchiveMonth, lang: string): MonthStories {
  return { month, title: visiblePeriod({ month }, lang), stories: stories.map(headlineOf) }
}

/** A year's months as the calendar has them, each leading to its page, or its place on the year's. */
function monthsOf(year: ArchiveYear, lang: string): YearMonths {
  const months = year.months.map(({ month, stories, path }) => ({
    permalink: year.isWhole ? year.path : path,
    within: year.isWhole ? month : undefined,
    title: visiblePeriod({ month }, lang),
    count: stories.length,
  }))
  return { ...linkTo(year, lang), months: months.reverse() }
}
