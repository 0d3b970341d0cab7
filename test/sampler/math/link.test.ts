import { describe, expect, it } from 'vitest';
import wabt from 'wabt';
import { mathLibrary } from '../../../sampler/math/instance.ts';
import { linkMath, mathFunctionNames } from '../../../sampler/math/link.ts';
import golden from '../../golden/math-functions.json' with { type: 'json' };

const { parseWat } = await wabt();

function assemble(names: readonly string[]): WebAssembly.Instance {
  const { functions, data } = linkMath(names);
  const exported = names.map((name) => `(export "${name}" (func $${name}))`).join('\n');
  const text = `(module (memory 1)\n${data}\n${functions}\n${exported})`;
  const module = parseWat('math.wat', text, { simd: true });
  return new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(module.toBinary({}).buffer)));
}

describe('linkMath', () => {
  const library = mathLibrary() as unknown as Record<string, (x: number, y: number) => number>;
  const rows = Object.entries(golden as unknown as Record<string, number[][]>).filter(
    ([name]) => name in library,
  );

  // A table or function left out would show here.
  it.each(rows)('%s linked alone gives the bits of the whole library', (name, points) => {
    const alone = assemble([name]).exports[name] as (x: number, y: number) => number;
    for (const point of points) expect(alone(point[0], point[1])).toBe(library[name](point[0], point[1]));
  });
  it('links everything at once', () => {
    expect(Object.keys(assemble(mathFunctionNames).exports).sort()).toEqual([...mathFunctionNames].sort());
  });
  it('gives the same text for the same set', () => {
    expect(linkMath(['lgamma', 'exp', 'lgamma'])).toEqual(linkMath(new Set(['exp', 'lgamma'])));
  });
  it('gives only what is called', () => {
    const { functions, data } = linkMath(['log']);
    expect(functions.match(/\(func \$\S+/g)).toEqual(['(func $log']);
    expect(data.match(/\(data/g)).toHaveLength(1);
    expect(linkMath([])).toEqual({ functions: '', data: '' });
  });
  it('refuses a name it does not have', () => {
    expect(() => linkMath(['sine'])).toThrow('no function sine');
  });
});
