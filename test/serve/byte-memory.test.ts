import { describe, expect, test } from 'vitest'
import { ByteMemory } from '../../src/serve/byte-memory.ts'

const [a, b, c] = [{ name: 'a' }, { name: 'b' }, { name: 'c' }]

describe('ByteMemory', () => {
  test('forgets what was asked for longest ago', () => {
    const memory = new ByteMemory<object>(25)
    memory.keep('a', a, 10)
    memory.keep('b', b, 10)
    expect(memory.get('a')).toBe(a)
    memory.keep('c', c, 10)
    expect([memory.get('a'), memory.get('b'), memory.get('c'), memory.bytes]).toEqual([a, undefined, c, 20])
  })

  test('counts what is put in place of another once', () => {
    const memory = new ByteMemory<object>(25)
    memory.keep('a', a, 20)
    memory.keep('a', b, 5)
    expect([memory.get('a'), memory.bytes]).toEqual([b, 5])
    memory.forget('a')
    memory.forget('a')
    expect([memory.get('a'), memory.bytes]).toEqual([undefined, 0])
  })

  test('makes room for what grows, and counts nothing for what it does not keep any more', () => {
    const memory = new ByteMemory<object>(25)
    memory.keep('a', a, 10)
    memory.keep('b', b, 10)
    memory.grow('b', b, 10)
    expect([memory.get('a'), memory.get('b'), memory.bytes]).toEqual([undefined, b, 20])
    memory.grow('a', a, 10)
    memory.grow('b', c, 10)
    expect(memory.bytes).toBe(20)
  })

  test('keeps nothing that is larger than itself', () => {
    const memory = new ByteMemory<object>(25)
    memory.keep('a', a, 26)
    expect([memory.get('a'), memory.bytes]).toEqual([undefined, 0])
  })
})
