/**
 * Of a graph given by pairs of positions, for the density of `CAR`: the eigenvalues of D^-1/2 A D^-1/2, where A says who
 * is whose neighbour and D how many each has, and the sum of the logarithms of D.
 */
import { symmetricEigen } from '../../../infer/symmetric-eigen.ts';
import { argumentExprs, type Builtin, type Call } from '../call-arguments.ts';
import { knownElements, requireNumber } from '../constant-evaluation.ts';
import { arrayOf } from '../emit-statements.ts';
import { evaluateArray } from '../evaluate.ts';
import { constantValue } from '../value.ts';

interface Graph {
  readonly size: number;
  readonly pairs: readonly (readonly [number, number])[];
  readonly degrees: Float64Array;
}

function graphOf(call: Call): Graph {
  const { ctx, scope, expr } = call;
  const [edges, n] = argumentExprs(call, ['edges', 'n']).flatMap((arg) =>
    arg === undefined ? [] : [evaluateArray(ctx, scope, arg)],
  );
  const size = requireNumber(ctx, n, 'a size', expr.span);
  const values = knownElements(ctx, edges);
  if (values === null) return ctx.fail('needs-data', 'the pairs of neighbours must be data', expr.span);
  const pairs: [number, number][] = [];
  const degrees = new Float64Array(size);
  for (let k = 0; k + 1 < values.length; k += 2) {
    const [a, b] = [values[k] - 1, values[k + 1] - 1];
    pairs.push([a, b]);
    degrees[a]++;
    degrees[b]++;
  }
  return { size, pairs, degrees };
}

const eigenvalues: Builtin = (call) => {
  const { ctx, expr } = call;
  const { size, pairs, degrees } = graphOf(call);
  const matrix = new Float64Array(size * size);
  for (const [a, b] of pairs) {
    const share = 1 / Math.sqrt(degrees[a] * degrees[b]);
    matrix[a * size + b] += share;
    matrix[b * size + a] += share;
  }
  const found = symmetricEigen(matrix, size);
  if (found === null) return ctx.fail('needs-data', 'the graph has no eigenvalues', expr.span);
  const array = ctx.declareConstant('graph eigenvalues', [size], Float64Array.from(found.values));
  return arrayOf(ctx, array, [{ name: null, size }], { element: 'real' });
};

const logDegrees: Builtin = (call) =>
  constantValue(
    call.ctx.pool,
    graphOf(call).degrees.reduce((total, degree) => total + Math.log(degree), 0),
  );

/** Used by the table of distributions alone. */
export const graphBuiltins: ReadonlyMap<string, Builtin> = new Map([
  ['graph_eigenvalues', eigenvalues],
  ['graph_log_degrees', logDegrees],
]);
