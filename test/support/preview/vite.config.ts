import react from '@vitejs/plugin-react'
import path from 'node:path'
import { defineConfig } from 'vite'

const root = import.meta.dirname
/** For looking only: `npx vite --config test/support/preview/vite.config.ts`. */
export default defineConfig({
  root,
  base: './',
  plugins: [react()],
  server: { fs: { allow: [path.resolve(root, '../../..')] } },
  build: { outDir: path.resolve(root, '../../../out/preview'), emptyOutDir: true, assetsInlineLimit: 0, target: 'chrome130' },
})
