import { describe, expect, it } from 'vitest';
import { mathLibrary } from '../../../sampler/math/instance.ts';
import { linkMath } from '../../../sampler/math/link.ts';
import { mathText } from '../../../sampler/math/link-text.ts';
import golden from '../../golden/math-functions.json' with { type: 'json' };
import { assembleText } from '../compile/assemble-text.ts';
import { ulps } from './ulps.ts';

const names = ['exp', 'log', 'log1p', 'inv_logit', 'log_inv_logit', 'log1p_exp'] as const;

/** Calls a two-lane function, which JavaScript cannot, through memory. */
function pairFunction(name: string): (x: number, y: number) => readonly [number, number] {
  const { functions, data } = mathText(linkMath([`${name}_x2`]));
  const text = `(module (memory (export "memory") 1) ${data} ${functions} (func (export "run")
    (v128.store (i32.const 16) (call $${name}_x2 (v128.load (i32.const 0))))))`;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assembleText(text)));
  const lanes = new Float64Array((exports.memory as WebAssembly.Memory).buffer, 0, 4);
  return (x, y) => {
    lanes[0] = x;
    lanes[1] = y;
    (exports.run as () => void)();
    return [lanes[2], lanes[3]];
  };
}

describe.each(names)('%s of two lanes', (name) => {
  const pair = pairFunction(name);
  const scalar = mathLibrary()[name];

  it('is within two ulps of mpmath', () => {
    for (const [x, wanted] of golden[name]) {
      const [found] = pair(x, 0.5);
      expect(ulps(found, wanted), `${name}_x2(${x}) = ${found}, not ${wanted}`).toBeLessThanOrEqual(2);
    }
  });
  it('has the limits of the scalar function, whatever its neighbour', () => {
    const special = [Number.NaN, -Infinity, Infinity, 0, -0, -1, -2, 1, 5e-324, 1e308, -1e308, 710, -746];
    for (const x of special) {
      for (const y of special) {
        const found = pair(x, y);
        [x, y].forEach((v, lane) => {
          const wanted = scalar(v);
          if (Number.isFinite(wanted)) expect(ulps(found[lane], wanted)).toBeLessThanOrEqual(2);
          else expect(found[lane]).toBe(wanted);
        });
        expect(Object.is(found[0], pair(x, 3)[0])).toBe(true);
      }
    }
  });
});
