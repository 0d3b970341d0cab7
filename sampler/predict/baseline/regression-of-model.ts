/**
 * The regression that a model is: its outcome, likelihood and the columns of its linear predictor, found by what each
 * unknown adds to the predictor.
 *
 * At some point of the unknowns the predictor is η = offset + Σ column · coefficient. The change of η per change of one
 * element of an unknown is a multiple of its column: `x` of a slope, the rows of a group of its intercept. A standard
 * deviation of a hierarchy has a column that changes from point to point; it is left out where the others span it. A
 * predictor that the columns do not span at other points is not linear.
 */
import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import type { Span } from '../../../grammar/span.ts';
import type { ForwardModel, ForwardObservation } from '../../compile/compile-forward.ts';
import type { CheckedModel } from '../../model/check-model.ts';
import { drawnUnknowns } from '../drawn-unknowns.ts';
import { problem } from '../error-diagnostic.ts';
import { observedValues } from '../leave-one-out/log-likelihood.ts';
import { type Point, type Points, pointsOf } from '../leave-one-out/points.ts';
import { mapAllDraws } from '../posterior-model.ts';
import { type Family, likelihoods } from './families.ts';
import { type Column, columnsOf, type LinearPredictor } from './linear-predictor.ts';
import type { RegressionRows } from './penalised-regression.ts';
import { scatteredUnknowns } from './scattered-unknowns.ts';

export interface Regression {
  readonly family: Family;
  /** The outcome. */
  readonly datum: string;
  readonly columns: readonly Column[];
  readonly rows: RegressionRows;
  readonly found: Points;
  /** Of the rows. */
  readonly points: readonly Point[];
  /** Whether outcomes are yes or no, of which no interval is meaningful. */
  readonly isYesNo: boolean;
}

type RegressionOfModel =
  | { readonly kind: 'ok'; readonly regression: Regression }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

const FEWEST_ROWS = 10;
/** Columns at most: the time grows with their cube. */
const MOST_COLUMNS = 500;

/** @param forward of the model with its data. @param fewest rows */
export async function regressionOfModel(
  checked: CheckedModel,
  forward: ForwardModel,
  fewest = FEWEST_ROWS,
): Promise<RegressionOfModel> {
  const observation = onlyObservation(forward);
  if ('message' in observation) return noRegression(observation);
  const { distribution, origin, name: datum } = observation;
  const isWeighted = checked.program.statements.some(
    (statement) => statement.kind === 'observe' && statement.weight !== undefined,
  );
  if (isWeighted)
    return noRegression({
      message: `the rows of \`${datum}\` have weights, which ridge and conformal intervals would not heed; expected rows that count alike`,
      span: origin.span,
    });
  if (distribution.kind !== 'plain')
    return noRegression({
      message: `\`${datum}\` is ${distribution.kind === 'mixture' ? 'a mixture' : distribution.kind}; ${EXPECTED}`,
      span: origin.span,
    });
  const likelihood = likelihoods.get(distribution.name);
  if (likelihood === undefined)
    return noRegression({ message: `\`${datum}\` is ${distribution.name}; ${EXPECTED}`, span: origin.span });
  const { family } = likelihood;
  const [summedOut] = drawnUnknowns(forward);
  if (summedOut !== undefined)
    return noRegression({
      message: `\`${datum}\` depends on the discrete unknown \`${summedOut}\`; expected a linear predictor`,
      span: origin.span,
    });
  const scattered = await scatteredUnknowns(checked);
  if (scattered.kind === 'invalid') return scattered;
  const mapped = mapAllDraws(forward, scattered.draws);
  if (mapped.kind === 'invalid') return mapped;
  const found = pointsOf(forward, checked.data, observedValues(forward, scattered.draws, mapped.map));
  const { points } = found;
  const unusable = points.find(({ observed }) => observed?.length !== 1);
  if (unusable !== undefined)
    return noRegression({
      message: `${unusable.name} is ${unusable.observed === null ? 'an expression that holds unknowns' : 'several values at once'}; expected one number in each row`,
      span: origin.span,
    });
  if (points.length < fewest)
    return noRegression({
      message: `\`${datum}\` has ${points.length} values; expected ${fewest} or more, since parts of them are predicted by a fit to the rest`,
      span: origin.span,
    });
  const predictor = columnsOf({
    forward,
    argument: distribution.args[likelihood.mean],
    trials: distribution.name === 'Binomial' ? distribution.args.n : null,
    family,
    positions: points.map(({ position }) => position),
    draws: scattered.draws,
    map: mapped.map,
    imputed: checked.data.arrays,
    most: MOST_COLUMNS,
  });
  if (predictor.kind !== 'ok')
    return noRegression(whyNot(predictor, { datum, family, rows: points.length, span: origin.span }));
  const { columns, offset, trials } = predictor;
  const outcome = Float64Array.from(points, ({ observed }) => observed?.[0] ?? Number.NaN);
  return {
    kind: 'ok',
    regression: {
      family,
      datum,
      columns,
      rows: { columns: columns.map(({ values }) => values), outcome, offset, trials },
      found,
      points,
      isYesNo: family.name === 'binomial' && trials.every((count) => count === 1),
    },
  };
}

const EXPECTED = `expected one of ${[...likelihoods.keys()].join(', ')}`;

interface Refusal {
  readonly message: string;
  readonly span: Span;
}

function onlyObservation({ observations }: ForwardModel): ForwardObservation | Refusal {
  const [first, second] = observations;
  if (second === undefined) return first;
  return {
    message: `it observes \`${second.name}\` beside \`${first.name}\`; expected one \`observe\` statement`,
    span: second.origin.span,
  };
}

interface About {
  readonly datum: string;
  readonly family: Family;
  readonly rows: number;
  readonly span: Span;
}

function whyNot(
  found: Exclude<LinearPredictor, { readonly kind: 'ok' }>,
  { datum, family, rows, span }: About,
): Refusal {
  const scale = { normal: 'mean', binomial: 'log odds', poisson: 'log mean' }[family.name];
  switch (found.kind) {
    case 'constant':
      return { message: `the ${scale} of \`${datum}\` is the same in every row; expected predictors`, span };
    case 'row-each':
      return {
        message: `the elements of \`${found.param.name}\` are free to follow every row of \`${datum}\`, which says nothing of a row that is left out; expected fewer columns than rows`,
        span: found.param.origin.span,
      };
    case 'imputed':
      return {
        message: `\`${found.param.name}\` has missing values, which ridge cannot impute; leave those rows out: \`data from … where known(${found.param.name})\``,
        span: found.param.origin.span,
      };
    case 'nonlinear':
      return { message: `the ${scale} of \`${datum}\` is no linear function of its predictors`, span };
    case 'trials':
      return { message: `the trials of \`${datum}\` are unknown; expected data`, span };
    case 'not-finite':
      return {
        message: `the ${scale} of \`${datum}\` is not finite where the unknowns are near their middle`,
        span,
      };
    case 'too-large':
      return {
        message: `\`${datum}\` has too many rows for so many unknowns; expected fewer of either`,
        span,
      };
    case 'too-many':
      return {
        message: `the ${scale} of \`${datum}\` has ${found.columns} columns and ${rows} rows; expected at most ${MOST_COLUMNS} columns`,
        span,
      };
  }
}

function noRegression({ message, span }: Refusal): Extract<RegressionOfModel, { readonly kind: 'invalid' }> {
  const text = `the model is no regression that ridge could stand beside: ${message}`;
  return { kind: 'invalid', diagnostics: [problem('no-regression', text, span)] };
}
