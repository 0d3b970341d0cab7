/** Probabilities of hypotheses about the unknowns of a kept run, `P(beta > 0)`: the share of draws where each holds. */
import { analyze } from '../../../grammar/analyze.ts';
import type { IrProgram } from '../../../grammar/ir.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { compileForward, instantiateForward } from '../../compile/compile-forward.ts';
import { elementNames } from '../../compile/element-names.ts';
import { lower } from '../../compile/lower/lower.ts';
import { mcseMean } from '../../diagnose/mcse.ts';
import type { HypothesisRow } from '../../report/effects-report.ts';
import type { Pace } from '../fit/pace.ts';
import { mapAllDraws, type PosteriorModel } from '../posterior-model.ts';

type Hypotheses =
  | { readonly kind: 'ok'; readonly rows: readonly HypothesisRow[]; readonly notes: readonly string[] }
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'stopped' };

/** @param text `P(…)`, or the condition alone, of anything that the model defines. */
export async function probabilityOf(model: PosteriorModel, text: string, pace: Pace): Promise<Hypotheses> {
  const { draws, info } = model;
  const condition = conditionOf(text);
  const extended = withCondition(model, condition);
  if (extended.kind === 'problem') return { ...extended, message: `hypothesis ${text}: ${extended.message}` };
  const forward = compileForward(extended.ir);
  const mapped = mapAllDraws(forward, draws);
  if (mapped.kind === 'invalid') return { kind: 'problem', message: mapped.diagnostics[0].message };
  const instance = instantiateForward(forward);
  const [quantity] = forward.deterministics;
  const holds = instance.read(quantity);
  const count = draws.chains * draws.drawsPerChain;
  const elements = Array.from(holds, () => new Float64Array(count));
  for (let draw = 0; draw < count; draw++) {
    if (await pace.isStopped()) return { kind: 'stopped' };
    mapped.map.copy(draw, instance.inputs);
    instance.run('rest');
    for (const [k, own] of elements.entries()) own[draw] = holds[k];
  }
  const other = elements.some((own) => own.some((value) => value !== 0 && value !== 1));
  if (other)
    return {
      kind: 'problem',
      message: `hypothesis ${text}: expected a condition, which is true or false at each draw, such as \`P(${condition} > 0)\`, found a number`,
    };
  const names = elementNames({ ...quantity, name: '' });
  const isApproximate = info.method !== undefined;
  const rows = elements.map((own, k) =>
    rowOf(names.length === 1 ? text : `${text} ${names[k]}`, own, isApproximate ? null : draws.chains),
  );
  // `max(b, 0) == 0` may hold at some draws; what holds at none says nothing of the data.
  const isEmpty = extended.equatesReals && rows.every(({ odds }) => odds === null);
  const note = `${text}: a continuous quantity equals no given number, whatever the data are; ask for a side, such as \`P(beta > 0)\`, or a region, such as \`P(abs(beta) < 0.1)\``;
  return { kind: 'ok', rows, notes: isEmpty ? [note] : [] };
}

/** @param chains null for independent draws. */
function rowOf(hypothesis: string, holds: Float64Array, chains: number | null): HypothesisRow {
  const probability = holds.reduce((sum, value) => sum + value, 0) / holds.length;
  const isCertain = probability === 0 || probability === 1;
  const error = () =>
    chains === null
      ? Math.sqrt((probability * (1 - probability)) / holds.length)
      : finiteOrNull(mcseMean(holds, chains));
  return {
    hypothesis,
    probability,
    mcse: isCertain ? null : error(),
    odds: isCertain ? null : probability / (1 - probability),
  };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** What stands within `P( )`. */
function conditionOf(text: string): string {
  const [, inner] = /^\s*P\s*\((.*)\)\s*$/s.exec(text) ?? [];
  return (inner ?? text).trim();
}

const INTERNAL_NAME = 'hypothesis__';

type Extended =
  | {
      readonly kind: 'ok';
      readonly ir: IrProgram;
      /** The condition is `a == b` or `a != b` of real numbers. */
      readonly equatesReals: boolean;
    }
  | { readonly kind: 'problem'; readonly message: string };

/** The model's unknowns, with the condition as the only quantity that is computed from them. */
function withCondition({ info, program: fitted, data }: PosteriorModel, condition: string): Extended {
  const problem = (message: string): Extended => ({ kind: 'problem', message });
  // On a new line, so that a comment at the end of the model does not hide it.
  const start = info.modelText.length + 1;
  const parsed = parse(`${info.modelText}\ndeterministic ${INTERNAL_NAME} = ${condition}`);
  const syntax = parsed.diagnostics.find(({ severity, span }) => severity === 'error' && span.end >= start);
  const last = parsed.program.statements.at(-1);
  if (syntax !== undefined) return problem(syntax.message);
  if (last?.kind !== 'deterministic' || last.name.name !== INTERNAL_NAME)
    return problem('expected one condition, such as `P(beta > 0)`');
  // Formulas of the model stand in its program as the statements that they are.
  const program = { ...parsed.program, statements: [...fitted.statements, last] };
  const { diagnostics: found, types } = analyze(program, data);
  const wrong = found.find(({ severity, span }) => severity === 'error' && span.start >= start);
  if (wrong !== undefined) return problem(wrong.message);
  const { ir, diagnostics } = lower(program, data);
  const failed = diagnostics.find(({ severity }) => severity === 'error');
  if (failed !== undefined) return problem(failed.message);
  const quantities = ir.quantities.filter(
    ({ name, kind }) => kind !== 'deterministic' || name === INTERNAL_NAME,
  );
  const { value } = last;
  const equatesReals =
    value.kind === 'binary' &&
    ['==', '!='].includes(value.op) &&
    [value.left, value.right].some((side) => {
      const type = types.get(side);
      return type?.kind === 'array' && type.element === 'real';
    });
  return { kind: 'ok', ir: { ...ir, quantities, observations: [] }, equatesReals };
}
