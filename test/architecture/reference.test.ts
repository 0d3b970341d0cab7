/** The interpreter is a reference: the product does not use it, and it uses nothing that it is to check. */
import { describe, expect, it } from 'vitest';
import { folders, type Import, importsOf, sources, targetOf } from './import-graph.ts';

const INTERPRETER = 'sampler/compile/interpreter';
const inside = (path: string): boolean => path.startsWith(`${INTERPRETER}/`);

/** What is wrong with an import, or null. */
function complaint(one: Import): string | null {
  const target = targetOf(one);
  if (!inside(one.from))
    return target !== null && inside(target) ? `${one.from} uses the reference, ${target}` : null;
  if (target === null) return `${one.from} imports the package ${one.specifier}`;
  const ofTypes = one.typeOnly && target.startsWith('grammar/');
  const allowed = inside(target) || target === 'sampler/unreachable.ts' || ofTypes;
  return allowed ? null : `${one.from} imports ${target}, which it is to check`;
}

describe('the interpreter', () => {
  const all = [...folders.flatMap(sources), ...sources('bench')].flatMap(importsOf);

  it('is there', () => {
    expect(all.filter(({ from }) => inside(from)).length).toBeGreaterThan(5);
  });
  it('is imported by tests only, and shares no value with the engine', () => {
    expect(all.map(complaint).filter((c) => c !== null)).toEqual([]);
  });
  it('is held to that', () => {
    const at = (from: string, specifier: string, typeOnly = false): Import => ({
      from,
      specifier,
      typeOnly,
      lazy: false,
    });
    const own = `${INTERPRETER}/tape.ts`;
    expect(complaint(at('sampler/compile/passes/fold-data.ts', '../interpreter/index.ts'))).not.toBeNull();
    expect(complaint(at(own, '../evaluate/kernels.ts'))).not.toBeNull();
    expect(complaint(at(own, '../../../grammar/scalar-operations/index.ts'))).not.toBeNull();
    expect(complaint(at(own, '@stdlib/math'))).not.toBeNull();
    expect(complaint(at(own, '../../../grammar/ir.ts', true))).toBeNull();
    expect(complaint(at(own, './algebra.ts'))).toBeNull();
  });
});
