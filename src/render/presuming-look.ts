import { bodyOf } from '../article/cut-front-matter.ts'
import { renderBody } from '../markdown/render-body.ts'
import type { RenderedBody } from '../model/body.ts'
import { highlight } from './lazy-highlighter.ts'
import type { Asked, BodySource } from './render-task.ts'

/** What there is to say of a body if all that it asks for is there, and what that is: it stands as a file at the very path. */
export function lookPresuming(bytes: Uint8Array, body: BodySource): RenderedBody & { readonly asked: readonly Asked[] } {
  const asked: Asked[] = []
  const rendered = renderBody(bodyOf(bytes, body.bodyLine), {
    ...body,
    highlight,
    thorough: true,
    skims: true,
    resolve: (target, use) => {
      asked.push({ target, use })
      return { kind: 'file', path: `/${target}` }
    },
  })
  return { ...rendered, asked }
}
