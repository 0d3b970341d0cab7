/** Prints a module as WebAssembly text: a line for each statement, operands within their instruction. */
import { type LinkedMath, linkMath } from '../../math/link.ts';
import { mathText } from '../../math/link-text.ts';
import type { Code, Local, WasmFunction, WasmModule } from './code.ts';
import { mathCalls } from './functions-called.ts';
import type { ResultType } from './instructions.ts';

/** @param linked what the functions call of the math library */
export function printModule(module: WasmModule, linked: LinkedMath = linkMath(mathCalls(module))): string {
  const math = mathText(linked);
  return `(module
(memory (export "memory") ${module.pages})
${math.data}
${math.functions}
${module.functions.map(printFunction).join('\n')}
)`;
}

function printFunction({ name, exported, params, locals, result, body }: WasmFunction): string {
  const header = [
    ...(name === null ? [] : [`$${name}`]),
    ...(exported === null ? [] : [`(export "${exported}")`]),
    ...params.map((param) => declaration('param', param)),
    ...resultText(result),
  ].join(' ');
  const declared = locals.map((local) => declaration('local', local)).join(' ');
  return `(func ${header}\n  ${declared}\n${body.flatMap((code) => lines(code, '  ')).join('\n')})`;
}

function declaration(what: 'param' | 'local', { name, type }: Local): string {
  return `(${what} $${name} ${type})`;
}

function resultText(result: ResultType): string[] {
  return result === 'none' ? [] : [`(result ${result})`];
}

function lines(code: Code, pad: string): string[] {
  const inside = (body: readonly Code[], deeper: string): string[] =>
    body.flatMap((one) => lines(one, `${pad}${deeper}`));
  if (code.kind === 'loop') return [`${pad}(loop $${code.label}`, ...inside(code.body, '  '), `${pad})`];
  if (code.kind === 'if') {
    const otherwise =
      code.else.length === 0 ? [] : [`${pad}  (else`, ...inside(code.else, '    '), `${pad}  )`];
    return [
      `${pad}(if ${folded(code.condition)}`,
      `${pad}  (then`,
      ...inside(code.then, '    '),
      `${pad}  )`,
      ...otherwise,
      `${pad})`,
    ];
  }
  return [`${pad}${folded(code)}`];
}

/** In one line. */
function folded(code: Code): string {
  switch (code.kind) {
    case 'plain':
      return form([TEXT_NAMES.get(code.name) ?? code.name, ...code.operands.map(folded)]);
    case 'constant':
      return code.of === 'v128'
        ? form(['v128.const', 'f64x2', number(code.value), number(code.value)])
        : form([`${code.of}.const`, number(code.value)]);
    case 'get':
      return form(['local.get', `$${code.local.name}`]);
    case 'set':
    case 'tee':
      return form([`local.${code.kind}`, `$${code.local.name}`, folded(code.value)]);
    case 'memory':
      // Pairs of f64 stand at any multiple of eight bytes.
      return form([
        code.name,
        `offset=${code.offset}`,
        ...(code.name.startsWith('v128') ? ['align=8'] : []),
        ...code.operands.map(folded),
      ]);
    case 'call':
      return form(['call', `$${code.function}`, ...code.operands.map(folded)]);
    case 'branchIf':
      return form(['br_if', `$${code.label}`, folded(code.condition)]);
    case 'loop':
    case 'if':
      return lines(code, '').join(' ');
  }
}

/** Instructions of several types that the text names alike. */
const TEXT_NAMES: ReadonlyMap<string, string> = new Map([['i32.select', 'select']]);

function form(parts: readonly string[]): string {
  return `(${parts.join(' ')})`;
}

function number(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  if (x === Number.POSITIVE_INFINITY) return 'inf';
  if (x === Number.NEGATIVE_INFINITY) return '-inf';
  return Object.is(x, -0) ? '-0.0' : String(x);
}
