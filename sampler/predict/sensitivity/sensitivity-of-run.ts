/** Power-scaling of the priors and the likelihood of a kept run: of its draws alone, without a refit. */
import type { IrProgram, Quantity } from '../../../grammar/ir.ts';
import { madeBy } from '../../../grammar/methods/index.ts';
import { hasOnlyDiscreteUnknowns } from '../../compile/chance.ts';
import { compileForward } from '../../compile/compile-forward.ts';
import { elementNames } from '../../compile/element-names.ts';
import { lower } from '../../compile/lower/lower.ts';
import {
  diagnose,
  matchScaled,
  type PowerScaled,
  powerScale,
  SENSITIVE,
  sensitivities,
} from '../../diagnose/power-scaling.ts';
import type { Draws } from '../../draws/draws.ts';
import { createLineIndex } from '../../model/line-index.ts';
import type {
  ParameterSensitivity,
  PriorSensitivity,
  SensitivityReport,
} from '../../report/sensitivity-report.ts';
import { kThreshold } from '../../stats/diagnostic-limits.ts';
import type { AnswerAboutRun } from '../answer-about-run.ts';
import { createPace, type Pace } from '../fit/pace.ts';
import { isProvisional } from '../is-provisional.ts';
import { countText } from '../leave-one-out/notes.ts';
import type { PosteriorModel } from '../posterior-model.ts';
import { unconstrainedPosterior } from '../unconstrained-posterior.ts';
import { logDensities, partDensity, type ScaledPart } from './log-densities.ts';
import { notesOnScaling } from './notes.ts';
import { type PriorStatement, withPriorDensities } from './prior-densities.ts';
import { selectPriors } from './select-priors.ts';

/**
 * A problem where the run is no sample of a posterior, or there is nothing to scale.
 *
 * @param run name given by the user.
 * @param asked parameters whose priors are scaled; null for the default
 */
export async function sensitivityOfRun(
  model: PosteriorModel,
  run: string,
  asked: readonly string[] | null,
  pace: Pace = createPace(() => false),
): Promise<AnswerAboutRun<SensitivityReport>> {
  const { info, program, data, draws } = model;
  if (info.method !== undefined) {
    return {
      kind: 'problem',
      message: `${run} holds draws of ${madeBy(info.method)}: power-scaling weights draws of the posterior itself; fit the model with \`bayes sample\``,
    };
  }
  const lowered = lower(program, data);
  const errors = lowered.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { kind: 'invalid', diagnostics: errors };
  if (hasOnlyDiscreteUnknowns(lowered.ir))
    return {
      kind: 'problem',
      message: `all unknowns of the model of ${run} are discrete: power-scaling follows how continuous ones move, so give a probability or a rate of the model a prior`,
    };
  const { ir, priors: stated } = withPriorDensities(lowered.ir);
  const forward = compileForward(ir, { logLikelihood: true });
  const computed = await logDensities(forward, data, draws, pace);
  if (computed.kind !== 'ok') return computed;
  const { densities } = computed;
  const varying = stated
    .map((prior, k) => ({ prior, statement: k, logDensity: densities.priors[k] }))
    .filter(({ logDensity }) => !isConstant(logDensity));
  const priors = varying.map(({ prior }) => prior);
  const selected = selectPriors(ir, priors, asked);
  if (selected.kind === 'problem') return selected;
  const { scaled } = selected;
  if (scaled.size === 0 && densities.likelihood === null)
    return {
      kind: 'problem',
      message: `the model of ${run} has neither a prior that can be scaled nor an observed value`,
    };

  const count = draws.chains * draws.drawsPerChain;
  const own = varying.filter(({ prior }) => scaled.has(prior.name));
  for (const { prior, logDensity } of own) {
    const broken = firstBroken(logDensity);
    if (broken !== null)
      return { kind: 'problem', message: brokenText(`the log prior of ${prior.name}`, run, broken) };
  }
  const brokenLikelihood = densities.likelihood === null ? null : firstBroken(densities.likelihood);
  if (brokenLikelihood !== null)
    return { kind: 'problem', message: brokenText('the log likelihood', run, brokenLikelihood) };

  const limit = kThreshold(count);
  const move = createMover(lowered.ir, draws);
  let moved = 0;
  const scale = (logDensity: Float64Array, part: ScaledPart): PowerScaled => {
    const scaled = powerScale(logDensity, draws.chains);
    const posterior = scaled.kHat <= limit ? null : move();
    if (posterior === null) return scaled;
    const matched = matchScaled(scaled, posterior, (at) => partDensity(forward, part, at), limit);
    if (matched.weights.some((one) => one.moved !== undefined)) moved++;
    return matched;
  };
  const parts: Parts = {
    all:
      own.length === 0
        ? null
        : scale(
            sumOf(
              own.map(({ logDensity }) => logDensity),
              count,
            ),
            { kind: 'priors', statements: own.map(({ statement }) => statement) },
          ),
    likelihood:
      densities.likelihood === null
        ? null
        : scale(densities.likelihood, { kind: 'likelihood', points: densities.points }),
    each: own.map(({ prior, statement, logDensity }) => ({
      prior,
      scaled: scale(logDensity, { kind: 'priors', statements: [statement] }),
    })),
  };
  const params = ir.quantities.filter(({ kind, labelsOf }) => kind === 'param' && labelsOf === undefined);
  const parameters = await parametersOf(params, model, parts, pace);
  if (parameters === null) return { kind: 'stopped' };
  const rows = priorRows(priors, parts, parameters, info.modelText);
  return {
    kind: 'ok',
    report: {
      model: info.model,
      run,
      draws: count,
      provisional: isProvisional(model),
      threshold: SENSITIVE,
      parameters,
      priors: rows,
      likelihood: parts.likelihood === null ? null : { pareto_k: finiteOrNull(parts.likelihood.kHat) },
      warnings: warningsOf(parts, count),
      notes: [
        ...notesOnScaling({ program, modelText: info.modelText, rows, points: densities.points, asked }),
        ...(moved === 0
          ? []
          : [
              `Pareto k was above ${limit.toFixed(2)} of ${countText(moved, 'part')}, whose draws were moved to where the scaled posterior has them (moment matching)`,
            ]),
      ],
    },
  };
}

