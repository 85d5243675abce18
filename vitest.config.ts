import { defineConfig } from 'vitest/config'

// End-to-end journeys run in a project of their own (one at a time: they share the display).
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/hid/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
