/** Whether a model reproduces the data that it was fitted to: the part of the verdict beside sampling. */
import { compileForward } from '../../compile/compile-forward.ts';
import { calibrationTest } from '../../diagnose/fit/calibration-test.ts';
import { type PitShape, pitShape, reasonOf } from '../../diagnose/fit/fit-words.ts';
import { judgeStatistics, MOST_IMPROBABLE } from '../../diagnose/fit/judge-statistics.ts';
import { uniformityTest } from '../../diagnose/fit/uniformity-test.ts';
import { createLineIndex } from '../../model/line-index.ts';
import { createRandom, type Random } from '../../random.ts';
import type { Fit, FitPit, FitStatistic } from '../../report/fit.ts';
import type { RunToJudge } from '../../run/judge-fit.ts';
import { drawnUnknowns, namesInCode } from '../drawn-unknowns.ts';
import { observedModel } from '../leave-one-out/score-points.ts';
import { ownBoundNames, weightedNames } from '../observed-data.ts';
import { type LooPit, looPits } from './loo-pit.ts';
import { createPace } from './pace.ts';
import { replicatedStatistics } from './replicated-statistics.ts';

/** Values of a datum that are looked at; of more, evenly spaced ones. */
const MOST_ROWS = 10_000;
/** With fewer values a test says nothing. */
const LEAST_VALUES = 5;
/** A share of unreliable weights above which their test means nothing. */
const MOST_UNRELIABLE = 0.05;

/** Null where the model observes no data, or it was stopped. */
export async function fitOfDraws(run: RunToJudge, shouldStop: () => boolean): Promise<Fit | null> {
  const { program, data, draws, seed } = run;
  const observed = observedModel(program, data);
  if (observed.kind !== 'ok') return null;
  const pace = createPace(shouldStop);
  const rng = createRandom(seed);
  const all = await replicatedStatistics(run, MOST_ROWS, rng, pace);
  // Draws are of single rows: those of weighted rows would be compared with other frequencies than were fitted.
  const weighted = weightedNames(program);
  const bounded = [...ownBoundNames(program)].filter((datum) => !weighted.has(datum));
  const left = new Set([...weighted, ...bounded]);
  const replicated = all?.filter(({ datum }) => !left.has(datum)) ?? [];
  if (replicated.length === 0) return null;
  const forward = compileForward(observed.ir, { logLikelihood: true });
  const pits = await looPits(forward, data, draws, MOST_ROWS, pace);
  if (pits === null) return null;
  const locate = createLineIndex(run.modelText);
  const judged = replicated.map((one) => {
    const statistics = judgeStatistics(one.datum, one.sd, one.statistics);
    const own = pits.find(({ datum }) => datum === one.datum);
    const pit = own === undefined || one.kind === 'label' ? null : judgePit(own, one.kind === 'binary', rng);
    return { one, statistics, pit };
  });
  const reasons = judged.flatMap(({ one, statistics, pit }) => {
    const failing = statistics.filter(({ fails }) => fails);
    const failingPit = pit?.row.fails === true ? { ...pit.row, shape: pit.shape } : null;
    if (failing.length === 0 && failingPit === null) return [];
    const { datum, distribution, isPositive, offset } = one;
    const { line } = locate(offset);
    return [reasonOf({ datum, distribution, isPositive, line, statistics: failing, pit: failingPit })];
  });
  return {
    pass: reasons.length === 0,
    reasons,
    statistics: judged.flatMap(({ statistics }) => statistics.filter(isTold)),
    pit: judged.flatMap(({ pit }) => (pit === null ? [] : [pit.row])),
    notes: [
      ...judged.flatMap(({ one, pit }) =>
        pit?.row.p_value === null
          ? [
              `the LOO-PIT of \`${one.datum}\` was not tested: the weights of ${Math.round(100 * (pit.unreliable / pit.row.values))} % of its values cannot be relied on`,
            ]
          : [],
      ),
      ...judged.flatMap(({ one }) => {
        const drawn = one.kind === 'label' ? [] : drawnUnknowns(forward, one.datum);
        return drawn.length === 0
          ? []
          : [
              `the LOO-PIT of \`${one.datum}\` was not tested: it is given discrete unknowns, ${namesInCode(drawn)}, whose draws were made with the values themselves`,
            ];
      }),
      ...[...weighted].map(
        (datum) =>
          `\`${datum}\` was not judged: its rows have weights, and data are replicated one row at a time`,
      ),
      ...bounded.map(
        (datum) =>
          `\`${datum}\` was not judged: where the values that were seen would have been cut off is not known`,
      ),
    ],
  };
}

function isTold({ group, fails }: FitStatistic): boolean {
  return group === undefined || fails;
}

interface JudgedPit {
  readonly row: FitPit;
  readonly shape: PitShape;
  readonly unreliable: number;
}

function judgePit(
  { datum, observed, below, upTo, unreliable }: LooPit,
  isBinary: boolean,
  rng: Random,
): JudgedPit | null {
  const values = observed.length;
  if (values < LEAST_VALUES) return null;
  const test = isBinary ? 'calibration' : 'uniformity';
  const pit = below.map((low, i) => low + rng.next() * (upTo[i] - low));
  const shape = pitShape(pit);
  if (unreliable > MOST_UNRELIABLE * values)
    return { row: { datum, test, values, p_value: null, fails: false }, shape, unreliable };
  const p = isBinary
    ? // P(Y <= 0) is below a 1, and up to a 0.
      calibrationTest(
        observed.map((y, i) => 1 - (y === 1 ? below[i] : upTo[i])),
        observed,
        rng,
      )
    : uniformityTest(pit);
  return { row: { datum, test, values, p_value: p, fails: p < MOST_IMPROBABLE }, shape, unreliable };
}
