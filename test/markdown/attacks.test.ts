import { Parser } from 'htmlparser2'
import { expect, test } from 'vitest'
import { renderBody } from '../../src/markdown/render-body.ts'
import { faultsOf } from './allowed-output.ts'
import { allAttacks, embeddings } from './attack-strings.ts'
import { CONTEXT } from './newsroom.ts'

const ATTACKS = allAttacks()

test('allAttacks: are many, and of every family', () => {
  expect(ATTACKS.length).toBeGreaterThan(5000)
  expect(new Set(ATTACKS.map(({ family }) => family)).size).toBe(7)
})

test.each([...new Set(ATTACKS.map(({ family }) => family))])('renderBody: leaves nothing of %s but what is allowed', family => {
  const faults = ATTACKS.filter(attack => attack.family === family)
    .flatMap(({ markdown }) => embeddings(markdown))
    .flatMap(markdown =>
      elementsOf(renderBody(markdown, CONTEXT).html)
        .flatMap(faultsOf)
        .map(fault => ({ markdown, fault })),
    )
  expect(faults).toEqual([])
})

test('renderBody: most attacks are rendered, so that there is something to look at', () => {
  const rendered = ATTACKS.filter(({ markdown }) => renderBody(markdown, CONTEXT).html !== '')
  expect(rendered.length).toBeGreaterThan(ATTACKS.length / 2)
})

test('faultsOf: finds what attacks leave in HTML that nobody cleaned', () => {
  const faults = ATTACKS.filter(({ markdown }) => elementsOf(markdown).flatMap(faultsOf).length > 0)
  expect(faults.length).toBeGreaterThan(ATTACKS.length / 2)
})

function elementsOf(html: string): { name: string; attributes: Record<string, string> }[] {
  const elements: { name: string; attributes: Record<string, string> }[] = []
  const parser = new Parser({ onopentag: (name, attributes) => elements.push({ name, attributes }) })
  parser.end(html)
  return elements
}
