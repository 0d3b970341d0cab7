/** Single instructions and numbers as bytes, against wabt; and what is not valid, which cannot be made or encoded. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteSink } from '../../../../sampler/compile/emit/bytes/byte-sink.ts';
import { encodeModule } from '../../../../sampler/compile/emit/bytes/encode-module.ts';
import {
  branchIf,
  type Code,
  call,
  f64,
  f64x2,
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
  tee,
  type WasmFunction,
} from '../../../../sampler/compile/emit/code.ts';
import { type InstructionName, instructions } from '../../../../sampler/compile/emit/instructions.ts';
import { printModule } from '../../../../sampler/compile/emit/print-module.ts';
import { assembleText } from '../assemble-text.ts';

const i: Local<'i32'> = { name: 'i', type: 'i32' };
const x: Local<'f64'> = { name: 'x', type: 'f64' };
const v: Local<'v128'> = { name: 'v', type: 'v128' };
const operand = { i32: get(i), f64: get(x), v128: get(v) };

const only = (body: readonly Code[], more: Partial<WasmFunction> = {}) => ({
  pages: 1,
  functions: [
    {
      name: 'f',
      exported: 'f',
      params: [],
      locals: [i, x, v],
      result: body.at(-1)?.type ?? ('none' as const),
      body,
      ...more,
    },
  ],
});

function expectSameBytes(module: ReturnType<typeof only>): void {
  const bytes = encodeModule(module);
  expect(Buffer.from(bytes).toString('hex')).toBe(
    Buffer.from(assembleText(printModule(module))).toString('hex'),
  );
  expect(WebAssembly.validate(bytes as BufferSource)).toBe(true);
}

describe('the same bytes as of the text', () => {
  const names = Object.keys(instructions) as InstructionName[];
  it.each(names)('%s', (name) => {
    expectSameBytes(
      only([
        plain(
          name,
          instructions[name].takes.map((type) => operand[type]),
        ),
      ]),
    );
  });

  it.each([0, 1, -1, 63, 64, -64, -65, 127, 128, 8191, 8192, -8192, -8193, 2 ** 31 - 1, -(2 ** 31)])(
    'the integer %d',
    (value) => expectSameBytes(only([i32(value)])),
  );
  it.each([0, -0, 1.5, Number.NaN, Number.NEGATIVE_INFINITY])('pairs of %d', (value) =>
    expectSameBytes(only([f64x2(value)])),
  );
  it('loads and stores of pairs', () => {
    expectSameBytes(only([load('v128', 24, get(i))]));
    expectSameBytes(only([store(24, get(i), get(v))]));
  });
  it('an address above 2^31', () => {
    expectSameBytes(only([i32(2 ** 31)]));
    expectSameBytes(only([i32(2 ** 32 - 1)]));
    expectSameBytes(only([load('f64', 2 ** 32 - 1, get(i))]));
  });
  it('any integer and any number', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double(), (n, v) => expectSameBytes(only([set(i, i32(n)), f64(v)]))),
      {
        numRuns: 50,
      },
    );
  });
  it.each([0, -0, Infinity, -Infinity, Number.NaN, 5e-324, 1e21, 1 / 3])('the number %d', (value) =>
    expectSameBytes(only([f64(value)])),
  );

  it('loads and stores', () => {
    expectSameBytes(only([store(300, get(i), load('f64', 65536, load('i32', 0, get(i))))]));
  });
  it('branches out of conditions and inner loops', () => {
    const inner = [
      ifElse(get(i), [branchIf('out', get(i)), branchIf('in', get(i))], [branchIf('in', get(i))]),
      branchIf('out', get(i)),
    ];
    expectSameBytes(only([loop('out', ifElse(get(i), [loop('in', ...inner)])), tee(i, i32(1))]));
  });
  it('locals in runs of types, and more than 127 of them', () => {
    const many = Array.from(
      { length: 300 },
      (_, k): Local => ({ name: `v${k}`, type: k % 7 < 3 ? 'f64' : 'i32' }),
    );
    expectSameBytes(only([get(many[299])], { params: many.slice(0, 5), locals: many.slice(5) }));
  });
  it('functions that call each other and the library', () => {
    const { functions } = only([call('g', 'f64', call('exp', 'f64', call('sin', 'f64', get(x))))]);
    const g = { ...functions[0], name: 'g', exported: null, params: [x], locals: [], body: [get(x)] };
    expectSameBytes({ pages: 3, functions: [...functions, g] });
  });
  it('a function that does nothing', () => expectSameBytes(only([])));
});

describe('LEB128', () => {
  const bytesOf = (write: (sink: ReturnType<typeof byteSink>) => void): number[] => {
    const sink = byteSink(1);
    write(sink);
    return [...sink.written()];
  };
  // Examples of the DWARF standard, where the format is from.
  it.each([
    [2, [2]],
    [127, [0x7f]],
    [128, [0x80, 1]],
    [129, [0x81, 1]],
    [12857, [0xb9, 0x64]],
  ])('unsigned %d', (value, wanted) => expect(bytesOf((s) => s.unsigned(value))).toEqual(wanted));
  it.each([
    [2, [2]],
    [-2, [0x7e]],
    [127, [0xff, 0]],
    [-127, [0x81, 0x7f]],
    [128, [0x80, 1]],
    [-128, [0x80, 0x7f]],
    [129, [0x81, 1]],
    [-129, [0xff, 0x7e]],
  ])('signed %d', (value, wanted) => expect(bytesOf((s) => s.int32(value))).toEqual(wanted));
});

describe('what is not valid', () => {
  // As from code whose types TypeScript does not know.
  const loose = (code: unknown) => code as never;

  it.each<[string, () => unknown]>([
    ['f64.add takes f64, f64, not f64', () => plain('f64.add', [get(x)])],
    ['f64.add takes f64, f64, not f64, i32', () => plain('f64.add', [get(x), get(i)])],
    ['i32.eqz takes i32, not none', () => instruction('i32.eqz', loose(loop('l')))],
    ['expected a value of type i32, found f64', () => set(i, loose(f64(1)))],
    ['expected a value of type f64, found i32', () => store(0, get(i), loose(get(i)))],
    ['expected a value of type i32, found f64', () => load('f64', 0, loose(f64(1)))],
    ['-8 is no offset in memory', () => load('f64', -8, get(i))],
    ['4294967296 is no offset in memory', () => store(2 ** 32, get(i), get(x))],
    ['1.5 is no integer of 32 bits', () => i32(1.5)],
    ['4294967296 is no integer of 32 bits', () => i32(2 ** 32)],
    ['NaN is no integer of 32 bits', () => i32(Number.NaN)],
  ])('is not made: %s', (message, make) => expect(make).toThrow(message));

  it.each<[string, readonly Code[], Partial<WasmFunction>]>([
    ['there is no local i of type i32 in f', [get(i)], { locals: [x] }],
    ['there is no local i of type f64 in f', [set({ name: 'i', type: 'f64' }, f64(1))], {}],
    ['two locals are called i in f', [], { params: [i] }],
    ['there is no loop out around a branch in f', [loop('in', branchIf('out', get(i)))], {}],
    ['there is no loop in around a branch in f', [loop('in'), branchIf('in', get(i))], {}],
    ['expected none, found a get instruction of i32 in f', [get(i), get(i)], {}],
    ['expected none, found a get instruction of i32 in f', [loop('in', loose(get(i)))], {}],
    ['expected f64, found a get instruction of i32 in f', [get(i)], { result: 'f64' }],
    ['expected f64, found no code in f', [], { result: 'f64' }],
    ['f is () -> (f64), called as (f64) -> (f64) in f', [call('f', 'f64', get(x))], {}],
    ['exp is (f64) -> (f64), called as (f64) -> () in f', [call('exp', 'none', get(x))], {}],
    ['the math library has no function sine', [call('sine', 'f64', get(x))], {}],
  ])('is not encoded: %s', (message, body, more) => {
    expect(() => encodeModule(only(body, more))).toThrow(message);
  });

  it('is not encoded: two functions of one name', () => {
    const { functions } = only([]);
    expect(() => encodeModule({ pages: 1, functions: [...functions, ...functions] })).toThrow(
      'two functions are called f',
    );
    const exp = { ...functions[0], name: 'exp' };
    const f = only([call('exp', 'f64', get(x))]).functions[0];
    expect(() => encodeModule({ pages: 1, functions: [exp, f] })).toThrow('exp is () -> ()');
  });
});
