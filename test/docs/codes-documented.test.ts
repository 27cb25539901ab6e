import { expect, test } from 'vitest'
import { REASONS } from '../../src/model/reasons.ts'
import { read, sectionOf } from './documents.ts'

const ERRORS = read('docs/errors.md')

/** The literals of a union type, which are gone when the code runs. */
function literalsOf(type: string, source: string): readonly string[] {
  const union = new RegExp(`export type ${type} =([^=]*?)\\n\\n`).exec(read(source))?.[1] ?? ''
  return [...union.matchAll(/'([^']+)'/g)].map(([, literal = '']) => literal)
}

function headingsIn(section: string): readonly string[] {
  return [...section.matchAll(/^### `(.+)`$/gm)].map(([, name = '']) => name)
}

test.each([
  ['DiagnosticCode', 'src/model/diagnostic.ts', ['## In articles and settings', '## What could be better', '## In a theme']],
  ['EnvironmentCode', 'src/platform/environment-error.ts', ['## Of the machine']],
] as const)('%s: every one is explained in docs/errors.md, and nothing that is none', (type, source, headings) => {
  const codes = literalsOf(type, source)
  expect(codes.length).toBeGreaterThan(4)
  expect(headings.flatMap(heading => headingsIn(sectionOf(ERRORS, heading)))).toEqual(codes)
})

test('errors.md: every code says why it matters, as courant check does', () => {
  for (const [code, reason] of Object.entries(REASONS))
    expect(sectionOf(ERRORS, `### \`${code}\``)).toContain(`**Why it matters**: ${reason}.\n`)
})

test('errors.md: every code that is reported has an example and says how to mend it', () => {
  for (const code of headingsIn(ERRORS)) {
    const section = sectionOf(ERRORS, `### \`${code}\``)
    expect(section, code).toContain('\n```\n')
    expect(section, code).toContain('**Mend it**')
  }
})

test('exit codes: every one has a row in the guide for operators and in the README', () => {
  const codes = [...read('src/cli/exit-codes.ts').matchAll(/^ {2}\w+: (\d),$/gm)].map(([, code = '']) => code)
  expect(codes).toEqual(['0', '1', '2', '3'])
  for (const document of ['docs/operators.md', 'README.md']) {
    for (const code of codes) expect(read(document), document).toMatch(new RegExp(`^\\| ${code} +\\|`, 'm'))
  }
})
