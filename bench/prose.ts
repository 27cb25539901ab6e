import type { Random } from './random.ts'
import { EMOJI, type Script } from './words.ts'

/** Text of a given length in words, as Markdown: paragraphs, headings, lists, and a table when asked for. */
export function writeBody({ random, script, words, table, link }: BodyPlan): string {
  const blocks: string[] = []
  let left = words
  while (left > 0) {
    const block = writeBlock(random, script, Math.min(left, random.integer(40, 110)))
    blocks.push(block.text)
    left -= block.words
  }
  if (table) blocks.splice(1, 0, writeTable(random, script))
  if (link !== undefined) blocks.push(`[${writeTitle(random, script)}](${link})`)
  return blocks.join('\n\n')
}

/** What a body should hold. */
export interface BodyPlan {
  readonly random: Random
  readonly script: Script
  readonly words: number
  readonly table: boolean
  /** Address within the site of an earlier story to name at the end. */
  readonly link: string | undefined
}

/** A headline of four to nine words; one in twenty holds what feeds and pages must escape. */
export function writeTitle(random: Random, script: Script): string {
  const title = writeWords(random, script, random.integer(4, 9))
  return random.oneIn(20) ? `${title}: A & B < C` : title
}

/** One sentence of so many words. */
export function writeSentence(random: Random, script: Script, words: number): string {
  const half = Math.ceil(words / 2)
  const start = writeWords(random, script, half)
  const end = words > half ? `${script.comma}${script.space}${writeWords(random, script, words - half, false)}` : ''
  return `${start}${end}${random.oneIn(60) ? ` ${random.pick(EMOJI)}` : ''}${script.fullStop}`
}

function writeBlock(random: Random, script: Script, words: number): { readonly text: string; readonly words: number } {
  if (random.oneIn(8)) return { text: `## ${writeWords(random, script, 4)}`, words: 4 }
  const sentences = writeSentences(random, script, words)
  if (random.oneIn(8)) return { text: sentences.map(sentence => `- ${sentence}`).join('\n'), words }
  if (random.oneIn(12)) return { text: `> ${sentences.join(' ')}`, words }
  return { text: sentences.join(' '), words }
}

function writeSentences(random: Random, script: Script, words: number): readonly string[] {
  const sentences: string[] = []
  for (let left = words; left > 0; ) {
    const length = Math.min(left, random.integer(7, 18))
    const sentence = writeSentence(random, script, length)
    sentences.push(random.oneIn(9) ? `**${sentence}**` : sentence)
    left -= length
  }
  return sentences
}

function writeTable(random: Random, script: Script): string {
  const rows = Array.from({ length: random.integer(3, 12) }, () => {
    const name = writeWords(random, script, 2)
    return `| ${name} | ${random.integer(1990, 2026)} | ${random.integer(1, 99_999)} |`
  })
  const head = `| ${writeWords(random, script, 1)} | ${writeWords(random, script, 1)} | ${writeWords(random, script, 1)} |`
  return [head, '|---|---:|---:|', ...rows].join('\n')
}

function writeWords(random: Random, script: Script, count: number, capital = true): string {
  const text = Array.from({ length: count }, () => random.pick(script.words)).join(script.space)
  return capital ? text.charAt(0).toUpperCase() + text.slice(1) : text
}
