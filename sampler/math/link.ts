/** Links the functions of the math library that a model calls, as WebAssembly text for the model's module. */
import { parts } from './generated/math-wat.ts';

/** The library as cut by `scripts/build-math.mjs`: text per function, with its dependencies. */
export interface MathParts {
  readonly functions: readonly {
    readonly name: string;
    readonly text: string;
    readonly calls: readonly string[];
    readonly globals: readonly string[];
    /** Positions in `tables` of those it reads. */
    readonly tables: readonly number[];
  }[];
  readonly globals: readonly { readonly name: string; readonly text: string }[];
  /** `(data …)` fields. */
  readonly tables: readonly string[];
}

interface LinkedMath {
  /** `(func $exp (param $0 f64) (result f64) …)` of each named function and all it calls. */
  readonly functions: string;
  /** `(global …)` and `(data …)` fields; the tables lie below 65536. */
  readonly data: string;
}

const byName = new Map(parts.functions.map((fn) => [fn.name, fn]));

/** Every function a module can link, without the `$`. */
export const mathFunctionNames: readonly string[] = parts.functions
  .map((fn) => fn.name)
  .filter((name) => !name.startsWith('math.'));

/**
 * The WebAssembly text of the named functions (names as in the IR's `UnaryFn` and `BinaryFn`, kernels as
 * in `KernelFn`, without `$`) and of all they call. The text depends only on the set of names.
 *
 * @throws Error where a name is not in the library, which is a bug in the compiler.
 */
export function linkMath(names: Iterable<string>): LinkedMath {
  const wanted = new Set<string>();
  const visit = (name: string): void => {
    if (wanted.has(name)) return;
    const fn = byName.get(name);
    if (fn === undefined) throw new Error(`the math library has no function ${name}`);
    wanted.add(name);
    fn.calls.forEach(visit);
  };
  for (const name of names) visit(name);

  const chosen = parts.functions.filter((fn) => wanted.has(fn.name));
  const tables = new Set(chosen.flatMap((fn) => fn.tables));
  const globals = new Set(chosen.flatMap((fn) => fn.globals));
  return {
    functions: chosen.map((fn) => fn.text).join('\n'),
    data: [
      ...parts.globals.filter((g) => globals.has(g.name)).map((g) => g.text),
      ...parts.tables.filter((_, i) => tables.has(i)),
    ].join('\n'),
  };
}
