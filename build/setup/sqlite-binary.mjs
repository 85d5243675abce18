// better-sqlite3 for the fallback runtime. The published binary asks for Node-API 10, because it keeps persistent
// references to strings, and crashes below it. Here those strings are kept in boxed objects instead; nothing else
// changes. Headers come from npm (node-api-headers, node-addon-api). About a minute, once a version.
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { during, Stop } from './console.mjs'
import { isFallbackRuntime } from './electron-runtime.mjs'
import { cacheFolder, inClone, versionOf } from './places.mjs'
import { run } from './run.mjs'

/** Where the application looks for it (src/main/sqlite-binding.ts). */
const place = inClone('out/native/better_sqlite3.node')

export async function ensureSqliteBinary() {
  if (!isFallbackRuntime()) return
  const name = `better-sqlite3-${versionOf('better-sqlite3')}-napi9-${process.platform}-${process.arch}.node`
  const marker = `${place}.version`
  if (existsSync(place) && existsSync(marker) && readFileSync(marker, 'utf8') === name) return
  const kept = path.join(cacheFolder(), name)
  if (!existsSync(kept)) await during('SQLite for this Electron (about a minute, once)', () => compile(kept))
  mkdirSync(path.dirname(place), { recursive: true })
  // By renaming: a running till keeps the file it has open.
  copyFileSync(kept, `${place}.new`)
  renameSync(`${place}.new`, place)
  writeFileSync(marker, name)
}

/** A persistent string for Node-API below 10, which can only reference objects. */
const stringReference = `
class StringRef {
public:
	StringRef() {}
	explicit StringRef(Napi::String value) {
		Napi::Object box = Napi::Object::New(value.Env());
		box.Set(0u, value);
		ref = Napi::Persistent(box);
	}
	Napi::String Value() const { return ref.Value().Get(0u).As<Napi::String>(); }
private:
	Napi::ObjectReference ref;
};
`
/** File, then pairs of what is replaced by what. */
const changes = [
  ['helpers.cpp',
    ['inline void SetFrozen', `${stringReference}\ninline void SetFrozen`],
    ['const Napi::Reference<Napi::String>& key', 'const StringRef& key']],
  ['constants.cpp',
    ['Napi::Persistent(InternalizedFromLatin1(env, str))', 'StringRef(InternalizedFromLatin1(env, str))'],
    ['Napi::Reference<Napi::String>', 'StringRef']],
  ['bind-map.cpp',
    ['Napi::Persistent(InternalizedFromUtf8(env, name, -1))', 'StringRef(InternalizedFromUtf8(env, name, -1))'],
    ['Napi::Persistent(pair->name.Value())', 'StringRef(pair->name.Value())'],
    ['Napi::Reference<Napi::String>', 'StringRef']],
]

/** @param {string} kept */
async function compile(kept) {
  const work = mkdtempSync(path.join(tmpdir(), 'tillpoint-sqlite-'))
  try {
    const source = path.join(work, 'source')
    cpSync(inClone('node_modules/better-sqlite3'), source, { recursive: true, filter: (from) => !from.endsWith('.node') })
    for (const [file, ...pairs] of changes) edit(path.join(source, 'src/util', file), pairs)
    const sqlite = path.join(source, 'deps/sqlite3')
    const defines = [...readFileSync(path.join(source, 'deps/defines.gypi'), 'utf8').matchAll(/'([A-Z][A-Z0-9_]*(?:=[^']*)?)'/g)].map((match) => `-D${match[1]}`)
    const tools = { cwd: work, quiet: true }
    await run('gcc', ['-c', '-std=c99', '-w', '-O3', '-fPIC', '-DNDEBUG', ...defines, path.join(sqlite, 'sqlite3.c'), '-o', 'sqlite3.o'], tools)
    await run('g++', ['-shared', '-std=c++20', '-O3', '-fPIC', '-w', '-fvisibility=hidden', '-fvisibility-inlines-hidden',
      '-DNDEBUG', '-DBUILDING_NODE_EXTENSION', '-DNODE_GYP_MODULE_NAME=better_sqlite3',
      '-DNAPI_VERSION=9', '-DNAPI_DISABLE_CPP_EXCEPTIONS', '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS', ...defines,
      `-I${inClone('node_modules/node-api-headers/include')}`, `-I${inClone('node_modules/node-addon-api')}`, `-I${sqlite}`,
      path.join(source, 'src/better_sqlite3.cpp'), 'sqlite3.o', '-o', 'out.node',
      '-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', '-ldl', '-lm', '-lpthread'], tools)
    mkdirSync(path.dirname(kept), { recursive: true })
    copyFileSync(path.join(work, 'out.node'), `${kept}.new`)
    renameSync(`${kept}.new`, kept)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function edit(file, pairs) {
  let text = readFileSync(file, 'utf8')
  for (const [from, to] of pairs) {
    if (!text.includes(from)) throw new Stop(1, `${file} has changed: "${from}" is not there`)
    text = text.replaceAll(from, to)
  }
  writeFileSync(file, text)
}
