import { defineConfig } from 'vitest/config'

const journeys = 'test/e2e/**/*.test.ts'
const houseRules = ['test/tidy.test.ts', 'test/rooms.test.ts']

// Three projects, so that each can be run and timed alone. Journeys through the real window go one at a time: they
// share a display and the machine.
export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'tidy', include: houseRules, testTimeout: 120_000 } },
      // Two at a time on two cores: much of it waits for disks, databases and other processes.
      { extends: true, test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [journeys, ...houseRules, 'test/hid/**'], maxWorkers: 2 } },
      { extends: true, test: { name: 'e2e', include: [journeys], fileParallelism: false, testTimeout: 120_000 } },
    ],
    // Starts nothing until a test asks for a database.
    globalSetup: ['test/support/postgres-server.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
