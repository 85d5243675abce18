import react from '@vitejs/plugin-react'
import { resolve } from 'node:path'
import { defineConfig } from 'vite'

/** HQ's web page: built once, served by HQ under /console/. */
export default defineConfig({
  root: resolve(import.meta.dirname, '../src/console'),
  base: '/console/',
  plugins: [react()],
  // HQ puts a fresh one in at every request (src/hq/console/pages.ts).
  html: { cspNonce: '__CSP_NONCE__' },
  build: { outDir: resolve(import.meta.dirname, '../out/console'), emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0 },
})
