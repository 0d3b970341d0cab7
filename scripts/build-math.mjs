// Compiles sampler/math/assembly (AssemblyScript) with asc and cuts the WebAssembly text it prints into
// functions, which link.ts embeds into each model's module. Writes sampler/math/generated (git-ignored):
// `math-wat.ts` with the text, `math-wasm.ts` with the same library as a module of its own (base64).
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const sourceDir = join(root, 'sampler', 'math', 'assembly');
const outDir = join(root, 'sampler', 'math', 'generated');
/** Tables live in the upper half of the first page; models start at 65536. */
const MEMORY_BASE = 32768;
const MEMORY_END = 65536;

/** Changes when a source, this script or the compiler changes. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const name of readdirSync(sourceDir).sort()) {
    if (name.endsWith('.ts')) hash.update(name).update(readFileSync(join(sourceDir, name)));
  }
  hash.update(readFileSync(fileURLToPath(import.meta.url))).update(asc.version);
  return hash.digest('hex');
}

/** The top-level forms of a module as printed by asc: one form starts at each line ` (`. */
function topLevelForms(wat) {
  const forms = [];
  for (const line of wat.split('\n')) {
    if (line.startsWith(' (')) forms.push([line.slice(1)]);
    else if (line.startsWith('  ') || line === ' )') forms.at(-1).push(line.slice(1));
    else if (line !== '(module' && line !== ')' && line !== '') throw new Error(`unexpected line: ${line}`);
  }
  return forms.map((lines) => lines.join('\n'));
}

/** A wrapper that only passes its parameters on (`exp` to `NativeMath.exp`): returns the callee. */
function forwardedTo(form) {
  const lines = form.split('\n');
  const arity = (lines[0].match(/\(param /g) ?? []).length;
  if (lines.length !== arity + 3) return null;
  for (let i = 0; i < arity; i++) if (lines[1 + i].trim() !== `local.get $${i}`) return null;
  return /^ call \$(\S+)$/.exec(lines[arity + 1])?.[1] ?? null;
}

/** Bytes of a text-format string. */
function stringLength(text) {
  return text.replace(/\\([0-9a-f]{2}|.)/g, '?').length;
}

const ID = /\$[^\s()]+/g;

function cut(wat) {
  const exported = new Map();
  const functions = new Map();
  const segments = [];
  const globals = new Map();
  for (const form of topLevelForms(wat)) {
    let match = /^\(export "([^"]+)" \(func \$([^)]+)\)\)$/.exec(form);
    if (match) exported.set(match[1], match[2]);
    match = /^\(func \$(\S+)/.exec(form);
    if (match) functions.set(match[1], form);
    match = /^\(global \$(\S+) /.exec(form);
    if (match) globals.set(match[1], form);
    match = /^\(data \$\S+ \(i32\.const (\d+)\) "(.*)"\)$/.exec(form);
    if (match)
      segments.push({
        start: Number(match[1]),
        end: Number(match[1]) + stringLength(match[2]),
        bytes: match[2],
      });
  }

  const names = new Map();
  for (const [name, internal] of exported) {
    const target = forwardedTo(functions.get(internal)) ?? internal;
    if (target !== internal) functions.delete(internal);
    if (names.has(target)) throw new Error(`${name} and ${names.get(target)} are the same function`);
    names.set(target, name);
    if (target !== internal) names.set(internal, name);
  }
  const taken = new Set(exported.keys());
  for (const internal of [...functions.keys(), ...globals.keys()]) {
    if (names.has(internal)) continue;
    const name = `math.${internal.replace(/^.*\//, '')}`;
    if (taken.has(name)) throw new Error(`two functions are called ${name}`);
    taken.add(name);
    names.set(internal, name);
  }
  const rename = (text) =>
    text.replace(ID, (id) => (names.has(id.slice(1)) ? `$${names.get(id.slice(1))}` : id));

  segments.sort((a, b) => a.start - b.start);
  if (segments.some((s) => s.start < MEMORY_BASE || s.end > MEMORY_END))
    throw new Error('tables outside their half page');
  return {
    functions: [...functions]
      .map(([internal, form]) => {
        const text = rename(form);
        const unique = (pattern) => [...new Set([...text.matchAll(pattern)].map((m) => m[1]))];
        // asc splits tables at runs of zeros, so which pieces a function reads cannot be told apart.
        const tables = unique(/(?:i32\.const |offset=)(\d+)/g)
          .map(Number)
          .some((a) => a >= MEMORY_BASE && a < MEMORY_END);
        return {
          name: names.get(internal),
          text,
          calls: unique(/\bcall \$(\S+)/g),
          globals: unique(/\bglobal\.[gs]et \$(\S+)/g),
          tables,
        };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    globals: [...globals].map(([internal, form]) => ({ name: names.get(internal), text: rename(form) })),
    tables: segments.map((s) => `(data (i32.const ${s.start}) "${s.bytes}")`),
  };
}

async function main() {
  const wanted = `// Generated by scripts/build-math.mjs from ${fingerprint()}\n`;
  const watFile = join(outDir, 'math-wat.ts');
  if (existsSync(watFile) && readFileSync(watFile, 'utf8').startsWith(wanted)) return;

  const temp = mkdtempSync(join(tmpdir(), 'bayes-math-'));
  try {
    const { error, stderr } = await asc.main([
      join(sourceDir, 'index.ts'),
      ...['-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort=', '--enable', 'simd'],
      ...['--memoryBase', String(MEMORY_BASE), '--initialMemory', '1', '--lib', sourceDir],
      ...['--textFile', join(temp, 'math.wat'), '--outFile', join(temp, 'math.wasm')],
    ]);
    if (error) throw new Error(`asc: ${error.message}\n${stderr.toString()}`);
    const parts = cut(readFileSync(join(temp, 'math.wat'), 'utf8'));
    const wasm = readFileSync(join(temp, 'math.wasm')).toString('base64');
    mkdirSync(outDir, { recursive: true });
    writeFileSync(join(outDir, 'math-wasm.ts'), `${wanted}export const wasmBase64 = '${wasm}';\n`);
    writeFileSync(
      watFile,
      `${wanted}import type { MathParts } from '../link.ts';\n\nexport const parts: MathParts = ${JSON.stringify(parts, null, 1)};\n`,
    );
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

await main();
