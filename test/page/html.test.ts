import { expect, test } from 'vitest'
import { html, raw } from '../../src/page/html.ts'

test('html: escapes strings in text and attributes', () => {
  expect(html`<p title="${`"'<>&`}">${'<b>&amp;'}</p>`.toString()).toBe(
    '<p title="&quot;&#39;&lt;&gt;&amp;">&lt;b&gt;&amp;amp;</p>',
  )
})

test('html: leaves what is HTML already, and nothing for what is absent', () => {
  expect(html`${raw('<b>')}${html`<i>${1}</i>`}${['<', html`<u>`]}${undefined}${false}`.toString()).toBe('<b><i>1</i>&lt;<u>')
})
