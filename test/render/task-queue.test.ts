import { describe, expect, test } from 'vitest'
import type { RenderTask } from '../../src/render/render-task.ts'
import { TaskQueue } from '../../src/render/task-queue.ts'

function taskAt(index: number): RenderTask {
  return { kind: 'read', path: `${index}.md`, onDisk: `/${index}.md` }
}

/** A queue of so many tasks, with how many were asked for and how many were described. */
function queueOf(count: number) {
  const seen = { asked: 0, described: 0 }
  const tasks = function* (): Generator<() => RenderTask> {
    for (let index = 0; index < count; index++) {
      seen.asked++
      yield () => {
        seen.described++
        return taskAt(index)
      }
    }
  }
  return { queue: new TaskQueue(tasks()), seen }
}

describe('TaskQueue', () => {
  test('gives every task once, in order, and then none', () => {
    const { queue } = queueOf(3)
    const taken = Array.from({ length: 3 }, () => queue.take())
    expect(taken).toEqual([0, 1, 2].map(index => ({ index, task: taskAt(index) })))
    expect(queue.take()).toBeUndefined()
  })

  test('asks for no more of a million tasks than somebody wants to know of, and describes only what is taken', () => {
    const { queue, seen } = queueOf(1_000_000)
    expect(queue.count(288)).toBe(288)
    queue.take()
    queue.take()
    expect(queue.count(288)).toBe(288)
    expect(seen).toEqual({ asked: 290, described: 2 })
  })

  test('counts what is left where that is less', () => {
    const { queue } = queueOf(5)
    queue.take()
    expect(queue.count(288)).toBe(4)
    expect(queue.count(3)).toBe(3)
  })

  test('gives what was given back before all else, under its own number, and describes it no second time', () => {
    const { queue, seen } = queueOf(3)
    const first = queue.take()
    if (!first) throw new Error('there are three')
    queue.take()
    queue.giveBack(first)
    expect(queue.count(288)).toBe(2)
    expect(queue.take()).toEqual(first)
    expect(queue.take()?.index).toBe(2)
    expect(seen.described).toBe(3)
  })
})
