/** What a reader should know of a file before taking it: its kind and its size, `PDF, 1.2 MB`, in the reader's language. */
export function fileNote({
  type,
  lengthBytes,
  lang,
}: {
  readonly type: string
  readonly lengthBytes: number
  readonly lang: string
}): string {
  const [number, unit] =
    lengthBytes < 999_500 ? [Math.max(1, Math.round(lengthBytes / 1000)), 'kilobyte'] : [lengthBytes / 1_000_000, 'megabyte']
  const size = new Intl.NumberFormat(lang, { style: 'unit', unit, maximumFractionDigits: 1 }).format(number)
  return `${kindOf(type)}, ${size}`
}

/** `application/pdf` is PDF; the long names of office formats are shortened to what people call them. */
function kindOf(type: string): string {
  const sub = type.split('/')[1] ?? type
  const known = OFFICE.find(([part]) => sub.includes(part))
  return known ? known[1] : (sub.split('+')[0] ?? sub).replace(/^(vnd|x)[.-]/, '').toUpperCase()
}

const OFFICE: readonly (readonly [string, string])[] = [
  ['wordprocessing', 'DOCX'],
  ['spreadsheetml', 'XLSX'],
  ['presentationml', 'PPTX'],
  ['msword', 'DOC'],
  ['ms-excel', 'XLS'],
  ['opendocument.text', 'ODT'],
  ['opendocument.spreadsheet', 'ODS'],
  ['jpeg', 'JPEG'],
  ['mpeg', 'MP3'],
]
