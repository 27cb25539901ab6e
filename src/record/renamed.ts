import type { SourcePath } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { RecordEntry } from '../model/record.ts'
import type { Likeness, Resemblance } from './resemblance.ts'

/** Says of each new file that resembles a lost story that it is held back, and how to say which story it is. */
export function renamedFiles(resemblances: readonly Resemblance[]): readonly Diagnostic[] {
  return resemblances.map(renamedFile)
}

function renamedFile({ file, entry, rival, likeness }: Resemblance): Diagnostic {
  const name = entry.path || entry.permalink
  const other = rival === undefined ? '' : `; ${rival} resembles it more`
  return {
    severity: 'error',
    code: 'renamed',
    path: file.path,
    line: 1,
    column: 1,
    field: 'id',
    message: `this file is not published yet: it may be ${name}, which is public at ${entry.permalink} and whose file is gone, renamed and edited (${inWords(likeness)}${other})`,
    remedy: `if it is that story, add this line: ${idLine(entry.id)}; if it is a new story, publish with --accept, which removes the old one, or add this line: ${idLine(file.id)}`,
  }
}

/** What speaks for it. */
function inWords({ sameAddress, sameTitle, sameDate, share }: Likeness): string {
  const same = [...(sameAddress ? ['address'] : []), ...(sameTitle ? ['title'] : []), ...(sameDate ? ['date'] : [])]
  const words = share === undefined ? 'no more of it is known' : `${Math.round(share * 100)}% of its words`
  return [...(same.length > 0 ? [`the same ${same.join(' and ')}`] : []), words].join(', ')
}

/** What to do about a lost story that a new file resembles. */
export function remedyOfRenamed({ id }: RecordEntry, file: SourcePath): string {
  return `if ${file} is this story, renamed and edited, add there this line: ${idLine(id)}; if that is a new story, publish with --accept, which removes this one; or put this one back`
}

/** The line of front matter that gives a story this id. */
function idLine(id: string): string {
  return `id: ${/^[A-Za-z][\w/.,:;%~@+=&?-]*[\w/]$/.test(id) ? id : JSON.stringify(id)}`
}
