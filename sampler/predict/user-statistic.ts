/**
 * A statistic written in the language, `share = mean(y > 0)`: compiled like a deterministic quantity of the model in
 * which the observed data are inputs, so that it is evaluated on the observed data and on each prediction. It may use
 * everything in the model, including parameters.
 */
import { analyze } from '../../grammar/analyze.ts';
import type { LoadedData } from '../../grammar/data.ts';
import type { Expr, Program } from '../../grammar/syntax/ast.ts';
import { parse } from '../../grammar/syntax/parse.ts';
import { walkExpr } from '../../grammar/syntax/walk.ts';
import { compileForward, type ForwardModel, instantiateForward } from '../compile/compile-forward.ts';
import { lower } from '../compile/lower/lower.ts';
import type { DatumView } from './datum-views.ts';
import type { Forward } from './forward-sampler.ts';
import { observedNames } from './observed-data.ts';

export interface UserStatistic {
  readonly name: string;
  /** The data it is of, joined by commas. */
  readonly datum: string;
  /** On what was observed, and on the last prediction. */
  evaluate(forward: Forward, views: readonly DatumView[]): readonly [number, number];
}

type UserStatisticResult =
  | { readonly kind: 'ok'; readonly statistic: UserStatistic }
  | { readonly kind: 'problem'; readonly message: string };

/** @param text `name = expression`, or an expression alone. */
export async function compileUserStatistic(
  text: string,
  model: { readonly program: Program; readonly data: LoadedData },
): Promise<UserStatisticResult> {
  const { name, expression } = split(text);
  const problem = (message: string): UserStatisticResult => ({
    kind: 'problem',
    message: `statistic \`${text.trim()}\`: ${message}`,
  });
  const modelText = model.program.text ?? '';
  // On a new line, so that a comment at the end of the model does not hide it.
  const start = modelText.length + 1;
  const parsed = parse(`${modelText}\ndeterministic ${INTERNAL_NAME} = ${expression}`);
  const syntax = parsed.diagnostics.find(({ severity, span }) => severity === 'error' && span.end >= start);
  if (syntax !== undefined) return problem(syntax.message);
  const last = parsed.program.statements.at(-1);
  if (last?.kind !== 'deterministic' || last.name.name !== INTERNAL_NAME) {
    return problem('expected one expression, such as `share = mean(y > 0)`');
  }
  // Formulas of the model stand in its program as the statements that they are.
  const expanded = { ...parsed.program, statements: [...model.program.statements, last] };
  const observed = observedNames(expanded);
  const used = new Set<string>();
  walkExpr(last.value, (node: Expr) => {
    if (node.kind === 'name' && observed.has(node.name)) used.add(node.name);
  });
  const program = withoutLikelihood(expanded, used);
  const own = ({ severity, span }: { severity: string; span: { start: number } }) =>
    severity === 'error' && span.start >= start;
  const wrong = analyze(program, model.data).diagnostics.find(own);
  if (wrong !== undefined) return problem(wrong.message);
  if (used.size === 0) {
    const names = [...observed].map((datum) => `\`${datum}\``).join(', ');
    return problem(`it uses no observed data (${names}), so it is the same for every prediction`);
  }
  const { ir, diagnostics } = lower(program, model.data, { drawn: used });
  const failed = diagnostics.find(({ severity }) => severity === 'error');
  if (failed !== undefined) return problem(failed.message);
  const quantity = ir.quantities.find((q) => q.name === INTERNAL_NAME);
  if (quantity === undefined || quantity.shape.length > 0) {
    const shape = quantity?.dims.map((dim, i) => dim.name ?? String(quantity.shape[i])).join(', ');
    return problem(`expected one number, found an array over [${shape}]; reduce it, as in \`mean(…)\``);
  }
  const forward = compileForward(ir);
  return { kind: 'ok', statistic: statisticOf(name, [...used], forward, model.data) };
}

const INTERNAL_NAME = 'statistic__';

function split(text: string): { readonly name: string; readonly expression: string } {
  const named = /^\s*([\p{L}_][\p{L}\p{N}_ -]*?)\s*=(?!=)\s*(.*)$/su.exec(text);
  if (named === null) return { name: text.trim(), expression: text.trim() };
  return { name: named[1], expression: named[2].trim() };
}

/** The model without its likelihood: the named data are inputs. */
function withoutLikelihood(program: Program, names: ReadonlySet<string>): Program {
  const statements = program.statements.filter((statement) => {
    switch (statement.kind) {
      case 'observe':
        // Other data with missing values need the statement with their distribution.
        return statement.target.kind === 'name' && !names.has(statement.target.name);
      case 'potential':
      case 'predict':
      case 'settings':
      case 'test':
        return false;
      default:
        return true;
    }
  });
  return { ...program, statements };
}

function statisticOf(
  name: string,
  used: readonly string[],
  model: ForwardModel,
  data: LoadedData,
): UserStatistic {
  const instance = instantiateForward(model);
  const offsets = new Map(model.params.map((param) => [param.name, param.offset]));
  const quantity = model.deterministics.find((q) => q.name === INTERNAL_NAME);
  const place = quantity === undefined ? null : { address: quantity.address, shape: [] };
  const run = (views: readonly DatumView[], pick: (view: DatumView) => Float64Array): number => {
    for (const view of views) {
      const first = offsets.get(view.name);
      if (first === undefined || !used.includes(view.name)) continue;
      // Elements that no `observe` predicts keep their observed values.
      const whole = data.arrays.get(view.name)?.values;
      if (whole !== undefined) instance.inputs.set(whole, first);
      const values = pick(view);
      for (let i = 0; i < values.length; i++) instance.inputs[first + view.places[i]] = values[i];
    }
    instance.run('rest');
    return place === null ? Number.NaN : instance.read(place)[0];
  };
  return {
    name,
    datum: used.join(', '),
    evaluate(forward, views) {
      for (const { name: param, offset, size } of forward.model.params) {
        const at = offsets.get(param);
        if (at !== undefined) instance.inputs.set(forward.params.subarray(offset, offset + size), at);
      }
      return [run(views, ({ observed }) => observed), run(views, ({ predicted }) => predicted)];
    },
  };
}