/** The posterior to move draws in, made when it is first needed; null where they cannot be moved. */
function createMover(ir: IrProgram, draws: Draws) {
  let opened: ReturnType<typeof unconstrainedPosterior> | undefined;
  return () => {
    opened ??= unconstrainedPosterior(ir, draws);
    return opened.kind === 'ok' ? opened.posterior : null;
  };
}

interface Parts {
  readonly all: PowerScaled | null;
  readonly likelihood: PowerScaled | null;
  readonly each: readonly { readonly prior: PriorStatement; readonly scaled: PowerScaled }[];
}

/** Null where it is stopped. */
async function parametersOf(
  params: readonly Quantity[],
  { draws }: PosteriorModel,
  { all, likelihood, each }: Parts,
  pace: Pace,
): Promise<readonly ParameterSensitivity[] | null> {
  const columns = new Map(draws.names.map((name, k) => [name, k]));
  const width = draws.names.length;
  const own = new Float64Array(draws.chains * draws.drawsPerChain);
  const rows: ParameterSensitivity[] = [];
  for (const name of params.flatMap(elementNames)) {
    const column = columns.get(name);
    if (column === undefined) continue;
    if (await pace.isStopped()) return null;
    for (let draw = 0; draw < own.length; draw++) own[draw] = draws.values[draw * width + column];
    const of = (part: PowerScaled | null) => (part === null ? null : sensitivities(own, [part], name)[0]);
    const [prior, data] = [of(all), of(likelihood)];
    const single = sensitivities(
      own,
      each.map(({ scaled }) => scaled),
      name,
    );
    rows.push({
      name,
      prior,
      likelihood: data,
      diagnosis: diagnose(prior, data),
      by_prior: Object.fromEntries(each.map((one, k) => [one.prior.name, single[k]])),
    });
  }
  return rows;
}

function priorRows(
  priors: readonly PriorStatement[],
  { each }: Parts,
  parameters: readonly ParameterSensitivity[],
  modelText: string,
): readonly PriorSensitivity[] {
  const locate = createLineIndex(modelText);
  return priors.map(({ name, origin, dependsOn }) => {
    const own = each.find(({ prior }) => prior.name === name);
    const most =
      own === undefined
        ? undefined
        : parameters.reduce<ParameterSensitivity | undefined>(
            (best, one) => ((one.by_prior[name] ?? -1) > (best?.by_prior[name] ?? -1) ? one : best),
            undefined,
          );
    const sensitivity = most?.by_prior[name] ?? null;
    return {
      name,
      line: locate(origin.span.start).line + 1,
      scaled: own !== undefined,
      depends_on: dependsOn,
      pareto_k: own === undefined ? null : finiteOrNull(own.scaled.kHat),
      sensitivity,
      parameter: most?.name ?? null,
      diagnosis: diagnose(sensitivity, most?.likelihood ?? null),
    };
  });
}

function warningsOf({ all, likelihood, each }: Parts, draws: number): readonly string[] {
  const limit = kThreshold(draws);
  const parts = [
    ...each.map(({ prior, scaled }) => ({ name: `the prior of ${prior.name}`, part: scaled })),
    ...(each.length > 1 && all !== null ? [{ name: 'all scaled priors together', part: all }] : []),
    ...(likelihood === null ? [] : [{ name: 'the likelihood', part: likelihood }]),
  ];
  return parts.flatMap(({ name, part: { kHat } }) =>
    kHat <= limit
      ? []
      : [
          `Pareto k of ${name} is ${Number.isFinite(kHat) ? kHat.toFixed(2) : 'unknown'}, above ${limit.toFixed(2)}: its weights cannot be relied on, nor the sensitivities to it; sample more draws`,
        ],
  );
}

function sumOf(densities: readonly Float64Array[], count: number): Float64Array {
  const sum = new Float64Array(count);
  for (const one of densities) for (let i = 0; i < count; i++) sum[i] += one[i];
  return sum;
}

/** Such a prior is flat where the posterior lies, as `Uniform` or `Beta(1, 1)`: no power of it changes anything. */
function isConstant(values: Float64Array): boolean {
  return Number.isFinite(values[0]) && values.every((value) => value === values[0]);
}

interface Broken {
  readonly draw: number;
  readonly value: number;
}

function firstBroken(values: Float64Array): Broken | null {
  const draw = values.findIndex((value) => !Number.isFinite(value));
  return draw < 0 ? null : { draw, value: values[draw] };
}

function brokenText(what: string, run: string, { draw, value }: Broken): string {
  return `${what} is ${value} at draw ${draw + 1} of ${run}: expected finite numbers; such a draw cannot be weighted`;
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
