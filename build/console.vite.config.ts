import react from '@vitejs/plugin-react'
import { resolve } from 'node:path'
import { defineConfig } from 'vite'

/** HQ's web page: built once, served by HQ under /console/. */
export default defineConfig({
  root: resolve(import.meta.dirname, '../src/console'),
  base: '/console/',
  plugins: [react()],
  build: { outDir: resolve(import.meta.dirname, '../out/console'), emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0 },
})
