/** Prints loop programs as WebAssembly text: plain f64, one local per value, loops that count up or down. */
import type { IndexId } from '../../../grammar/ir.ts';
import { binaryOperations, unaryOperations } from '../../../grammar/scalar-operations/index.ts';
import type { LoopProgram, LoopStatement, Value } from '../differentiate/loop-program.ts';
import { arrayOf, type PassProgram } from '../passes/pass-program.ts';
import { kernelCalls } from './kernel-calls.ts';
import type { Address, Layout } from './layout.ts';

export interface FunctionText {
  readonly text: string;
  /** Functions of the math library that it calls. */
  readonly calls: ReadonlySet<string>;
}

/** `(func $name (result f64)? …)` */
export function printFunction(
  name: string,
  w: PassProgram,
  program: LoopProgram,
  layout: Layout,
): FunctionText {
  const calls = new Set<string>();
  const floats = new Set<string>();
  const indices = new Set<IndexId>();
  let loops = 0;

  const lines: string[] = [];
  const print = (statements: readonly LoopStatement[], pad: string): void => {
    for (const s of statements) printStatement(s, pad);
  };

  function printStatement(s: LoopStatement, pad: string): void {
    switch (s.kind) {
      case 'set':
        floats.add(s.local);
        lines.push(`${pad}(local.set $${s.local} ${value(s.value)})`);
        break;
      case 'add':
        floats.add(s.local);
        lines.push(`${pad}(local.set $${s.local} (f64.add (local.get $${s.local}) ${value(s.value)}))`);
        break;
      case 'store': {
        const at = layout.address(s.place);
        lines.push(`${pad}(f64.store offset=${at.offset} ${dynamic(at)} ${value(s.value)})`);
        break;
      }
      case 'addTo': {
        const at = layout.address(s.place);
        const where = dynamic(at);
        lines.push(
          `${pad}(f64.store offset=${at.offset} ${where} (f64.add (f64.load offset=${at.offset} ${where}) ${value(s.value)}))`,
        );
        break;
      }
      case 'loop': {
        indices.add(s.index.id);
        const label = `$L${loops++}`;
        const i = `$i${s.index.id}`;
        const { segment, from, to } = s.index;
        const bound = (end: 'start' | 'end'): string =>
          segment === undefined
            ? `(i32.const ${end === 'start' ? from : to})`
            : dynamic(layout.integer(segment[end], s.scope ?? []));
        const [first, step, test] = s.descending
          ? [`(i32.const ${to - 1})`, 'i32.sub', `(i32.ge_s (local.get ${i}) (i32.const ${from}))`]
          : [bound('start'), 'i32.add', `(i32.lt_s (local.get ${i}) ${bound('end')})`];
        lines.push(`${pad}(local.set ${i} ${first})`);
        // A range is never empty, a segment may be.
        if (segment !== undefined) lines.push(`${pad}(if ${test} (then`);
        lines.push(`${pad}(loop ${label}`);
        print(s.body, `${pad}  `);
        lines.push(
          `${pad}  (local.set ${i} (${step} (local.get ${i}) (i32.const 1)))`,
          `${pad}  (br_if ${label} ${test}))`,
        );
        if (segment !== undefined) lines.push(`${pad}))`);
        break;
      }
      case 'if':
        lines.push(`${pad}(if ${condition(s.cond)}`, `${pad}  (then`);
        print(s.then, `${pad}    `);
        lines.push(`${pad}  )`);
        if (s.else.length > 0) {
          lines.push(`${pad}  (else`);
          print(s.else, `${pad}    `);
          lines.push(`${pad}  )`);
        }
        lines.push(`${pad})`);
        break;
      case 'kernel':
        for (const call of kernelCalls(s, (id) => arrayOf(w, id).shape, layout)) {
          calls.add(call.function);
          lines.push(
            `${pad}(call $${call.function} ${call.arguments.map((n) => `(i32.const ${n})`).join(' ')})`,
          );
        }
        break;
      case 'clear':
        for (const { start, bytes } of layout.cleared)
          lines.push(`${pad}(memory.fill (i32.const ${start}) (i32.const 0) (i32.const ${bytes}))`);
        break;
    }
  }

  function value(v: Value): string {
    switch (v.kind) {
      case 'const':
        return `(f64.const ${number(v.value)})`;
      case 'local':
        floats.add(v.name);
        return `(local.get $${v.name})`;
      case 'element': {
        const at = layout.address(v.place);
        return `(f64.load offset=${at.offset} ${dynamic(at)})`;
      }
      case 'position':
        return `(f64.convert_i32_s (local.get $i${v.index}))`;
      case 'unary':
      case 'binary':
        return operation(v);
      case 'ternary':
        calls.add(v.fn);
        return `(call $${v.fn} ${value(v.x)} ${value(v.y)} ${value(v.z)})`;
      case 'choose':
        return `(select ${value(v.then)} ${value(v.else)} ${condition(v.cond)})`;
    }
  }

  function operation(v: Extract<Value, { kind: 'unary' | 'binary' }>): string {
    const { emission } = v.kind === 'unary' ? unaryOperations[v.fn] : binaryOperations[v.fn];
    switch (emission.kind) {
      case 'instruction':
        return `(${emission.name} ${operands(v).map(value).join(' ')})`;
      case 'test':
      case 'logic':
        return `(f64.convert_i32_u ${condition(v)})`;
      case 'text':
        return emission.text.replaceAll('$x', () => value(operands(v)[0]));
      case 'library':
      case 'inline':
        calls.add(v.fn);
        return `(call $${v.fn} ${operands(v).map(value).join(' ')})`;
    }
  }

  function condition(v: Value): string {
    if (v.kind === 'unary' || v.kind === 'binary') {
      const { emission } = v.kind === 'unary' ? unaryOperations[v.fn] : binaryOperations[v.fn];
      if (emission.kind === 'test') return `(${emission.name} ${operands(v).map(value).join(' ')})`;
      if (emission.kind === 'logic') return `(${emission.name} ${operands(v).map(condition).join(' ')})`;
    }
    return `(f64.ne ${value(v)} (f64.const 0))`;
  }

  print(program.body, '  ');
  const locals = [...floats].map((n) => `(local $${n} f64)`).join(' ');
  const counters = [...indices].map((n) => `(local $i${n} i32)`).join(' ');
  const result = program.result === null ? '' : `\n  (local.get $${program.result})`;
  const header = `(func $${name} ${program.result === null ? '' : '(result f64)'}`;
  return { text: `${header}\n  ${counters} ${locals}\n${lines.join('\n')}${result})`, calls };
}

