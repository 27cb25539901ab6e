/**
 * Attacks of our own writing, by family, made by combining what attacks are made of. Every payload calls `alert`, so
 * that a browser can tell whether one ran. None has to work as it stands: together they visit the places where
 * sanitisers have failed.
 */
const PAYLOAD = 'alert(1)'

const ELEMENTS = [
  'a',
  'abbr',
  'animate',
  'applet',
  'area',
  'audio',
  'b',
  'base',
  'bgsound',
  'body',
  'button',
  'details',
  'div',
  'embed',
  'font',
  'form',
  'frame',
  'frameset',
  'h2',
  'html',
  'iframe',
  'image',
  'img',
  'input',
  'isindex',
  'keygen',
  'link',
  'marquee',
  'math',
  'meta',
  'object',
  'p',
  'picture',
  'portal',
  'q',
  'script',
  'select',
  'source',
  'style',
  'svg',
  'table',
  'td',
  'template',
  'textarea',
  'title',
  'track',
  'video',
  'x',
  'xss',
] as const

const HANDLERS = [
  'onerror',
  'onload',
  'onclick',
  'onmouseover',
  'onfocus',
  'ontoggle',
  'onanimationstart',
  'onbegin',
  'ONPOINTERRAWUPDATE',
] as const

const SEPARATORS = [' ', '/', '\n', '\t', '\f', ' x="y"', '/x=y/', " x='>' "] as const

/** Sinks of addresses, `%` standing for the address. */
const SINKS = [
  '<a href="%">click</a>',
  "<a href='%'>click</a>",
  '<a href=%>click</a>',
  '<a title="x" HREF="%">click</a>',
  '<area href="%">',
  '<img src="%">',
  '<img srcset="% 1x, % 2x">',
  '<picture><source srcset="%"><img src="map.png"></picture>',
  '<video poster="%" src="%"></video>',
  '<audio src="%"></audio>',
  '<video><track src="%"></video>',
  '<iframe src="%" title="frame"></iframe>',
  '<iframe srcdoc="%"></iframe>',
  '<embed src="%">',
  '<object data="%"></object>',
  '<form action="%"><button>click</button></form>',
  '<button formaction="%">click</button>',
  '<blockquote cite="%">x</blockquote>',
  '<base href="%">',
  '<link rel="stylesheet" href="%">',
  '<meta http-equiv="refresh" content="0;url=%">',
  '<svg><a xlink:href="%"><text>click</text></a></svg>',
  '<svg><use href="%"></use></svg>',
  '<math href="%">click</math>',
  '<body background="%">',
  '<table background="%"><tr><td>x</td></tr></table>',
  '<a ping="%" href="/about/">click</a>',
  '[click](%)',
  '[click](<%>)',
  '[click](% "title")',
  '![image](%)',
  '[click][r]\n\n[r]: %',
  '[click][r]\n\n[r]: <%> "title"',
  '<%>',
  '[![image](%)](%)',
] as const

const SCHEMES = [
  `javascript:${PAYLOAD}`,
  `vbscript:${PAYLOAD}`,
  `data:text/html,<script>${PAYLOAD}</script>`,
  'file:///etc/passwd',
] as const

/** Addresses of another host: what is not clicked must not ask anything of it. */
const ELSEWHERE = [
  'https://elsewhere.example/x',
  '//elsewhere.example/x',
  '\\\\elsewhere.example/x',
  'https:elsewhere.example/x',
] as const

/** What styles would fetch. */
const STYLED = [
  '<p style="background:url(%)">x</p>',
  '<p style="background-image:image-set(\'%\' 1x)">x</p>',
  '<style>@import url(%);</style>',
  '<style>p{background:url(%)}</style>',
  '<style>@font-face{font-family:x;src:url(%)}</style><p style="font-family:x">x</p>',
  '<link rel="prefetch" href="%">',
  '<link rel="dns-prefetch preconnect" href="%">',
  '<link rel="icon" href="%">',
  '<script src="%"></script>',
  '<script type="module">import "%"</script>',
  '<svg><image href="%" /><style>@import url(%);</style></svg>',
  '<input type="image" src="%">',
] as const

