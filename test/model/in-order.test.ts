import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inOrder } from '../../src/model/in-order.ts'

test('inOrder: passes every value on in the order of the numbers, as soon as those before it came', () => {
  const order = fc.nat(30).chain(length => fc.shuffledSubarray([...Array(length).keys()], { minLength: length }))
  fc.assert(
    fc.property(order, numbers => {
      const taken: number[] = []
      const came = new Set<number>()
      const pass = inOrder<string>((value, number) => {
        expect(value).toBe(`value ${number}`)
        taken.push(number)
      })
      for (const number of numbers) {
        pass(`value ${number}`, number)
        came.add(number)
        let first = 0
        while (came.has(first)) first++
        expect(taken).toEqual([...Array(first).keys()])
      }
    }),
  )
})