function dynamic(at: Address): string {
  const parts = [
    ...(at.base === 0 ? [] : [`(i32.const ${at.base})`]),
    ...at.scaled.map(({ index, bytes }) => scaled(index, bytes)),
    ...at.tables.map(
      (t) => `(i32.load offset=${t.base} ${sum(t.scaled.map((s) => scaled(s.index, s.bytes)))})`,
    ),
  ];
  return sum(parts);
}

function sum(parts: readonly string[]): string {
  if (parts.length === 0) return '(i32.const 0)';
  return parts.reduce((x, y) => `(i32.add ${x} ${y})`);
}

function scaled(index: IndexId, bytes: number): string {
  const shift = Math.log2(bytes);
  if (Number.isInteger(shift)) return `(i32.shl (local.get $i${index}) (i32.const ${shift}))`;
  return `(i32.mul (local.get $i${index}) (i32.const ${bytes}))`;
}

function number(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  if (x === Number.POSITIVE_INFINITY) return 'inf';
  if (x === Number.NEGATIVE_INFINITY) return '-inf';
  return Object.is(x, -0) ? '-0.0' : String(x);
}

function operands(v: Extract<Value, { kind: 'unary' | 'binary' }>): readonly Value[] {
  return v.kind === 'unary' ? [v.x] : [v.x, v.y];
}
