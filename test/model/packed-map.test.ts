import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PackedMap, pack } from '../../src/model/packed-map.ts'

const texts = fc.string({ unit: 'grapheme', maxLength: 12 })
const values = fc.oneof(fc.constant(null), fc.boolean(), texts, fc.record({ onDisk: texts, mark: texts }))
const asItIs = (text: string): string => text

describe('PackedMap', () => {
  test('PackedMap: it has the entries that were packed, in their order, and no others', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(texts, values)), fc.array(texts), (entries, others) => {
        const map = new Map(entries)
        const found = new PackedMap<string, (typeof entries)[number][1]>(pack(map), asItIs)
        expect([...found]).toEqual([...map])
        expect([...found.keys()]).toEqual([...map.keys()])
        expect(found.size).toBe(map.size)
        for (const key of [...map.keys(), ...others]) {
          expect(found.get(key)).toEqual(map.get(key))
          expect(found.has(key)).toBe(map.has(key))
        }
      }),
    )
  })

  test('PackedMap: a thread that is sent it takes no copy, and packing it again makes none', async () => {
    const map = new PackedMap<string, number>(pack(new Map([['a', 1]])), asItIs)
    expect(pack(map)).toBe(map.packed)
    const answer = Promise.withResolvers<unknown>()
    const code = `const { parentPort } = require('node:worker_threads')
      parentPort.once('message', ({ bytes }) => { new Uint8Array(bytes)[1] = 0x32; parentPort.postMessage('written') })`
    const worker = new Worker(code, { eval: true })
    worker.once('message', answer.resolve).once('error', answer.reject)
    worker.postMessage(map.packed)
    await answer.promise
    await worker.terminate()
    expect(map.get('a')).toBe(2)
  })
})
