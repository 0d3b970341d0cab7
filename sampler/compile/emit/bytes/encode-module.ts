/**
 * A module as the bytes of WebAssembly's binary format: its own functions and those of the math library that they call,
 * in the order in which `print-module.ts` prints them.
 */
import { type LinkedFunction, type LinkedMath, linkMath } from '../../../math/link.ts';
import type { WasmModule } from '../code.ts';
import { mathCalls } from '../functions-called.ts';
import { OPCODES } from '../instructions.ts';
import { type ByteSink, byteSink } from './byte-sink.ts';
import { type Callees, encodeFunction, signatureText, VALUE_TYPES } from './encode-function.ts';

/** `\0asm`, version 1. */
const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const SECTION = { type: 1, function: 3, memory: 5, global: 6, export: 7, code: 10, data: 11 } as const;
const EXPORT = { function: 0, memory: 2 } as const;
const FUNCTION_TYPE = 0x60;
const MUTABLE = 1;
/** A memory without a largest size; a table in memory 0. */
const [NO_MAXIMUM, MEMORY_0] = [0, 0];
/** `i32.const 0` and its like. */
const ZERO = {
  i32: [0x41, 0],
  i64: [0x42, 0],
  f64: [0x44, 0, 0, 0, 0, 0, 0, 0, 0],
  v128: [0xfd, 0x0c, ...new Array<number>(16).fill(0)],
} as const;

/**
 * @param math what the functions call of the math library
 * @throws Error where the code is not valid, which is a bug in the emitter and never an error in a model
 */
export function encodeModule(module: WasmModule, math: LinkedMath = linkMath(mathCalls(module))): Uint8Array {
  const own = module.functions.map(({ params, result, ...f }) => ({
    name: f.name,
    params: params.map(({ type }) => type),
    results: result === 'none' ? [] : [result],
  }));
  const signatures = [...math.functions, ...own];
  const types = new Map<string, { readonly index: number } & Pick<LinkedFunction, 'params' | 'results'>>();
  for (const { params, results } of signatures) {
    const key = signatureText(params, results);
    if (!types.has(key)) types.set(key, { index: types.size, params, results });
  }
  const callees = new Map<string, { readonly index: number } & Pick<LinkedFunction, 'params' | 'results'>>();
  for (const [index, { name, params, results }] of signatures.entries()) {
    if (name === null) continue;
    if (callees.has(name)) throw new Error(`two functions are called ${name}`);
    callees.set(name, { index, params, results });
  }

  const sink = byteSink(65536);
  sink.bytes(HEADER);
  section(sink, SECTION.type, [...types.values()], (out, { params, results }) => {
    out.byte(FUNCTION_TYPE);
    for (const list of [params, results]) {
      out.unsigned(list.length);
      out.bytes(list.map((type) => VALUE_TYPES[type]));
    }
  });
  section(sink, SECTION.function, signatures, (out, { params, results }) =>
    out.unsigned(types.get(signatureText(params, results))?.index ?? 0),
  );
  section(sink, SECTION.memory, [module.pages], (out, pages) => {
    out.byte(NO_MAXIMUM);
    out.unsigned(pages);
  });
  section(sink, SECTION.global, math.globals, (out, { type }) => {
    out.bytes([VALUE_TYPES[type], MUTABLE, ...ZERO[type], OPCODES.end]);
  });
  const exported = module.functions.flatMap(({ exported: name }, i) =>
    name === null ? [] : [{ name, kind: EXPORT.function, index: math.functions.length + i }],
  );
  const memory = { name: 'memory', kind: EXPORT.memory, index: 0 };
  section(sink, SECTION.export, [memory, ...exported], (out, { name, kind, index }) => {
    out.text(name);
    out.byte(kind);
    out.unsigned(index);
  });
  const bodies = [
    ...math.functions.map((f) => linkedBody(f, callees, math)),
    ...module.functions.map((f) => encodeFunction(f, callees)),
  ];
  section(sink, SECTION.code, bodies, (out, body) => {
    out.unsigned(body.length);
    out.bytes(body);
  });
  section(sink, SECTION.data, math.tables, (out, { address, bytes }) => {
    out.unsigned(MEMORY_0);
    out.bytes(OPCODES.constant.i32);
    out.int32(address);
    out.byte(OPCODES.end);
    out.unsigned(bytes.length);
    out.bytes(bytes);
  });
  return sink.written().slice();
}

/** A list of entries behind its length in bytes; nothing where there are none. */
function section<T>(
  sink: ByteSink,
  id: number,
  entries: readonly T[],
  write: (out: ByteSink, entry: T) => void,
): void {
  if (entries.length === 0) return;
  const content = byteSink(4096);
  content.unsigned(entries.length);
  for (const entry of entries) write(content, entry);
  const bytes = content.written();
  sink.byte(id);
  sink.unsigned(bytes.length);
  sink.bytes(bytes);
}

/** A function of the library with the numbers that functions and globals have in this module. */
function linkedBody(
  { name, body, references }: LinkedFunction,
  callees: Callees,
  math: LinkedMath,
): Uint8Array {
  const out = byteSink(body.length + 2 * references.length);
  let from = 0;
  for (const reference of references) {
    out.bytes(body.subarray(from, reference.at));
    from = reference.at;
    const index =
      'global' in reference
        ? math.globals.findIndex((global) => global.name === reference.global)
        : (callees.get(reference.function)?.index ?? -1);
    if (index < 0) throw new Error(`${name} of the math library refers to what is not linked`);
    out.unsigned(index);
  }
  out.bytes(body.subarray(from));
  return out.written();
}
