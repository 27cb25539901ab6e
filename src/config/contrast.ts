/** The least contrast of text with its ground (WCAG 2.2, 1.4.3 Contrast (Minimum), level AA). */
export const LEAST_CONTRAST = 4.5

/** The contrast ratio of two colours written `#rrggbb`, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrastOf(a: string, b: string): number {
  const [lighter = 0, darker = 0] = [luminanceOf(a), luminanceOf(b)].sort((x, y) => y - x)
  return (lighter + 0.05) / (darker + 0.05)
}

/** The nearest colour, darker or lighter, that has contrast enough with all the others; undefined where none has. */
export function withContrast(colour: string, others: readonly string[]): string | undefined {
  for (let share = 1; share <= STEPS; share++) {
    const near = [0, 255].map(end => mixed(colour, end, share / STEPS))
    const found = near.find(one => others.every(other => contrastOf(one, other) >= LEAST_CONTRAST))
    if (found !== undefined) return found
  }
  return undefined
}

const STEPS = 50

/** The colour on its way to black (0) or white (255). */
function mixed(colour: string, end: number, share: number): string {
  const parts = partsOf(colour).map(part => Math.round(part + (end - part) * share))
  return `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`
}

function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = partsOf(colour)
    .map(part => part / 255)
    .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function partsOf(colour: string): readonly number[] {
  return [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16))
}
