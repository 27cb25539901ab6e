import { expect, test } from 'vitest'
import { diskRemedy } from '../../src/platform/environment-error.ts'

test.each([
  [['ENOSPC', 'EDQUOT'], 'make room on that disk'],
  [['EROFS'], 'mount it so that it can be written to'],
  [['EACCES', 'EPERM'], 'let the user that Courant runs as read and write there'],
  [['EMFILE', 'ENFILE'], 'let it open more files at once (ulimit -n; of systemd LimitNOFILE)'],
  [['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY'], 'move away what stands there, or name another place'],
  [['ENOENT', 'ELOOP'], 'see what is missing: a folder, a mount, or what a link leads to'],
  [['ENAMETOOLONG'], 'give it a shorter name'],
  [['EIO', 'EBUSY', ''], 'mend the disk or its permissions'],
])('diskRemedy: of %s', (codes, remedy) => {
  for (const code of codes) expect(diskRemedy(Object.assign(new Error('refused'), { code })), code).toBe(remedy)
})

test('diskRemedy: has nothing to say of what no disk refused', () => {
  for (const error of [Object.assign(new Error('away'), { code: 'ECONNREFUSED' }), new TypeError('a bug'), 'a text'])
    expect(diskRemedy(error)).toBeUndefined()
})