/** Ways to spell an address so that a filter reads another one than the browser. */
const SPELLINGS: readonly ((address: string) => string)[] = [
  address => address,
  address => address.toUpperCase().replace('ALERT', 'alert'),
  address => [...address].map((character, index) => (index % 2 === 0 ? character.toUpperCase() : character)).join(''),
  address => ` ${address}`,
  address => `\u0001${address}`,
  address => `\u00a0${address}`,
  address => `\ufeff${address}`,
  address => address.replace(':', '&colon;'),
  address => address.replace(':', '&#58;'),
  address => address.replace(':', '&#x3a'),
  address => address.replace(':', '&#0000058'),
  address => address.replace(':', '%3A'),
  address => address.replace(':', ' :'),
  address => address.replace(':', '\\:'),
  address => `${address.slice(0, 4)}&Tab;${address.slice(4)}`,
  address => `${address.slice(0, 4)}&NewLine;${address.slice(4)}`,
  address => `${address.slice(0, 4)}&#10;${address.slice(4)}`,
  address => `${address.slice(0, 4)}&#x0d;${address.slice(4)}`,
  address => `${address.slice(0, 4)}&#0;${address.slice(4)}`,
  address => `${address.slice(0, 4)}\t${address.slice(4)}`,
  address => `${address.slice(0, 4)}\u0000${address.slice(4)}`,
  address => `${address.slice(0, 4)}&#xFDD0;${address.slice(4)}`,
  address => `${address.slice(0, 4)}\ufdd0${address.slice(4)}`,
  address => `&#xFDD0;${address}`,
  address => `${address.slice(0, 4)}<!-- -->${address.slice(4)}`,
  address => [...address].map(character => `&#${character.codePointAt(0)};`).join(''),
  address => [...address].map(character => `&#x${character.codePointAt(0)?.toString(16)};`).join(''),
  address => encodeURIComponent(address),
  address => `x:${address}`,
  address => `https:${address}`,
  address => `//${address}`,
  address => `/\\${address}`,
  address => `feed:${address}`,
  address => `view-source:${address}`,
]

