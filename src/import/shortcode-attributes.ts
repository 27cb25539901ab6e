/**
 * What stands after the name of a shortcode: values by name, and by their place, from 0, where they have none. Quotation marks that are never
 * closed reach to the end: looked for again behind each one, their end would take minutes.
 */
export function shortcodeAttributes(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>()
  let place = 0
  for (const [, name, double, back, single, bare] of text.matchAll(
    /(?:([\w-]+)\s*=\s*)?(?:"((?:\\.|[^"\\])*)(?:"|\\?$)|`([^`]*)`|'([^']*)'|([^\s"'`]+))/gs,
  )) {
    const value = double?.replace(/\\(.)/gs, '$1') ?? back ?? single ?? bare ?? ''
    attributes.set(name ?? String(place++), value)
  }
  return attributes
}
