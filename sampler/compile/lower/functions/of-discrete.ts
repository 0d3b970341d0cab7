/** `prob(z)` and `viterbi(z)`: arrays that are defined once the parameter has been summed out of the whole density. */
import type { Axis } from '../axes.ts';
import { arrayArguments, type Builtin } from '../call-arguments.ts';
import { type DiscreteSummary, summaryOf } from '../discrete/discrete-unknown.ts';
import { arrayOf } from '../emit-statements.ts';

const summary =
  (kind: DiscreteSummary['kind'], name: string): Builtin =>
  (call) => {
    const { ctx, expr } = call;
    const [value] = arrayArguments(call, [name]);
    const unknown = ctx.discretes.find(({ array }) => array === value.array);
    if (unknown === undefined)
      return ctx.fail('type-mismatch', 'expected the name of a discrete parameter', expr.span);
    const array = summaryOf(ctx, unknown, kind, expr.span);
    if (kind === 'path') return arrayOf(ctx, array, value.dims, { element: 'int' });
    const { lo, hi } = unknown;
    const values: Axis = { name: null, size: hi - lo + 1, ...(lo === 1 ? {} : { first: lo }) };
    return arrayOf(ctx, array, [...value.dims, values]);
  };

export const discreteBuiltins: ReadonlyMap<string, Builtin> = new Map([
  ['prob', summary('probabilities', 'z')],
  ['viterbi', summary('path', 's')],
]);
