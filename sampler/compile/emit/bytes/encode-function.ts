/** The locals and the code of a function as bytes. */
import type { Code, Local, WasmFunction } from '../code.ts';
import {
  instructions,
  memoryInstructions,
  OPCODES,
  type ResultType,
  type ValueType,
} from '../instructions.ts';
import { byteSink } from './byte-sink.ts';

export const VALUE_TYPES = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b } as const;

interface Callee {
  readonly index: number;
  readonly params: readonly string[];
  readonly results: readonly string[];
}

export type Callees = ReadonlyMap<string, Callee>;

/** @throws Error where the code is not valid, which is a bug in the emitter and never an error in a model. */
export function encodeFunction(f: WasmFunction, callees: Callees): Uint8Array {
  const sink = byteSink();
  const numbers = new Map<string, number>();
  const where = `in ${f.name ?? f.exported}`;
  for (const local of [...f.params, ...f.locals]) {
    if (numbers.has(local.name)) throw new Error(`two locals are called ${local.name} ${where}`);
    numbers.set(local.name, numbers.size);
  }
  const types = new Map([...f.params, ...f.locals].map(({ name, type }) => [name, type]));
  /** Of the loops around, innermost last; null for an `if`. */
  const labels: (string | null)[] = [];

  function localNumber({ name, type }: Local): number {
    const number = numbers.get(name);
    if (number === undefined || types.get(name) !== type)
      throw new Error(`there is no local ${name} of type ${type} ${where}`);
    return number;
  }

  function block(label: string | null, body: readonly Code[]): void {
    labels.push(label);
    for (const code of body) {
      expectType(code, 'none');
      encode(code);
    }
    labels.pop();
  }

  function expectType(code: Code, type: ResultType): void {
    if (code.type !== type)
      throw new Error(`expected ${type}, found a ${code.kind} instruction of ${code.type} ${where}`);
  }

  function encode(code: Code): void {
    switch (code.kind) {
      case 'plain':
        code.operands.forEach(encode);
        sink.bytes(instructions[code.name].bytes);
        break;
      case 'constant':
        sink.bytes(OPCODES.constant[code.of]);
        if (code.of === 'i32') sink.int32(code.value);
        else sink.float64(code.value);
        if (code.of === 'v128') sink.float64(code.value);
        break;
      case 'get':
        sink.byte(OPCODES.get);
        sink.unsigned(localNumber(code.local));
        break;
      case 'set':
      case 'tee':
        encode(code.value);
        sink.byte(OPCODES[code.kind]);
        sink.unsigned(localNumber(code.local));
        break;
      case 'memory': {
        const { bytes, alignment } = memoryInstructions[code.name];
        code.operands.forEach(encode);
        sink.bytes(bytes);
        sink.unsigned(alignment);
        sink.unsigned(code.offset);
        break;
      }
      case 'call':
        code.operands.forEach(encode);
        sink.byte(OPCODES.call);
        sink.unsigned(calleeOf(code).index);
        break;
      case 'loop':
        sink.bytes([OPCODES.loop, OPCODES.noResult]);
        block(code.label, code.body);
        sink.byte(OPCODES.end);
        break;
      case 'branchIf': {
        encode(code.condition);
        const depth = labels.length - 1 - labels.lastIndexOf(code.label);
        if (depth === labels.length)
          throw new Error(`there is no loop ${code.label} around a branch ${where}`);
        sink.byte(OPCODES.branchIf);
        sink.unsigned(depth);
        break;
      }
      case 'if':
        encode(code.condition);
        sink.bytes([OPCODES.if, OPCODES.noResult]);
        block(null, code.then);
        if (code.else.length > 0) {
          sink.byte(OPCODES.else);
          block(null, code.else);
        }
        sink.byte(OPCODES.end);
        break;
    }
  }

  function calleeOf(code: Extract<Code, { kind: 'call' }>): Callee {
    const callee = callees.get(code.function);
    if (callee === undefined) throw new Error(`there is no function ${code.function} to call ${where}`);
    const given = signatureText(
      code.operands.map(({ type }) => type),
      code.type === 'none' ? [] : [code.type],
    );
    const wanted = signatureText(callee.params, callee.results);
    if (given !== wanted) throw new Error(`${code.function} is ${wanted}, called as ${given} ${where}`);
    return callee;
  }

  encodeLocals(f.locals);
  const last = f.body.length - 1;
  for (const [i, code] of f.body.entries()) {
    expectType(code, i === last ? f.result : 'none');
    encode(code);
  }
  if (last < 0 && f.result !== 'none') throw new Error(`expected ${f.result}, found no code ${where}`);
  sink.byte(OPCODES.end);
  return sink.written();

  /** As runs of one type. */
  function encodeLocals(locals: readonly Local[]): void {
    const runs: { readonly type: ValueType; count: number }[] = [];
    for (const { type } of locals) {
      const run = runs.at(-1);
      if (run?.type === type) run.count++;
      else runs.push({ type, count: 1 });
    }
    sink.unsigned(runs.length);
    for (const { type, count } of runs) {
      sink.unsigned(count);
      sink.byte(VALUE_TYPES[type]);
    }
  }
}

export function signatureText(params: readonly string[], results: readonly string[]): string {
  return `(${params.join(', ')}) -> (${results.join(', ')})`;
}
