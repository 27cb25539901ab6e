import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  type Heartbeat,
  type HeartbeatOptions,
  type PublishReason,
  patternProblem,
  startHeartbeat,
} from '../../src/runner/heartbeat.ts'

const EVERY_SECOND = '* * * * * *'
const NEVER_TODAY = '0 0 29 2 *'

afterEach(() => {
  vi.restoreAllMocks()
})

/** A heartbeat that ends with the test. */
function beating(options: Partial<HeartbeatOptions> & Pick<HeartbeatOptions, 'publish'>): Heartbeat {
  const heartbeat = startHeartbeat({
    pattern: NEVER_TODAY,
    timezone: 'UTC',
    now: Date.now,
    leads: () => true,
    onClockSet: () => {},
    onError: error => {
      throw error
    },
    ...options,
  })
  onTestFinished(() => heartbeat[Symbol.asyncDispose]())
  return heartbeat
}

/** Waits until something holds; the test's own time limit is the only one. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(10)
}

describe('startHeartbeat', () => {
  test('publishes at the start, and at every beat after it', async () => {
    const reasons: PublishReason[] = []
    const heartbeat = beating({
      pattern: EVERY_SECOND,
      publish: async reason => {
        reasons.push(reason)
        return undefined
      },
    })
    await heartbeat.started
    expect(reasons[0]).toBe('start')
    await until(() => reasons.length >= 3)
    expect(reasons.slice(1)).toEqual(reasons.slice(1).map(() => 'beat'))
  })

  test('tells that something came due during a publish, and publishes that before what was saved', async () => {
    const reasons: PublishReason[] = []
    const { promise: isDue, resolve } = Promise.withResolvers<void>()
    let nowMs = 1_000_000
    const due = nowMs + 200
    const heartbeat = beating({
      now: () => nowMs,
      onDueMeanwhile: resolve,
      publish: async reason => {
        reasons.push(reason)
        if (reason === 'start') return due
        if (reasons.length > 2) return undefined
        nowMs = due
        await isDue
        heartbeat.saved()
        heartbeat.retry()
        return 'interrupted'
      },
    })
    await heartbeat.started
    heartbeat.saved()
    await until(() => reasons.length >= 3)
    expect(reasons).toEqual(['start', 'saved', 'due'])
  })

  test('of several processes publishes in the one that leads, and from the moment that it does', async () => {
    const reasons: PublishReason[] = []
    let leads = false
    const heartbeat = beating({
      pattern: EVERY_SECOND,
      leads: () => leads,
      publish: async reason => {
        reasons.push(reason)
        return undefined
      },
    })
    await heartbeat.started
    heartbeat.saved()
    await pause(1_100)
    expect(reasons).toEqual([])
    leads = true
    heartbeat.led()
    expect(reasons).toEqual(['start'])
    await until(() => reasons.length >= 2)
  })

  test('has one publish in hand at most, and publishes once right after it for all beats that it missed', async () => {
    let inHand = 0
    let most = 0
    let publishes = 0
    const printed = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'error')]
    const heartbeat = beating({
      pattern: EVERY_SECOND,
      publish: async () => {
        most = Math.max(most, ++inHand)
        if (++publishes === 1) await pause(3200)
        inHand--
        return undefined
      },
    })
    await until(() => publishes >= 3)
    await heartbeat[Symbol.asyncDispose]()
    expect(most).toBe(1)
    // node-cron must not write into what people and machines read.
    for (const print of printed) expect(print).not.toHaveBeenCalled()
  })

  test('notices a beat that a busy program slept through', async () => {
    const reasons: PublishReason[] = []
    const heartbeat = beating({
      pattern: EVERY_SECOND,
      publish: async reason => {
        reasons.push(reason)
        return undefined
      },
    })
    await heartbeat.started
    const printed = vi.spyOn(console, 'warn')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2500)
    await until(() => reasons.length >= 2)
    expect(reasons).toContain('beat')
    expect(printed).not.toHaveBeenCalled()
  })

  test('publishes what is due at its instant by the clock it is given, never before', async () => {
    let nowMs = 1_000_000
    const due = nowMs + 300
    const publishedAt: number[] = []
    beating({
      now: () => nowMs,
      publish: async () => {
        publishedAt.push(nowMs)
        return publishedAt.length === 1 ? due : undefined
      },
    })
    // The clock stands still while the timer runs out: nothing is due yet.
    await pause(700)
    expect(publishedAt).toEqual([1_000_000])
    nowMs = due
    await until(() => publishedAt.length === 2)
    expect(publishedAt).toEqual([1_000_000, due])
  })

  test('publishes at once what is due by the time that a publish ends', async () => {
    const reasons: PublishReason[] = []
    beating({
      now: () => 5000,
      publish: async reason => {
        reasons.push(reason)
        return reasons.length < 3 ? 4000 : undefined
      },
    })
    await until(() => reasons.length === 3)
    expect(reasons).toEqual(['start', 'due', 'due'])
  })

  test('does not fire early for what is due in a year, which no timer can wait for', async () => {
    const reasons: PublishReason[] = []
    const heartbeat = beating({
      publish: async reason => {
        reasons.push(reason)
        return Date.now() + 365 * 86_400_000
      },
    })
    await heartbeat.started
    await pause(300)
    expect(reasons).toEqual(['start'])
  })

  test('goes on after a publish that threw, and tells of it', async () => {
    const errors: unknown[] = []
    let publishes = 0
    beating({
      pattern: EVERY_SECOND,
      onError: error => errors.push(error),
      publish: async () => {
        if (++publishes === 2) throw new Error('the disk is full')
        return undefined
      },
    })
    await until(() => publishes >= 3)
    expect(errors).toEqual([new Error('the disk is full')])
  })

  test('keeps in mind what is due through a publish that failed, and does not hammer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const due = Date.now() + 30_000
    const reasons: PublishReason[] = []
    const heartbeat = beating({
      publish: async reason => {
        reasons.push(reason)
        if (reasons.length === 1) return due
        return reasons.length < 4 ? 'failed' : undefined
      },
    })
    await heartbeat.started
    await vi.advanceTimersByTimeAsync(29_999)
    expect(reasons).toEqual(['start'])
    await vi.advanceTimersByTimeAsync(1)
    expect(reasons).toEqual(['start', 'due'])
    await vi.advanceTimersByTimeAsync(9_999)
    expect(reasons).toEqual(['start', 'due'])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(reasons).toEqual(['start', 'due', 'due', 'due'])
  })

  test('tries again what was saved and could not be published, though nothing is due and no beat is near', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const reasons: PublishReason[] = []
    const heartbeat = beating({
      publish: async reason => {
        reasons.push(reason)
        if (reasons.length === 2) throw new Error('the disk is full')
        return undefined
      },
      onError: () => {},
    })
    await heartbeat.started
    heartbeat.saved()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(reasons).toEqual(['start', 'saved', 'saved'])
  })

  test('cuts long waits, so that a clock put forward is noticed within a minute', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    onTestFinished(() => void vi.useRealTimers())
    let nowMs = 0
    const reasons: PublishReason[] = []
    const heartbeat = beating({
      now: () => nowMs,
      publish: async reason => {
        reasons.push(reason)
        return reasons.length === 1 ? 86_400_000 : undefined
      },
    })
    await heartbeat.started
    nowMs = 86_400_000
    await vi.advanceTimersByTimeAsync(60_000)
    expect(reasons).toEqual(['start', 'due'])
  })

  test('goes on beating when the clock is set back, and tells of it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'] })
    onTestFinished(() => void vi.useRealTimers())
    const told: number[] = []
    let beats = 0
    const heartbeat = beating({
      pattern: '* * * * *',
      onClockSet: byMs => told.push(byMs),
      publish: async reason => {
        if (reason === 'beat') beats++
        return undefined
      },
    })
    await heartbeat.started
    await vi.advanceTimersByTimeAsync(5 * 60_000)
    vi.setSystemTime(Date.now() - 3_600_000)
    const before = beats
    await vi.advanceTimersByTimeAsync(5 * 60_000)
    expect(before).toBeGreaterThanOrEqual(4)
    expect(beats).toBeGreaterThanOrEqual(before + 5)
    expect(told).toEqual([-3_600_000])
  })

  test('rejects its start when the first publish fails, and only that', async () => {
    const errors: unknown[] = []
    const heartbeat = beating({
      onError: error => errors.push(error),
      publish: () => Promise.reject(new Error('another Courant is publishing')),
    })
    await expect(heartbeat.started).rejects.toThrow('another Courant is publishing')
    await heartbeat[Symbol.asyncDispose]()
    expect(errors).toEqual([])
  })

  test('publishes no more where what the first publish throws ends it, whatever came meanwhile', async () => {
    const { promise, reject } = Promise.withResolvers<undefined>()
    let publishes = 0
    const heartbeat = beating({
      publish: async () => {
        publishes++
        return await promise
      },
    })
    heartbeat.beat()
    setTimeout(reject, 10, new Error('there is no theme'))
    await expect(heartbeat.started).rejects.toThrow('there is no theme')
    await heartbeat[Symbol.asyncDispose]()
    await pause(50)
    expect(publishes).toBe(1)
  })

  test('lets the publish in hand finish when it is stopped, and begins no other', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    let finished = 0
    let publishes = 0
    const heartbeat = beating({
      pattern: EVERY_SECOND,
      publish: async () => {
        publishes++
        await promise
        finished++
        return 0
      },
    })
    const stopped = heartbeat[Symbol.asyncDispose]()
    setTimeout(resolve, 50)
    await stopped
    expect(finished).toBe(1)
    await pause(1200)
    expect(publishes).toBe(1)
  })
})

describe('patternProblem', () => {
  test.each(['* * * * *', '*/5 * * * *', '0 9 * * mon-fri', EVERY_SECOND, '0 0 1 jan *'])('takes %j', pattern => {
    expect(patternProblem(pattern)).toBeUndefined()
  })

  test.each(['', '* * *', '60 * * * *', '* 24 * * *', '* * 0 * *', 'often', '* * * * * * *'])(
    'says what is wrong with %j',
    pattern => {
      expect(patternProblem(pattern)).toMatch(/\S/)
    },
  )
})
