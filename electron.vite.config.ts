import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { resolve } from 'node:path'

const inClone = (file: string): string => resolve(import.meta.dirname, file)

/** Native code and Electron itself stay outside the bundles; everything else is in them, so a till needs little more. */
const external = ['electron', 'better-sqlite3', 'node-hid', 'serialport']

// Targets are those of the oldest runtime that the application runs on: electron-vite would take them from the version
// of the npm package.
export default defineConfig({
  main: {
    build: {
      target: 'node20.18',
      externalizeDeps: false,
      rolldownOptions: {
        external,
        input: {
          index: inClone('src/main/index.ts'),
          engine: inClone('src/till/process/engine-process.ts'),
          drivers: inClone('src/till/devices/drivers-process.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'shared/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: 'node20.18',
      externalizeDeps: false,
      // A sandboxed preload script must be one CommonJS file.
      rolldownOptions: { external, input: { index: inClone('src/preload/index.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: 'src/renderer',
    base: './',
    plugins: [react()],
    html: { cspNonce: '__CSP_NONCE__' },
    build: { target: 'chrome130', assetsInlineLimit: 0, rolldownOptions: { input: { index: inClone('src/renderer/index.html') } } },
  },
})
