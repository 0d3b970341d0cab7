/** Of a graph given by pairs of positions, computed at compile time: for the density of `CAR` alone. */
import { graphEigenvalues, graphLogDegrees } from '../../../distributions/graph-spectrum.ts';
import { argumentExprs, type Builtin, type Call } from '../call-arguments.ts';
import { knownElements, requireNumber } from '../constant-evaluation.ts';
import { arrayOf } from '../emit-statements.ts';
import { evaluateArray } from '../evaluate.ts';
import { constantValue } from '../value.ts';

function graphOf(call: Call): { readonly edges: Float64Array; readonly size: number } {
  const { ctx, scope, expr } = call;
  const [edges, n] = argumentExprs(call, ['edges', 'n']).flatMap((arg) =>
    arg === undefined ? [] : [evaluateArray(ctx, scope, arg)],
  );
  const values = knownElements(ctx, edges);
  if (values === null) return ctx.fail('needs-data', 'the pairs of neighbours must be data', expr.span);
  return { edges: values, size: requireNumber(ctx, n, 'a size', expr.span) };
}

const eigenvalues: Builtin = (call) => {
  const { edges, size } = graphOf(call);
  const array = call.ctx.declareConstant('graph eigenvalues', [size], graphEigenvalues(edges, size));
  return arrayOf(call.ctx, array, [{ name: null, size }], { element: 'real' });
};

const logDegrees: Builtin = (call) => {
  const { edges, size } = graphOf(call);
  return constantValue(call.ctx.pool, graphLogDegrees(edges, size));
};

export const graphBuiltins: ReadonlyMap<string, Builtin> = new Map([
  ['graph_eigenvalues', eigenvalues],
  ['graph_log_degrees', logDegrees],
]);
