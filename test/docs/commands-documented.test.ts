import { beforeAll, expect, test } from 'vitest'
import { type Help, readHelp } from './command-help.ts'
import { DOCUMENTS, fencesOf, inlineCode, read, sectionOf } from './documents.ts'

let help: Help

beforeAll(async () => {
  help = await readHelp()
})

/** Every call of `courant` that a document shows: in a line of code, or in backquotes. */
function callsIn(document: string): readonly string[] {
  const lines = [...fencesOf(document).flatMap(({ text }) => text.split('\n')), ...inlineCode(document)]
  return lines.flatMap(
    line =>
      /(?:^|npx |-- |&& )courant (?!\[)(.*)$/.exec(
        line.replace(/ +#.*/, '').replace('npm run -s courant -- ', 'courant '),
      )?.[1] ?? [],
  )
}

test('--help: names the commands that there are', () => {
  expect([...help.options.keys()]).toEqual([
    '',
    'publish',
    'run',
    'deliver',
    'rollback',
    'preview',
    'check',
    'new',
    'schedule',
    'theme',
    'import',
    'init',
  ])
})

test.each(['docs/operators.md', 'README.md'])('%s: has every command', document => {
  const shown = callsIn(read(document)).map(call => call.split(' ')[0])
  for (const command of help.options.keys()) if (command !== '') expect(shown).toContain(command)
})

test('operators.md: has every option of every command, and no other', () => {
  const shown = inlineCode(sectionOf(read('docs/operators.md'), '## Running')).flatMap(code => code.match(/^--[\w-]+/g) ?? [])
  const known = new Set([...help.options.values()].flatMap(options => [...options]))
  expect([...new Set(shown)].sort()).toEqual([...known].sort())
})

test('documents: no call of courant takes a command or an option that the command does not', () => {
  const wrong: string[] = []
  let count = 0
  for (const document of DOCUMENTS) {
    for (const call of callsIn(read(document))) {
      count++
      const command = call.split(' ')[0] ?? ''
      const options = help.options.get(command.startsWith('-') ? '' : command)
      const unknown = (call.match(/(?<= |^)--[\w-]+/g) ?? []).filter(option => !options?.has(option))
      if (options === undefined || unknown.length > 0) wrong.push(`${document}: courant ${call}`)
    }
  }
  expect(count).toBeGreaterThan(20)
  expect(wrong).toEqual([])
})

test('documents: every npm script and every file of tools that they name is there', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'))
  for (const document of DOCUMENTS) {
    const text = read(document)
    for (const [, name = ''] of text.matchAll(/npm run (?:-s )?([\w:-]+)/g))
      expect(Object.keys(scripts), document).toContain(name)
    for (const [, file = ''] of text.matchAll(/bin\/node ([\w/.-]+\.ts)/g)) expect(read(file).length, file).toBeGreaterThan(0)
  }
})
