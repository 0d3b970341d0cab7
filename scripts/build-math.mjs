// Compiles sampler/math/assembly (AssemblyScript) with asc and cuts what it makes into functions, which link.ts puts
// into each model's module. Writes sampler/math/generated (git-ignored): `math-code.ts` with the bytes of each function
// and what they refer to, `math-wat.ts` with the text of the same, `math-wasm.ts` with the library as a module of its
// own (base64).
import { join } from 'node:path';
import {
  base64Export,
  compile,
  generatedHeader,
  isCurrent,
  root,
  writeGenerated,
} from './assemblyscript.mjs';
import { codeOf } from './function-code.mjs';

const SOURCES = 'sampler/math/assembly';
const OUT = 'sampler/math/generated';
/** Tables are in the upper half of the first page; models start at 65536. */
const MEMORY_BASE = 32768;
const MEMORY_END = 65536;

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

/** Bytes as a string of the text format. */
function quote(bytes) {
  const plain = (b) => b >= 32 && b < 127 && b !== 34 && b !== 92;
  const text = Array.from(bytes, (b) =>
    plain(b) ? String.fromCharCode(b) : `\\${b.toString(16).padStart(2, '0')}`,
  );
  return `"${text.join('')}"`;
}

/**
 * The tables, as ranges of memory: ours, whose place and size `table_*` functions return, and what lies
 * between them, which is the compiler's. (The data fields that asc prints are cut at runs of zeros.)
 */
function tableRanges(wasm) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm));
  const image = new Uint8Array(exports.memory.buffer);
  const ours = Object.keys(exports)
    .filter((name) => name.startsWith('table_'))
    .map((name) => exports[name]())
    .map((packed) => ({ start: Number(packed & 0xffffffffn), size: Number(packed >> 32n) }))
    .sort((a, b) => a.start - b.start);
  const cuts = [MEMORY_BASE, ...ours.flatMap(({ start, size }) => [start, start + size]), MEMORY_END];
  const ranges = cuts.slice(1).map((end, i) => ({ start: cuts[i], end }));
  return ranges
    .filter(({ start, end }) => image.subarray(start, end).some((b) => b !== 0))
    .map(({ start, end }) => {
      let last = end;
      while (image[last - 1] === 0) last--;
      return { start, end, bytes: image.subarray(start, last) };
    });
}

const dataStart = (form) => Number(/^\(data \$\S+ \(i32\.const (\d+)\)/.exec(form)[1]);
const ID = /\$[^\s()]+/g;

function cut(wat, tables) {
  const exported = new Map();
  const functions = new Map();
  const globals = new Map();
  for (const form of topLevelForms(wat)) {
    let match = /^\(export "([^"]+)" \(func \$([^)]+)\)\)$/.exec(form);
    if (match) exported.set(match[1], match[2]);
    match = /^\(func \$(\S+)/.exec(form);
    if (match) functions.set(match[1], form);
    match = /^\(global \$(\S+) /.exec(form);
    if (match) globals.set(match[1], form);
    if (form.startsWith('(data ') && dataStart(form) < MEMORY_BASE)
      throw new Error('a table below its half page');
  }
  for (const name of [...exported.keys()].filter((n) => n.startsWith('table_'))) {
    functions.delete(exported.get(name));
    exported.delete(name);
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

  return {
    functions: [...functions]
      .map(([internal, form]) => {
        const text = rename(form);
        const addresses = [...text.matchAll(/(?:i32\.const |offset=)(\d+)/g)].map((m) => Number(m[1]));
        const isRead = ({ start, end }) => addresses.some((a) => a >= start && a < end);
        return {
          name: names.get(internal),
          text,
          tables: tables.flatMap((table, i) => (isRead(table) ? [i] : [])),
        };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    globals: [...globals].map(([internal, form]) => ({ name: names.get(internal), text: rename(form) })),
  };
}

function constant(type, value) {
  return `export const parts: ${type} = ${JSON.stringify(value, null, 1)};`;
}

async function main() {
  const header = generatedHeader('scripts/build-math.mjs', ['scripts/function-code.mjs', SOURCES]);
  if (isCurrent(`${OUT}/math-wat.ts`, header) && isCurrent(`${OUT}/math-code.ts`, header)) return;
  const { text, bytes } = await compile(`${SOURCES}/index.ts`, [
    ...['--memoryBase', String(MEMORY_BASE), '--initialMemory', '1', '--lib', join(root, SOURCES)],
  ]);
  const tables = tableRanges(bytes);
  const { functions, globals } = cut(text, tables);
  const code = await codeOf(functions, globals);
  writeGenerated(`${OUT}/math-wasm.ts`, header, base64Export(bytes));
  writeGenerated(
    `${OUT}/math-code.ts`,
    header,
    `import type { MathCode } from '../link.ts';\n\n${constant('MathCode', {
      functions: functions.map(({ name, tables: read }, i) => ({ name, ...code.functions[i], tables: read })),
      globals: code.globals,
      tables: tables.map(({ start, bytes: content }) => ({
        address: start,
        content: Buffer.from(content).toString('base64'),
      })),
    })}`,
  );
  writeGenerated(
    `${OUT}/math-wat.ts`,
    header,
    `import type { MathText } from '../link-text.ts';\n\n${constant('MathText', {
      functions: Object.fromEntries(functions.map(({ name, text: own }) => [name, own])),
      globals: Object.fromEntries(globals.map(({ name, text: own }) => [name, own])),
      tables: Object.fromEntries(
        tables.map(({ start, bytes: content }) => [start, `(data (i32.const ${start}) ${quote(content)})`]),
      ),
    })}`,
  );
}

await main();
