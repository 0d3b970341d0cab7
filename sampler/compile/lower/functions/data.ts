/** Functions of data, computed at compile time: `sort` and `standardize`. */
import { sizeOf } from '../axes.ts';
import { arrayArguments, type Builtin, type Call } from '../call-arguments.ts';
import { knownElements } from '../constant-evaluation.ts';
import { arrayOf } from '../emit-statements.ts';
import type { ArrayValue } from '../value.ts';

function ofData(
  apply: (values: Float64Array, x: ArrayValue, call: Call) => Float64Array,
  real: boolean,
): Builtin {
  return (call) => {
    const { ctx, expr } = call;
    const [x] = arrayArguments(call, ['x']);
    const { name } = expr.callee;
    if (x.dims.length === 0) ctx.fail('shape-mismatch', `${name} takes an array`, expr.span);
    const values = knownElements(ctx, x);
    if (values === null) {
      return ctx.fail('needs-data', `${name} takes data: this depends on an unknown`, expr.args[0].span);
    }
    const array = ctx.declareConstant(
      name,
      x.dims.map((dim) => dim.size),
      apply(values, x, call),
    );
    return arrayOf(ctx, array, x.dims, { element: real ? 'real' : x.element });
  };
}

/** Ascending along the last axis. */
function sorted(values: Float64Array, x: ArrayValue): Float64Array {
  const length = x.dims[x.dims.length - 1].size;
  const result = values.slice();
  for (let start = 0; start < result.length; start += length) result.subarray(start, start + length).sort();
  return result;
}

/** Mean 0 and standard deviation 1 (divisor n - 1); a matrix column by column. */
function standardized(values: Float64Array, x: ArrayValue, call: Call): Float64Array {
  const columns = x.dims.length === 1 ? 1 : x.dims[x.dims.length - 1].size;
  const rows = sizeOf(x.dims) / columns;
  const result = new Float64Array(values.length);
  for (let column = 0; column < columns; column++) {
    const cells = Array.from({ length: rows }, (_, row) => values[row * columns + column]);
    const centre = cells.reduce((a, b) => a + b, 0) / rows;
    const scale = Math.sqrt(cells.reduce((a, b) => a + (b - centre) ** 2, 0) / (rows - 1));
    if (!(scale > 0)) {
      call.ctx.fail(
        'needs-data',
        `column ${column + 1} cannot be standardized: its ${rows} values do not vary`,
        call.expr.span,
      );
    }
    for (let row = 0; row < rows; row++) result[row * columns + column] = (cells[row] - centre) / scale;
  }
  return result;
}

export const dataBuiltins: ReadonlyMap<string, Builtin> = new Map([
  ['sort', ofData(sorted, false)],
  ['standardize', ofData(standardized, true)],
]);
