/** The linked functions of the math library as WebAssembly text, for `--emit wat` and for tests. */
import { parts } from './generated/math-wat.ts';
import type { LinkedMath } from './link.ts';

/** The library as cut by `scripts/build-math.mjs`, by name and by address. */
export interface MathText {
  /** `(func $exp (param $0 f64) (result f64) …)` */
  readonly functions: Readonly<Record<string, string>>;
  /** `(global …)` */
  readonly globals: Readonly<Record<string, string>>;
  /** `(data …)` */
  readonly tables: Readonly<Record<string, string>>;
}

export function mathText(linked: LinkedMath): { readonly functions: string; readonly data: string } {
  return {
    functions: linked.functions.map(({ name }) => parts.functions[name]).join('\n'),
    data: [
      ...linked.globals.map(({ name }) => parts.globals[name]),
      ...linked.tables.map(({ address }) => parts.tables[address]),
    ].join('\n'),
  };
}
