import { expect, it } from 'vitest'
import { readShellOptions } from '../../src/main/shell-options.ts'

it('reads folder, HQ and code, and takes the code out of what children inherit', () => {
  const env = { TILLPOINT_ENROL_CODE: 'ABC', TILLPOINT_DATA: '/elsewhere' }
  expect(readShellOptions(['electron', '.', '--data=/d', '--hq=http://127.0.0.1:8787'], env)).toEqual({
    dataDir: '/d',
    hq: { url: 'http://127.0.0.1:8787', enrolCode: 'ABC' },
  })
  expect(env).toEqual({ TILLPOINT_DATA: '/elsewhere' })
  expect(readShellOptions([], env)).toEqual({ dataDir: '/elsewhere', hq: null })
})
