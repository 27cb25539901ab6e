import { notFoundPage } from '../shared/pages.js'

export const data = { permalink: '/404.html' }

export function render() {
  return notFoundPage()
}
