/** The plots with a view of their own, or a fixed place in a view: one row each. */
import { methodOfVariant } from '../../grammar/methods/index.ts';
import { contrastName } from '../../sampler/report/effects-words.ts';
import { contrastsPlot, ofWhat } from './contrasts.ts';
import { elboPlot } from './elbo.ts';
import { expectedOutcomePlot, isOfLabels, LABEL_HEIGHT } from './expected-outcome.ts';
import { forestPlot } from './forest.ts';
import { labelProbabilitiesPlot } from './label-probabilities.ts';
import { labelWidth } from './name-axis.ts';
import { pairsPlot } from './pairs.ts';
import { paretoKPlot } from './pareto-k.ts';
import { predictionsPlot } from './predictions.ts';
import { shrinkagePlot } from './shrinkage.ts';
import { tracePlot } from './trace.ts';
import { viewPlot } from './view-plot.ts';
import { widthsPlot } from './widths.ts';
import { withMargin } from './with-margin.ts';

/** Pixels: of the axis, of a legend, and of each name in a list. */
const AXIS = 34;
const LEGEND = 28;
const NAME = { pooling: 20, contrast: 24, forest: 18, prediction: 18, labels: 24, widths: 26 } as const;

export const viewPlots = {
  forest: viewPlot(
    forestPlot,
    ['forest'],
    ({ forest: { part, all } }) => ({
      rows: part,
      domain: withMargin(all.flatMap(({ hdi_3, hdi_97 }) => [hdi_3, hdi_97])),
      labelWidth: labelWidth(all, 260),
      rowHeight: NAME.forest,
    }),
    {
      kind: 'forest',
      title: 'Forest plot',
      explanation:
        'Mean, one standard deviation to each side (thick) and 94 % interval (thin), all on one scale. Filter to compare quantities of one kind. Quantities marked ⚠ fail a diagnostic.',
      room: ({ forest: { part } }) => ({
        height: part.length * NAME.forest + AXIS,
        maxWidth: 900,
        caption: false,
      }),
    },
  ),
  pairs: viewPlot(
    pairsPlot,
    ['pairs', 'sampler'],
    ({ pairs: { quantities, log }, sampler }) =>
      quantities.length < 2
        ? { missing: 'Choose two quantities or more.' }
        : {
            quantities,
            divergent: sampler?.divergent ?? new Float64Array(quantities[0].values.length),
            log,
          },
    {
      kind: 'pairs',
      title: 'Pairs plot',
      explanation({ sampler }) {
        if (sampler === null) return 'Each point is a draw.';
        const divergences = sampler.divergent.reduce((sum, value) => sum + value, 0);
        return divergences === 0
          ? 'Each point is a draw. No draw diverged.'
          : `Each point is a draw; red crosses are the ${divergences} divergences. Where they gather, the sampler could not follow the posterior: often at the neck of a funnel, next to a scale near zero.`;
      },
      room: { height: 340, caption: false },
    },
  ),
  climb: viewPlot(
    elboPlot,
    ['climb'],
    ({ climb: { elbo, elbo_iterations, converged } }) => ({ elbo, iterations: elbo_iterations, converged }),
    {
      kind: 'climb',
      title: 'Climb of the ELBO',
      explanation({ climb: { method, converged, convergence_rule } }) {
        const rule = `It counts as converged when ${convergence_rule}.`;
        return methodOfVariant(method)?.has.elbo === 'paths'
          ? `Estimates along one path after the other; the best of each is kept. ${rule}`
          : `${converged ? 'It converged' : 'It did not converge'}. ${rule}`;
      },
      room: { height: 240, maxWidth: 720, caption: false },
    },
  ),
  widths: viewPlot(
    widthsPlot,
    ['widths'],
    ({ widths }) => ({ rows: widths, labelWidth: labelWidth(widths, 240), rowHeight: NAME.widths }),
    {
      kind: 'widths',
      title: '94 % intervals',
      explanation: null,
      room: ({ widths }) => ({ height: widths.length * NAME.widths + 60, maxWidth: 760, caption: false }),
    },
  ),
  paretoK: viewPlot(paretoKPlot, ['loo'], ({ loo }) => loo, {
    kind: 'pareto-k',
    title: 'Pareto k of each point',
    explanation:
      'How far the model without a point differs from these draws. Triangles are above the threshold (dashed), where the weights cannot be relied on.',
    room: { height: 260, maxWidth: 900, caption: false },
  }),
  contrasts: viewPlot(
    contrastsPlot,
    ['effects'],
    ({ effects }) => ({
      effects,
      labelWidth: labelWidth(
        effects.contrasts.map((row) => ({ name: contrastName(row, effects.outcome) })),
        320,
      ),
      rowHeight: NAME.contrast,
    }),
    {
      kind: 'contrasts',
      title: 'Contrasts',
      explanation: ({ effects, effects: { rope } }) =>
        `How much ${ofWhat(effects)} differs, averaged over the rows of the data. Line: 94 % interval; dot: mean; tick: median.${rope === null ? '' : ' The shaded region counts as no effect.'}`,
      room: ({ effects: { contrasts } }) => ({
        height: contrasts.length * NAME.contrast + AXIS,
        maxWidth: 760,
        caption: false,
      }),
    },
  ),
  expected: viewPlot(expectedOutcomePlot, ['expected'], ({ expected }) => expected, {
    kind: 'expected',
    title: 'Mean of the outcome along a predictor',
    explanation: 'Line or dot: mean; band or line: 94 % interval of the mean of the outcome.',
    room: ({ expected }) => ({
      height: isOfLabels(expected) ? expected.rows.length * LABEL_HEIGHT + AXIS : 240,
      maxWidth: 640,
      caption: false,
    }),
  }),
  shrinkage: viewPlot(
    shrinkagePlot,
    ['pooling'],
    ({ pooling }) => ({
      pooling,
      labelWidth: labelWidth(
        pooling.groups.map(({ label, rows }) => ({ name: `${label} (${rows})` })),
        240,
      ),
      rowHeight: NAME.pooling,
    }),
    {
      kind: 'shrinkage',
      title: 'Complete, no and partial pooling',
      explanation: ({ pooling: { outcome, groups } }) =>
        `Mean of ${outcome} in each group (number of its rows). Ring: no pooling, the mean of its own rows. Dot and line: partial pooling, what the model expects with its 94 % interval.${groups.some(({ complete }) => complete !== null) ? ' Tick: complete pooling, what the same regression expects that does not tell the groups apart.' : ''} The fewer rows a group has, the further the dot lies from its ring.`,
      room: ({ pooling: { groups } }) => ({
        height: groups.length * NAME.pooling + AXIS,
        maxWidth: 760,
        caption: false,
      }),
    },
  ),
  live: viewPlot(tracePlot, ['draws'], ({ draws }) => ({ draws, divergent: null }), {
    kind: 'live',
    title: 'Draws so far',
    explanation: null,
    room: { height: 120, caption: true },
  }),
  predictions: viewPlot(
    predictionsPlot,
    ['predicted'],
    ({ predicted }) => ({
      rows: predicted,
      labelWidth: labelWidth(predicted, 240),
      rowHeight: NAME.prediction,
    }),
    {
      kind: 'predictions',
      title: 'Predictions at new data',
      explanation: 'Line: 94 % interval; dot: mean; tick: median.',
      room: ({ predicted }) => ({
        height: predicted.length * NAME.prediction + AXIS,
        maxWidth: 760,
        caption: false,
      }),
    },
  ),
  labels: viewPlot(
    labelProbabilitiesPlot,
    ['predicted'],
    ({ predicted }) => ({
      rows: predicted,
      labelWidth: labelWidth(
        predicted.map(({ element = '' }) => ({ name: element })),
        240,
      ),
    }),
    {
      kind: 'labels',
      title: 'Probabilities of labels at new data',
      explanation: 'Bars: the probability of each label.',
      room: ({ predicted }) => ({
        height: new Set(predicted.map(({ element }) => element)).size * NAME.labels + LEGEND + AXIS,
        maxWidth: 760,
        caption: false,
      }),
    },
  ),
} as const;
