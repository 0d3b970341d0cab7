import { describe, expect, it } from 'vitest';
import { encodeModule } from '../../../sampler/compile/emit/bytes/encode-module.ts';
import { call, get, type Local } from '../../../sampler/compile/emit/code.ts';
import { printModule } from '../../../sampler/compile/emit/print-module.ts';
import { mathLibrary } from '../../../sampler/math/instance.ts';
import { linkMath, mathFunctionNames } from '../../../sampler/math/link.ts';
import golden from '../../golden/math-functions.json' with { type: 'json' };
import { assembleText } from '../compile/assemble-text.ts';

/** A module that exports one function of the library, of so many f64. */
function alone(name: string, arity: number): (...x: readonly number[]) => number {
  const params = Array.from({ length: arity }, (_, k): Local<'f64'> => ({ name: `x${k}`, type: 'f64' }));
  const body = [call(name, 'f64', ...params.map(get))];
  const f = { name: null, exported: name, params, locals: [], result: 'f64', body } as const;
  const bytes = encodeModule({ pages: 1, functions: [f] });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes as BufferSource));
  return exports[name] as (...x: readonly number[]) => number;
}

const withoutFunctions = { pages: 1, functions: [] };

describe('linkMath', () => {
  const library = mathLibrary() as unknown as Record<string, (x: number, y: number) => number>;
  const rows = Object.entries(golden as unknown as Record<string, number[][]>).filter(
    ([name]) => name in library,
  );

  // A table or function left out would show here.
  it.each(rows)('%s linked alone gives the bits of the whole library', (name, points) => {
    const f = alone(name, library[name].length);
    for (const point of points) expect(f(point[0], point[1])).toBe(library[name](point[0], point[1]));
  });
  // Kernels and functions of two lanes too.
  it.each([...mathFunctionNames.map((name) => [name]), [...mathFunctionNames]])(
    '%s: the bytes are those of the text',
    (...names) => {
      const linked = linkMath(names);
      const bytes = encodeModule(withoutFunctions, linked);
      expect(Buffer.compare(bytes, assembleText(printModule(withoutFunctions, linked)))).toBe(0);
      expect(WebAssembly.validate(bytes as BufferSource)).toBe(true);
    },
  );
  it('gives the same code for the same set', () => {
    expect(linkMath(['lgamma', 'exp', 'lgamma'])).toEqual(linkMath(new Set(['exp', 'lgamma'])));
  });
  it('gives only what is called', () => {
    const { functions, tables } = linkMath(['log']);
    expect(functions.map(({ name }) => name)).toEqual(['log']);
    expect(tables).toHaveLength(1);
    expect(linkMath([])).toEqual({ functions: [], globals: [], tables: [] });
  });
  it('refuses a name it does not have', () => {
    expect(() => linkMath(['sine'])).toThrow('no function sine');
  });
});
