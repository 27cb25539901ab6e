/**
 * What a client wants, and how much: the members of an `Accept` or `Accept-Encoding` field in lower case, each with its quality
 * from 0, which refuses it, to 1 (RFC 9110 §12.4.2). A quality that cannot be read refuses.
 */
export function qualityValues(field: string): ReadonlyMap<string, number> {
  return new Map(
    field.split(',').map(member => {
      const [name = '', ...parameters] = member.split(';').map(part => part.trim().toLowerCase())
      const quality = parameters.find(parameter => parameter.startsWith('q='))
      return [name, quality === undefined ? 1 : Number(quality.slice(2)) || 0]
    }),
  )
}
