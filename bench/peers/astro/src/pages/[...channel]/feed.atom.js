import { WRITERS } from '../../../shared/feeds.js'
import { feedRoutes } from '../../newsroom.js'

export const getStaticPaths = feedRoutes

export function GET({ props: { channel } }) {
  return new Response(WRITERS.atom(channel, ({ html }) => html))
}