/** Markup that a browser reads otherwise than a filter does, or writes back otherwise than it read it. */
const IMG = `<img src=x onerror=${PAYLOAD}>`
const MUTATIONS = [
  'Hello <script> <img/src/onerror=alert(1)> world',
  'Hello <script> <img/src/onerror=alert(1)> world </script> end',
  `<noscript><p title="</noscript>${IMG}"></noscript>`,
  `<noscript><!-- </noscript>${IMG} --></noscript>`,
  `<svg></p><style><a id="</style>${IMG}"></a></style></svg>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;${IMG.replace('<', '&lt;')}"></style></mglyph></table></mtext></math>`,
  `<form><math><mtext></form><form><mglyph><style></math>${IMG}</style></mglyph></form></mtext></math>`,
  `<math><annotation-xml encoding="text/html"><style>${IMG}</style></annotation-xml></math>`,
  `<svg><foreignObject><style>${IMG}</style></foreignObject></svg>`,
  `<svg><title><style>${IMG}</style></title></svg>`,
  `<svg><desc>${IMG}</desc></svg>`,
  `<svg><script>${PAYLOAD}</script></svg>`,
  `<svg><script href="data:,${PAYLOAD}" /></svg>`,
  `<svg><animate attributeName="href" values="#;javascript:${PAYLOAD}"/></svg>`,
  `<svg><set attributeName="onclick" to="${PAYLOAD}"/></svg>`,
  `<svg onload=${PAYLOAD}>`,
  `<svg/onload=${PAYLOAD}//`,
  `<table><td><style></table>${IMG}</style></td></table>`,
  `<select><style></select>${IMG}</style></select>`,
  `<select><option>${IMG}</option></select>`,
  `<textarea></textarea/>${IMG}</textarea>`,
  `<textarea><p title="</textarea>${IMG}">`,
  `<title><p title="</title>${IMG}">`,
  `<xmp><p title="</xmp>${IMG}"></xmp>`,
  `<xmp>&lt;/xmp>${IMG}</xmp>`,
  `<iframe><p title="</iframe>${IMG}"></iframe>`,
  `<iframe><!-- </iframe>${IMG} --></iframe>`,
  `<noembed><p title="</noembed>${IMG}"></noembed>`,
  `<noframes><p title="</noframes>${IMG}"></noframes>`,
  `<template><script>${PAYLOAD}</script>${IMG}</template>`,
  `<plaintext>${IMG}`,
  `<!--><img src=x onerror=${PAYLOAD}>-->`,
  `<!---><img src=x onerror=${PAYLOAD}>-->`,
  `<!-- --!><img src=x onerror=${PAYLOAD}> -->`,
  `<!-- x ${IMG}`,
  `<![CDATA[ ]]${IMG}]]>`,
  `<!DOCTYPE x "><img src=x onerror=${PAYLOAD}>">`,
  `<?xml version="1.0"?>${IMG}`,
  `<?x > ${IMG} ?>`,
  `<a href="x\`${IMG}\`">y</a>`,
  `<img src="x" alt="\`\`onerror=${PAYLOAD}">`,
  `<img src="x" title="&quot; onerror=${PAYLOAD} x=&quot;">`,
  `<img src='x' alt='" onerror="${PAYLOAD}'>`,
  `<p title="<!--">a</p>${IMG}<p title="-->">b</p>`,
  `<p title="--!>${IMG.replaceAll('<', '&lt;')}">x</p>`,
  `<b title="</style>${IMG}">x</b>`,
  `<b title='</title>${IMG}'>x</b>`,
  `<img """><script>${PAYLOAD}</script>">`,
  `<<img src=x onerror=${PAYLOAD}>`,
  `<img <img src=x onerror=${PAYLOAD}>>`,
  `<scr<script>ipt>${PAYLOAD}</scr</script>ipt>`,
  `<script\u0000>${PAYLOAD}</script>`,
  `<scr\u0000ipt>${PAYLOAD}</scr\u0000ipt>`,
  `<scr\ufdd0ipt>${PAYLOAD}</scr\ufdd0ipt>`,
  `<\u0000img src=x onerror=${PAYLOAD}>`,
  `<script/src=data:,${PAYLOAD}></script>`,
  `<script>${PAYLOAD}</script\n>`,
  `<script>${PAYLOAD}</script x="y">`,
  `<script>${PAYLOAD}</script/>`,
  `<style>@import "javascript:${PAYLOAD}";</style>`,
  `<style>*{background:url(javascript:${PAYLOAD})}</style>`,
  `<p style="background:url(javascript:${PAYLOAD})">x</p>`,
  `<p style="x:expression(${PAYLOAD})">x</p>`,
  `<style>@keyframes x{}</style><p style="animation-name:x" onanimationstart="${PAYLOAD}">x</p>`,
  `<div onpointerover="${PAYLOAD}" onclick=${PAYLOAD}>x</div>`,
  `<input autofocus onfocus=${PAYLOAD}>`,
  `<input type="image" src="x" onerror="${PAYLOAD}">`,
  `<details open ontoggle=${PAYLOAD}><summary>x</summary></details>`,
  `<a id="x" name="x" href="javascript:${PAYLOAD}">x</a>`,
  `<h2 id="__proto__" onclick="${PAYLOAD}" constructor="x" __proto__="y">x</h2>`,
  `<__proto__ onclick=${PAYLOAD}>x</__proto__>`,
  `<constructor onclick=${PAYLOAD}>x</constructor>`,
  `<a href="/about/" onclick="${PAYLOAD}" target="_blank" download ping="x">x</a>`,
  `<a href="/about/"\u00a0onclick=${PAYLOAD}>x</a>`,
  `<p/onclick=${PAYLOAD}>x`,
  `<p onclick\n=\n${PAYLOAD}>x</p>`,
  `<p "onclick=${PAYLOAD}>x</p>`,
  `<p x="y"onclick=${PAYLOAD}>x</p>`,
  `<p x='y' onclick='${PAYLOAD}>x</p>`,
  `<math><maction actiontype="statusline#http://x" xlink:href="javascript:${PAYLOAD}">x</maction></math>`,
  `<math><mi//xlink:href="data:x,<script>${PAYLOAD}</script>">`,
] as const

