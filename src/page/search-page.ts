import { labelsFor } from '../language/labels.ts'
import { hrefOf, type SitePath } from '../model/address.ts'
import { archivePath } from '../model/edition.ts'
import type { SearchPage } from '../model/page.ts'
import { INDEX_POINTER } from '../model/search.ts'
import type { Site } from '../model/site.ts'
import { type Html, html } from './html.ts'
import { languageSwitch } from './language-switch.ts'
import type { Templates } from './templates/types.ts'

/** The pieces of the search's page. Without its script the lists stand alone, and the page says why. */
export function searchParts(page: SearchPage, site: Site): Templates['search']['parts'] {
  const { head } = page
  const words = labelsFor(head.lang, site)
  return {
    languages: languageSwitch(head, site),
    form: html`<form class="search-form" role="search" hidden data-index="${hrefOf(site, INDEX_POINTER)}" data-base="${hrefOf(site, '/')}"\
 data-found="${words.stories}" data-nothing="${words.nothingFound}" data-fails="${words.searchFails}">
<label for="q">${words.searchFor}</label>
<input type="search" id="q" name="q" autocomplete="off" spellcheck="false">
<button type="submit">${words.search}</button>
</form>`,
    results: html`<p class="search-status" role="status"></p>
<ol class="results" hidden></ol>
<button type="button" class="more-results" hidden>${words.moreResults}</button>`,
    ways: html`<div class="ways">
<p class="needs-script">${words.searchNeedsScript}</p>
<ul>
${wayTo({ path: head.home, title: site.title }, site)}${wayTo({ path: archivePath(head.home), title: words.archive }, site)}${page.topics.map(topic => wayTo(topic, site))}</ul>
</div>`,
  }
}

function wayTo({ path, title }: { readonly path: SitePath; readonly title: string }, site: Site): Html {
  return html`<li><a href="${hrefOf(site, path)}">${title}</a></li>\n`
}
