import { describe, expect, test } from 'vitest'
import { type BenchOptions, largeRows, ROWS, readOptions, rowsAt } from '../../bench/options.ts'

function read(...args: readonly string[]): BenchOptions {
  const options = readOptions(args)
  if (options === undefined) throw new Error('help was asked for')
  return options
}

describe('the benchmark, told nothing', () => {
  const options = read()

  test('measures every row at the sizes that goals are set for', () => {
    expect(options.sizes).toEqual([1000, 10_000, 50_000])
    expect([...options.rows]).toEqual([...ROWS])
    expect(options).toMatchObject({ times: 40, releases: 8, peers: false, large: false, json: false })
  })

  test('takes more rounds where they are short', () => {
    expect([1000, 10_000, 50_000].map(options.pairsAt)).toEqual([5, 5, 3])
  })

  test('measures what stands at 10,000 stories alone', () => {
    expect([...rowsAt(1000, options)]).toEqual(['cold'])
    expect([...rowsAt(10_000, options)]).toEqual([...ROWS])
  })
})

test('--n, --rows and --pairs choose', () => {
  const options = read('--n', '200,300', '--rows', 'cold,one-edit', '--pairs', '2')
  expect(options.sizes).toEqual([200, 300])
  expect(options.pairsAt(300)).toBe(2)
  expect([...rowsAt(200, options)]).toEqual(['cold'])
  expect([...rowsAt(300, options)]).toEqual(['cold', 'one-edit'])
})

test('--times and --releases say how often a running Courant is changed', () => {
  expect(read('--times', '3', '--releases', '60')).toMatchObject({ times: 3, releases: 60 })
})

test('of 100,000 stories only rows are measured that were asked for and have goals there', () => {
  expect([...largeRows(read('--large'))]).toEqual([
    'cold',
    'unchanged',
    'one-added',
    'edit-to-visible',
    'release',
    'edit-to-visible-default',
  ])
  expect([...largeRows(read('--large', '--rows', 'release,cold,tick'))]).toEqual(['cold', 'release'])
})

test('--quick is one round of publishes at 1,000', () => {
  const options = read('--quick')
  expect(options.sizes).toEqual([1000])
  expect(options.pairsAt(1000)).toBe(1)
  expect([...rowsAt(1000, options)]).toEqual(['cold', 'unchanged', 'one-edit', 'one-added'])
})

test('--help is no run', () => {
  expect(readOptions(['--help'])).toBeUndefined()
})

test.each([
  [['--n', '1e'], 'cannot read "1e" as a number of stories, pairs or times'],
  [['--pairs', '0'], 'cannot read "0" as a number of stories, pairs or times'],
  [['--rows', 'warm'], 'there is no row "warm"; there are cold, '],
  [['--fast'], "Unknown option '--fast'"],
])('%s is refused by name', (args, message) => {
  expect(() => readOptions(args)).toThrow(message)
})
