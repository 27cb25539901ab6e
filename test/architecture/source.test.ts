import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { GENERATOR } from '../../src/feed/generator.ts'

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))

const SOURCES = readdirSync(join(CHECKOUT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts'))
  .map(path => ({ path, text: readFileSync(join(CHECKOUT, 'src', path), 'utf8') }))

/** The package's own description, as far as the tests look at it. */
function readPackage(): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8'))
}

/** The packages of a table of `package.json`, with their versions. */
function packagesOf(table: unknown): readonly (readonly [name: string, version: string])[] {
  return typeof table === 'object' && table !== null
    ? Object.entries(table).map(([name, version]) => [name, String(version)])
    : []
}

describe('tsconfig.json', () => {
  const { config } = ts.readConfigFile(join(CHECKOUT, 'tsconfig.json'), path => readFileSync(path, 'utf8'))

  test.each([
    'strict',
    'exactOptionalPropertyTypes',
    'noUncheckedIndexedAccess',
    'noImplicitOverride',
    'noImplicitReturns',
    'noFallthroughCasesInSwitch',
    'noUnusedLocals',
    'noUnusedParameters',
    'erasableSyntaxOnly',
    'verbatimModuleSyntax',
    'isolatedModules',
  ])('asks for %s', option => {
    expect(config.compilerOptions[option]).toBe(true)
  })

  test('takes nothing back of what strict asks for', () => {
    const { options, errors } = ts.parseJsonConfigFileContent(config, ts.sys, CHECKOUT)
    expect(errors).toEqual([])
    for (const part of ['noImplicitAny', 'strictNullChecks', 'useUnknownInCatchVariables', 'strictFunctionTypes'] as const)
      expect(options[part]).not.toBe(false)
  })

  test('covers source, tests and benchmarks', () => {
    expect(config.include).toEqual(expect.arrayContaining(['src', 'test', 'bench']))
  })
})

describe('every source file', () => {
  test('is there to be looked at', () => {
    expect(SOURCES.length).toBeGreaterThan(100)
  })

  test('is in a folder that says what it is about, but for three at most', () => {
    expect(SOURCES.filter(({ path }) => !path.includes('/')).length).toBeLessThanOrEqual(3)
  })

  test('is named in kebab-case', () => {
    expect(SOURCES.map(({ path }) => path).filter(path => !/^[a-z0-9/-]+\.ts$/.test(path))).toEqual([])
  })

  test('says nothing is any, and silences no checker', () => {
    expect(SOURCES.flatMap(({ path, text }) => lawBreaks(text).map(what => `${path}: ${what}`))).toEqual([])
  })

  test('exports by name, but for templates, which have the form of a theme’s', () => {
    const defaults = SOURCES.filter(({ text }) => /^export default /m.test(text)).map(({ path }) => path)
    expect(defaults.filter(path => !path.startsWith('page/templates/'))).toEqual([])
  })

  test.each([
    ['const x: any = 1', 'any at line 1'],
    ['\nfunction f(x: readonly any[]) { return x as any }', 'any at line 2'],
    ['// @ts-ignore\nx()', '@ts-ignore'],
    ['/* @ts-expect-error */ x()', '@ts-expect-error'],
    ['// biome-ignore lint: no', 'biome-ignore'],
  ])('would be caught: %j', (source, what) => {
    expect(lawBreaks(source)).toContain(what)
  })

  test('may speak of any in its words', () => {
    expect(lawBreaks("// any that is free\nconst text = 'any: any'\n")).toEqual([])
  })
})

/** Types that are `any`, found in the syntax tree, and comments that silence a checker. */
function lawBreaks(text: string): readonly string[] {
  const file = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true)
  const breaks: string[] = []
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword)
      breaks.push(`any at line ${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return [...breaks, ...(text.match(/@ts-(ignore|expect-error|nocheck)|biome-ignore/g) ?? [])]
}

describe('package.json', () => {
  const { version, dependencies, devDependencies } = readPackage()

  test('has the version that feeds name as their generator', () => {
    expect(GENERATOR.version).toBe(version)
  })

  test('names exact versions only', () => {
    const inexact = [...packagesOf(dependencies), ...packagesOf(devDependencies)].filter(
      ([, wanted]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(wanted) && !wanted.startsWith('file:tools/'),
    )
    expect(inexact).toEqual([])
  })

  test.each(packagesOf(dependencies).map(([name]) => name))('brings %s for a reason that docs/decisions.md gives', name => {
    expect(readFileSync(join(CHECKOUT, 'docs/decisions.md'), 'utf8')).toContain(`\`${name}\``)
  })
})
