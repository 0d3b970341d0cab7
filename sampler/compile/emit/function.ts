/** Loop programs as functions of a module: plain f64, one local per value, loops that count up or down, or in pairs. */
import type { Index, IndexId } from '../../../grammar/ir.ts';
import type { Steps } from '../../../grammar/scalar-operations/operation.ts';
import type { LoopProgram, LoopStatement, Place, Value } from '../differentiate/loop-program.ts';
import { arrayOf, type PassProgram } from '../passes/pass-program.ts';
import {
  branchIf,
  type Code,
  call,
  f64,
  get,
  i32,
  ifElse,
  instruction,
  type Local,
  load,
  loop,
  plain,
  set,
  store,
  type WasmFunction,
} from './code.ts';
import { dynamic } from './dynamic.ts';
import { kernelCalls } from './kernel-calls.ts';
import type { Layout } from './layout.ts';
import { emissionOf, type Operation, operands } from './operation.ts';
import { pairedLoop } from './pairs.ts';
import { solverCalls } from './solver-calls.ts';

export function functionOf(name: string, w: PassProgram, program: LoopProgram, layout: Layout): WasmFunction {
  const floats = new Map<string, Local<'f64'>>();
  const pairs = new Map<string, Local<'v128'>>();
  const integers = new Map<string, Local<'i32'>>();
  const counters = new Map<IndexId, Local<'i32'>>();
  let loops = 0;

  function float(local: string): Local<'f64'> {
    const known = floats.get(local);
    if (known !== undefined) return known;
    const made = { name: local, type: 'f64' } as const;
    floats.set(local, made);
    return made;
  }

  function pair(local: string): Local<'v128'> {
    const known = pairs.get(local);
    if (known !== undefined) return known;
    const made = { name: `${local}.x2`, type: 'v128' } as const;
    pairs.set(local, made);
    return made;
  }

  function integer(name: string): Local<'i32'> {
    const made = integers.get(name) ?? ({ name, type: 'i32' } as const);
    integers.set(name, made);
    return made;
  }

  function counter(index: IndexId): Local<'i32'> {
    const known = counters.get(index);
    if (known !== undefined) return known;
    const made = { name: `i${index}`, type: 'i32' } as const;
    counters.set(index, made);
    return made;
  }

  const statements = (list: readonly LoopStatement[]): Code<'none'>[] => list.flatMap(statement);

  function statement(s: LoopStatement): Code<'none'>[] {
    switch (s.kind) {
      case 'set':
        return [set(float(s.local), value(s.value))];
      case 'add': {
        const local = float(s.local);
        return [set(local, instruction('f64.add', get(local), value(s.value)))];
      }
      case 'store': {
        const at = layout.address(s.place);
        return [store(at.offset, dynamic(at, counter), value(s.value))];
      }
      case 'addTo': {
        const at = layout.address(s.place);
        const where = dynamic(at, counter);
        const sum = instruction('f64.add', load('f64', at.offset, where), value(s.value));
        return [store(at.offset, where, sum)];
      }
      case 'loop':
        return s.pairs === undefined
          ? loopOver(s)
          : pairedLoop(s, s.pairs, {
              layout,
              float,
              pair,
              counter,
              integer,
              freshLabel: () => `L${loops++}`,
              single: statements,
              bound: boundOf,
            });
      case 'if':
        return [ifElse(condition(s.cond), statements(s.then), statements(s.else))];
      case 'kernel':
        return kernelCalls(s, (id) => arrayOf(w, id).shape, layout).map((one) =>
          call(one.function, 'none', ...one.arguments.map(i32)),
        );
      case 'rows':
        return rowsOfBlock(s);
      case 'solver':
        return solve(s);
      case 'clear':
        return layout.cleared.map(({ start, bytes }) =>
          instruction('memory.fill', i32(start), i32(0), i32(bytes)),
        );
    }
  }

  function boundOf({ from, to, segment }: Index, scope: readonly Index[], end: 'start' | 'end'): Code<'i32'> {
    if (segment === undefined) return i32(end === 'start' ? from : to);
    return dynamic(layout.integer(segment[end], scope), counter);
  }

  function loopOver({ index, scope = [], descending, body }: Loop): Code<'none'>[] {
    const { id, from, to, segment } = index;
    const label = `L${loops++}`;
    const i = counter(id);
    const bound = (end: 'start' | 'end'): Code<'i32'> => boundOf(index, scope, end);
    const first = descending ? i32(to - 1) : bound('start');
    const goesOn = descending
      ? instruction('i32.ge_s', get(i), i32(from))
      : instruction('i32.lt_s', get(i), bound('end'));
    const step = instruction(descending ? 'i32.sub' : 'i32.add', get(i), i32(1));
    const run = loop(label, ...statements(body), set(i, step), branchIf(label, goesOn));
    // A range is never empty, a segment may be.
    return [set(i, first), segment === undefined ? run : ifElse(goesOn, [run])];
  }

  function rowsOfBlock(s: Extract<LoopStatement, { kind: 'rows' }>): Code<'none'>[] {
    const first = instruction('i32.mul', get(counter(s.block.id)), i32(s.rowsOfBlock));
    const left = instruction('i32.sub', i32(s.rows), first);
    const isWhole = instruction('i32.lt_s', i32(s.rowsOfBlock), left);
    const space = s.adjoint ? 'adjoint' : 'value';
    return [
      call(
        s.adjoint ? 'rows_dot_adjoint' : 'rows_dot',
        'none',
        instruction(
          'i32.add',
          i32(layout.arrayAddress(s.matrix, 'value')),
          instruction('i32.mul', first, i32(8 * s.columns)),
        ),
        i32(layout.arrayAddress(s.vector, space)),
        i32(layout.arrayAddress(s.output, space)),
        instruction('i32.select', i32(s.rowsOfBlock), left, isWhole),
        i32(s.columns),
      ),
    ];
  }

  /** The solver asks for slopes until it has all outputs. */
  function solve(s: Extract<LoopStatement, { kind: 'solver' }>): Code<'none'>[] {
    const place = (of: Place): Code<'i32'> => {
      const at = layout.address(of);
      return instruction('i32.add', i32(at.offset), dynamic(at, counter));
    };
    const { starts, step } = solverCalls(s, (id) => i32(layout.arrayAddress(id, 'value')), place);
    const label = `L${loops++}`;
    return [...starts, loop(label, ...statements(s.body), branchIf(label, step))];
  }

  function value(v: Value): Code<'f64'> {
    switch (v.kind) {
      case 'const':
        return f64(v.value);
      case 'local':
        return get(float(v.name));
      case 'element': {
        const at = layout.address(v.place);
        return load('f64', at.offset, dynamic(at, counter));
      }
      case 'position':
        return instruction('f64.convert_i32_s', get(counter(v.index)));
      case 'unary':
      case 'binary':
        return operation(v);
      case 'ternary':
        return call(v.fn, 'f64', value(v.x), value(v.y), value(v.z));
      case 'choose':
        return instruction('select', value(v.then), value(v.else), condition(v.cond));
    }
  }

  function operation(v: Operation): Code<'f64'> {
    const emission = emissionOf(v);
    switch (emission.kind) {
      case 'instruction':
        return plain(emission.name, operands(v).map(value));
      case 'test':
      case 'logic':
        return instruction('f64.convert_i32_u', condition(v));
      case 'steps':
        return steps(emission.steps, () => value(operands(v)[0]));
      case 'library':
      case 'inline':
        return call(v.fn, 'f64', ...operands(v).map(value));
    }
  }

  function condition(v: Value): Code<'i32'> {
    if (v.kind === 'unary' || v.kind === 'binary') {
      const emission = emissionOf(v);
      if (emission.kind === 'test') return plain(emission.name, operands(v).map(value));
      if (emission.kind === 'logic') return plain(emission.name, operands(v).map(condition));
    }
    return instruction('f64.ne', value(v), f64(0));
  }

  const body = statements(program.body);
  const result = program.result === null ? [] : [get(float(program.result))];
  return {
    name,
    exported: null,
    params: [],
    locals: [...counters.values(), ...integers.values(), ...floats.values(), ...pairs.values()],
    result: program.result === null ? 'none' : 'f64',
    body: [...body, ...result],
  };
}

type Loop = Extract<LoopStatement, { kind: 'loop' }>;

function steps(s: Steps, x: () => Code<'f64'>): Code<'f64'> {
  if (s === 'x') return x();
  if (typeof s === 'number') return f64(s);
  const operandCode = s.of.map((part) => steps(part, x));
  return 'test' in s
    ? instruction('f64.convert_i32_u', plain(s.test, operandCode))
    : plain(s.instruction, operandCode);
}
