import { expect, test } from 'vitest'
import { dirOf, labelsFor, nameOf } from '../../src/language/labels.ts'

test.each([
  ['fr', 'Thèmes'],
  ['fr-CH', 'Thèmes'],
  ['ES-419', 'Temas'],
  ['zh-Hant', '主题'],
  ['ru', 'Темы'],
  ['ar', 'المواضيع'],
  ['en-GB', 'Topics'],
  ['kk', 'Topics'],
])('labelsFor: %s has its primary language’s words, else English ones', (lang, topics) => {
  expect(labelsFor(lang, { labels: {} }).topics).toBe(topics)
})

test.each(['ar', 'fa-IR', 'he', 'ur', 'az-Arab', 'dv', 'yi'])('dirOf: %s runs from right to left', lang => {
  expect(dirOf(lang)).toBe('rtl')
})

test.each(['en', 'az', 'zh', 'ar-Latn', 'kk'])('dirOf: %s runs from left to right', lang => {
  expect(dirOf(lang)).toBe('ltr')
})

test('nameOf: a language is named in itself', () => {
  expect(['en', 'fr', 'ar', 'zh', 'ru'].map(nameOf)).toEqual(['English', 'Français', 'العربية', '中文', 'Русский'])
})

test('labelsFor: the newsroom’s own words go before ours, those for the very tag first', () => {
  const own = {
    labels: { fr: { topics: 'Sujets', search: 'Chercher' }, 'fr-CH': { topics: 'Domaines' }, kk: { topics: 'Тақырыптар' } },
  }
  expect(labelsFor('fr', own)).toMatchObject({ topics: 'Sujets', search: 'Chercher', author: 'Auteur' })
  expect(labelsFor('fr-CH', own)).toMatchObject({ topics: 'Domaines', search: 'Chercher' })
  expect(labelsFor('kk', own)).toMatchObject({ topics: 'Тақырыптар', search: 'Search' })
  expect(labelsFor('en', own).topics).toBe('Topics')
})
