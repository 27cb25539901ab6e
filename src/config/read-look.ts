import type { Fields } from '../fields/readers.ts'
import type { Slot } from '../fields/slot.ts'
import type { SitePath } from '../model/address.ts'
import { CODE_COLOURS, type Font, type Logo, type Look, PALETTES, type Palette, type Scheme } from '../model/look.ts'
import { contrastOf, LEAST_CONTRAST, withContrast } from './contrast.ts'
import type { COLOURS_FIELDS, FONTS_FIELDS, LOGO_FIELDS, WrittenFont } from './look-fields.ts'

/** The files below `articles/static/`, by their path there. */
export interface StaticFiles {
  /** The size of an image, or undefined when there is none. */
  readonly measure: (path: string) => { readonly width: number; readonly height: number } | undefined
  readonly exists: (path: string) => boolean
}

/** What of `site.yaml` says how pages look. */
export interface LookFields {
  readonly logo: Fields<typeof LOGO_FIELDS> | undefined
  readonly colours: Fields<typeof COLOURS_FIELDS> | undefined
  readonly fonts: Fields<typeof FONTS_FIELDS> | undefined
}

/** How pages look; what is wrong with it is noted at its place below `slot`, that of the whole file. */
export function lookOf(
  { logo, colours, fonts }: LookFields,
  { title, slot, statics }: { readonly title: string; readonly slot: Slot; readonly statics: StaticFiles },
): Look {
  const schemes = { light: given(colours?.light), dark: given(colours?.dark) }
  for (const scheme of ['light', 'dark'] as const) noteContrast(schemes[scheme], scheme, slot.at('colours', '').at(scheme, ''))
  const font = (use: keyof typeof FONTS_FIELDS): Font | undefined =>
    fontOf(fonts?.[use], slot.at('fonts', '').at(use, ''), statics)
  return {
    logo: logo && logoOf(logo, { title, slot: slot.at('logo', ''), statics }),
    colours: schemes,
    fonts: { text: font('text'), headings: font('headings'), interface: font('interface') },
  }
}

function logoOf(
  { src, alt, dark }: Fields<typeof LOGO_FIELDS>,
  { title, slot, statics }: { readonly title: string; readonly slot: Slot; readonly statics: StaticFiles },
): Logo | undefined {
  const imageAt = (path: SitePath | undefined, field: string): Logo['dark'] => {
    const size = path && statics.measure(path.slice(1))
    if (path !== undefined && !size)
      slot.at(field, '').mistake({
        code: 'missing-file',
        message: `there is no image static${path}`,
        remedy: 'put an SVG, PNG, WebP or JPEG there, or remove the field',
      })
    return path && size && { path, ...size }
  }
  const light = imageAt(src, 'src')
  const forDark = imageAt(dark, 'dark')
  return light && { alt: alt ?? title, light, dark: forDark }
}

function fontOf(written: WrittenFont | undefined, slot: Slot, { exists }: StaticFiles): Font | undefined {
  if (written === undefined || typeof written === 'string') return written
  const { regular, bold, italic, fallback = 'serif' } = written
  for (const [field, path] of Object.entries({ regular, bold, italic }))
    if (path !== undefined && !exists(path.slice(1)))
      slot.at(field, '').mistake({
        code: 'missing-file',
        message: `there is no file static${path}`,
        remedy: 'put the woff2 file there, or remove the field',
      })
  return regular && { regular, bold, italic, fallback }
}

function given(colours: Partial<Record<keyof Palette, string | undefined>> | undefined): Partial<Palette> {
  return Object.fromEntries(Object.entries(colours ?? {}).filter(([, colour]) => colour !== undefined))
}

type Ground = 'paper' | 'panel'
type Colours = Readonly<Record<string, string>>

/** What stands on what, by their names. Code stands on the panel alone. */
const PAIRS: readonly (readonly [text: string, ground: Ground])[] = [
  ...['ink', 'soft', 'accent'].flatMap(text => [[text, 'paper'] as const, [text, 'panel'] as const]),
  ...Object.keys(CODE_COLOURS.light).map(text => [text, 'panel'] as const),
]

/** Says which of a newsroom's colours cannot be read, each with one that can: of a pair the text is blamed, if it is the newsroom's. */
function noteContrast(own: Partial<Palette>, scheme: Scheme, slot: Slot): void {
  const colours: Colours = { ...PALETTES[scheme], ...own, ...CODE_COLOURS[scheme] }
  const ratioOf = ([text, ground]: (typeof PAIRS)[number]): number => contrastOf(colours[text] ?? '', colours[ground] ?? '')
  const low = PAIRS.filter(pair => ratioOf(pair) < LEAST_CONTRAST)
  for (const [name, pairs] of Map.groupBy(low, ([text, ground]) => (text in own ? text : ground))) {
    const [text, ground] = pairs.reduce((worst, pair) => (ratioOf(pair) < ratioOf(worst) ? pair : worst))
    const ratio = ratioOf([text, ground]).toFixed(1)
    slot.at(name, '').mistake({
      message: `${text} on ${ground} has a contrast of ${ratio} to 1 (${colours[text]} on ${colours[ground]})`,
      remedy: `WCAG 2.2 asks for ${LEAST_CONTRAST} to 1 at least: ${betterFor(name, colours)}`,
    })
  }
}

function betterFor(name: string, colours: Colours): string {
  const others = PAIRS.flatMap(([text, ground]) => (text === name ? [ground] : ground === name ? [text] : []))
  const better = withContrast(
    colours[name] ?? '',
    others.map(other => colours[other] ?? ''),
  )
  return better === undefined ? 'choose text and ground farther apart' : `"${better}" has that`
}