/** Markdown's own forms, in which attacks hide from what looks at HTML only. */
const MARKDOWN = [
  `[x](x "y" onclick=${PAYLOAD})`,
  `[x](x "&quot; onclick=${PAYLOAD} &quot;")`,
  `[x](x '"onclick=${PAYLOAD}')`,
  `![x" onerror="${PAYLOAD}](map.png)`,
  `![x&quot; onerror=&quot;${PAYLOAD}](map.png)`,
  `![x](map.png "&quot;>${IMG}")`,
  `![${IMG}](map.png "${IMG}")`,
  `[${IMG}](/about/)`,
  `\`\`\`"><img/src/onerror=${PAYLOAD}>\nx\n\`\`\``,
  `\`\`\`language-x&quot;onclick=${PAYLOAD}\nx\n\`\`\``,
  `\`${IMG}\``,
  `    ${IMG}`,
  `# ${IMG}`,
  `# "onclick=${PAYLOAD}`,
  `| ${IMG} |\n|---|\n| ${IMG} |`,
  `- [ ] ${IMG}`,
  `> ${IMG}`,
  `<https://example.org/"onclick="${PAYLOAD}>`,
  `<https://example.org/&quot;onclick=${PAYLOAD}>`,
  `https://example.org/"onclick="${PAYLOAD}`,
  `https://example.org/<img/src/onerror=${PAYLOAD}>`,
  `[x]: javascript:${PAYLOAD}\n\n[x] ![x]`,
  `[__proto__]: javascript:${PAYLOAD}\n\n[__proto__] [constructor] [toString]`,
  `[x](javascript:${PAYLOAD}//https://example.org/)`,
  `[x](https://example.org/ javascript:${PAYLOAD})`,
  `[x\n](javascript\n:${PAYLOAD})`,
  `<javascript:${PAYLOAD}>`,
  `<a\nhref="javascript:${PAYLOAD}"\n>x</a>`,
  `*<b*onclick=${PAYLOAD}>x</b>*`,
  `\\<img src=x onerror=${PAYLOAD}>`,
  `&lt;img src=x onerror=${PAYLOAD}&gt;`,
  `&#60;img src=x onerror=${PAYLOAD}&#62;`,
  `&amp;lt;img src=x onerror=${PAYLOAD}&amp;gt;`,
] as const

/** An attack and the family it belongs to. */
export interface Attack {
  readonly family: string
  readonly markdown: string
}

/** Every attack, each once. */
export function allAttacks(): readonly Attack[] {
  const families: Readonly<Record<string, readonly string[]>> = {
    handlers: ELEMENTS.flatMap(element =>
      HANDLERS.map(handler => `<${element} src="x" ${handler}="${PAYLOAD}">text</${element}>`),
    ),
    separators: ELEMENTS.flatMap(element =>
      SEPARATORS.map(separator => `<${element}${separator}src=x${separator}onerror=${PAYLOAD}>`),
    ),
    addresses: SINKS.flatMap(sink =>
      SCHEMES.flatMap(scheme => SPELLINGS.map(spell => sink.replaceAll('%', () => spell(scheme)))),
    ),
    elsewhere: [
      ...SINKS.flatMap(sink => ELSEWHERE.map(address => sink.replaceAll('%', () => address))),
      ...ELSEWHERE.flatMap(address => STYLED.map(style => style.replaceAll('%', () => address))),
    ],
    mutations: MUTATIONS,
    nested: MUTATIONS.flatMap(attack =>
      ['svg', 'math', 'table', 'details', 'p', 'a'].map(outer => `<${outer}>${attack}</${outer}>`),
    ),
    markdown: MARKDOWN,
  }
  return Object.entries(families).flatMap(([family, attacks]) => attacks.map(markdown => ({ family, markdown })))
}

/** The places in which each attack is tried: as a block, and inside the text of a list. */
export function embeddings(markdown: string): readonly string[] {
  return [
    markdown,
    `Text *before*\n\n- in ${markdown.replaceAll('\n', '\n  ')} text\n\nafter`,
    `Text[^a]\n\n[^a]: in ${markdown.replaceAll('\n', '\n    ')} text\n\nafter`,
  ]
}

/** The same for what takes longer: each attack as it is; with `npm run test:long`, in every place. */
export function embeddingsInTime(markdown: string): readonly string[] {
  return process.env.COURANT_TESTS === 'long' ? embeddings(markdown) : [markdown]
}
