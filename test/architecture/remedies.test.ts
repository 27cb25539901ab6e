import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))

/** The TypeScript below a folder. */
function codeIn(folder: string): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(join(CHECKOUT, folder), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .map(path => ({ path: `${folder}/${path}`, text: readFileSync(join(CHECKOUT, folder, path), 'utf8') }))
}

function parsed(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
}

function* nodesIn(node: ts.Node): Generator<ts.Node> {
  yield node
  for (const child of node.getChildren()) yield* nodesIn(child)
}

/** What takes a `remedy`, by its name: the place of that among its parameters. A class is called by its own name. */
function takersIn(sources: readonly ts.SourceFile[]): ReadonlyMap<string, number> {
  const takers = new Map<string, number>()
  for (const node of sources.flatMap(source => [...nodesIn(source)])) {
    if (!ts.isFunctionLike(node)) continue
    const place = node.parameters.findIndex(({ name }) => name.getText() === 'remedy')
    const named = ts.isConstructorDeclaration(node) || ts.isArrowFunction(node) ? node.parent : node
    const name =
      ts.isClassDeclaration(named) || ts.isFunctionDeclaration(named) || ts.isVariableDeclaration(named)
        ? named.name
        : undefined
    if (place >= 0 && name) takers.set(name.getText(), place)
  }
  return takers
}

/** Where a remedy is written: a field or a constant of that name, or what is passed for one. */
function remedyAt(node: ts.Node, takers: ReadonlyMap<string, number>): ts.Node | undefined {
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'remedy') return node.initializer
  if (ts.isVariableDeclaration(node) && /remed(y|ies)$/i.test(node.name.getText())) return node.initializer
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined
  const place = takers.get(node.expression.getText())
  return place === undefined ? undefined : node.arguments?.[place]
}

/** The words of every remedy: of each text the longest part between what is put into it. One of a word alone tells nothing. */
function remediesIn(source: ts.SourceFile, takers: ReadonlyMap<string, number>): readonly string[] {
  return [...nodesIn(source)].flatMap(node => {
    const written = remedyAt(node, takers)
    const texts = written ? [...nodesIn(written)].flatMap(partsOf) : []
    return texts.map(parts => parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '').trim())
  })
}

function partsOf(node: ts.Node): readonly (readonly string[])[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [[node.text]]
  return ts.isTemplateExpression(node) ? [[node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]] : []
}

/** Remedies of the sources that the tests, or the examples of errors.md that tests hold to the code, do not have. */
function untried(sources: readonly ts.SourceFile[], told: string): readonly string[] {
  const takers = takersIn(sources)
  const plain = told.replaceAll(/\\(['"`\\])/g, '$1')
  return sources.flatMap(source =>
    remediesIn(source, takers).flatMap(words =>
      words.includes(' ') && !plain.includes(words) ? [`${source.fileName}: ${words}`] : [],
    ),
  )
}

test('remedies: every one stands in a test that makes its mistake', () => {
  const sources = codeIn('src').map(({ path, text }) => parsed(path, text))
  const takers = takersIn(sources)
  const told = [...codeIn('test').map(({ text }) => text), readFileSync(join(CHECKOUT, 'docs/errors.md'), 'utf8')]
  expect(sources.flatMap(source => remediesIn(source, takers)).length).toBeGreaterThan(150)
  expect(untried(sources, told.join('\n'))).toEqual([])
})

test.each([
  ['{ remedy: isOne ? "write it anew" : undefined }', 'write it anew'],
  ['const REMEDIES = { one: "write it anew", other: "" }', 'write it anew'],
  ['const remedy = "write it" + "over and over"', 'over and over'],
  ['function told(path, remedy) {}; told("a b", "write it anew")', 'write it anew'],
  ['class Fault { constructor(message, remedy) {} }; throw new Fault("a b", "write it anew")', 'write it anew'],
])('remedies: would be missed: %s', (code, words) => {
  const source = parsed('planted.ts', code.startsWith('{') ? `(${code})` : code)
  expect(untried([source], 'write it')).toEqual([`planted.ts: ${words}`])
  expect(untried([source], `write it, "${words}"`)).toEqual([])
})
