import { defineCollection } from 'astro:content'
import { glob } from 'astro/loaders'

/** An entry's id is its path: the language at its end is part of it. */
const withoutExtension = ({ entry }) => entry.replace(/\.md$/, '')

export const collections = {
  stories: defineCollection({ loader: glob({ pattern: '[0-9]*/**/*.md', base: './content', generateId: withoutExtension }) }),
  pages: defineCollection({ loader: glob({ pattern: '*.md', base: './content', generateId: withoutExtension }) }),
}
