#!/usr/bin/env node
/**
 * A deep ensemble and Monte Carlo dropout beside the Bayesian net: where is each unsure? Plain JavaScript, no packages.
 *
 *     node compare.mjs PREDICTIONS.json [--members 8] [--epochs 4000] [--seed 1] [--svg FILE]
 *
 * PREDICTIONS.json is what `bayes predict RUN --data grid.csv --format json` prints. Both networks have the units of the
 * model, two layers of them for dropout, and learn by Adam on the same rows.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    members: { type: 'string', default: '8' },
    epochs: { type: 'string', default: '4000' },
    passes: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    svg: { type: 'string' },
  },
});
const [members, epochs, passes, seed] = [flags.members, flags.epochs, flags.passes, flags.seed].map(Number);
if (positionals.length !== 1 || [members, epochs, passes, seed].some((n) => !Number.isInteger(n) || n < 1)) {
  console.error('expected: node compare.mjs PREDICTIONS.json, and whole numbers above 0 for the flags');
  process.exit(2);
}

/** Mulberry32: uniform in [0, 1). */
function createRandom(start) {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const here = new URL('.', import.meta.url);
const table = (name) =>
  readFileSync(new URL(name, here), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
const data = table('waves.csv');
const grid = table('grid.csv').map(([x]) => x);

/**
 * One input, layers of tanh units, one output with a log variance: the loss is the Gaussian one.
 * @param sizes units of each hidden layer
 */
function createNet(sizes, random) {
  const widths = [1, ...sizes, 2];
  const layers = widths.slice(1).map((size, l) => ({
    size,
    from: widths[l],
    weights: Array.from(
      { length: size * (widths[l] + 1) },
      () => normal(random) * (l === 0 ? 1.5 : 1 / Math.sqrt(widths[l])),
    ),
  }));
  return { layers };
}

/** @param masks of each hidden layer: 0 drops a unit, else its factor */
function forward({ layers }, x, masks) {
  const values = [[x]];
  for (const [l, { size, from, weights }] of layers.entries()) {
    const input = values[l];
    const isLast = l === layers.length - 1;
    values.push(
      Array.from({ length: size }, (_, k) => {
        let sum = weights[k * (from + 1) + from];
        for (let j = 0; j < from; j++) sum += weights[k * (from + 1) + j] * input[j];
        return isLast ? sum : Math.tanh(sum) * (masks?.[l][k] ?? 1);
      }),
    );
  }
  return values;
}

/** Adds the gradient of the loss at a row to `gradients`. */
function backward({ layers }, values, y, masks, gradients) {
  const [mean, logVariance] = values.at(-1);
  const precision = Math.exp(-logVariance);
  let delta = [(mean - y) * precision, 0.5 - 0.5 * (y - mean) ** 2 * precision];
  for (let l = layers.length - 1; l >= 0; l--) {
    const { size, from, weights } = layers[l];
    const input = values[l];
    const before = new Array(from).fill(0);
    for (let k = 0; k < size; k++) {
      for (let j = 0; j < from; j++) {
        gradients[l][k * (from + 1) + j] += delta[k] * input[j];
        before[j] += delta[k] * weights[k * (from + 1) + j];
      }
      gradients[l][k * (from + 1) + from] += delta[k];
    }
    // Of tanh by its value, which the mask has multiplied.
    if (l > 0)
      delta = before.map((own, j) => {
        const mask = masks?.[l - 1][j] ?? 1;
        return mask === 0 ? 0 : own * mask * (1 - (input[j] / mask) ** 2);
      });
  }
}

/** Adam over all rows at once. @param drop probability that a hidden unit is dropped in a step */
function train(net, random, { drop, decay }) {
  const moments = net.layers.map(({ weights }) => weights.map(() => [0, 0]));
  for (let step = 1; step <= epochs; step++) {
    const gradients = net.layers.map(({ weights }) => weights.map((weight) => decay * weight));
    for (const [x, y] of data) {
      const masks = drop === 0 ? undefined : masksOf(net, random, drop);
      backward(net, forward(net, x, masks), y, masks, gradients);
    }
    const rate = 0.01 * (1 - (0.9 * step) / epochs);
    for (const [l, { weights }] of net.layers.entries()) {
      for (let i = 0; i < weights.length; i++) {
        const gradient = gradients[l][i] / data.length;
        const own = moments[l][i];
        own[0] += 0.1 * (gradient - own[0]);
        own[1] += 0.001 * (gradient ** 2 - own[1]);
        weights[i] -= (rate * own[0]) / (1 - 0.9 ** step) / (Math.sqrt(own[1] / (1 - 0.999 ** step)) + 1e-8);
      }
    }
  }
  return net;
}

function masksOf({ layers }, random, drop) {
  return layers
    .slice(0, -1)
    .map(({ size }) => Array.from({ length: size }, () => (random() < drop ? 0 : 1 / (1 - drop))));
}

const average = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean and sd of an equal mixture of Gaussians, as [mean, log variance] each. */
function mixture(parts) {
  const mean = average(parts.map(([own]) => own));
  const variance = average(parts.map(([own, log]) => Math.exp(log) + (own - mean) ** 2));
  return { mean, sd: Math.sqrt(variance) };
}

function ensemble() {
  const nets = Array.from({ length: members }, (_, k) => {
    const random = createRandom(seed * 1000 + k);
    return train(createNet([5], random), random, { drop: 0, decay: 0.001 });
  });
  return grid.map((x) => mixture(nets.map((net) => forward(net, x).at(-1))));
}

function dropout() {
  const random = createRandom(seed * 1000 + 999);
  const net = train(createNet([16, 16], random), random, { drop: 0.1, decay: 0.001 });
  return grid.map((x) =>
    mixture(Array.from({ length: passes }, () => forward(net, x, masksOf(net, random, 0.1)).at(-1))),
  );
}

function bayes(file) {
  const rows = (JSON.parse(readFileSync(file, 'utf8')).quantities ?? []).filter(({ name }) =>
    name.startsWith('y['),
  );
  if (rows.length !== grid.length) {
    console.error(
      `${file}: expected a prediction of y at each of the ${grid.length} rows of grid.csv, found ${rows.length}`,
    );
    process.exit(1);
  }
  return rows.map(({ mean, sd }) => ({ mean, sd }));
}

const xs = data.map(([x]) => x);
const [low, high] = [Math.min(...xs), Math.max(...xs)];
const inner = xs.filter((x) => x < 0);
const gap = [Math.max(...inner), Math.min(...xs.filter((x) => x > 0))];
/** Parts of the axis by what the data say there. */
const regions = [
  ['at the data', (x) => x >= low && x <= high && !(x > gap[0] && x < gap[1])],
  ['in the gap', (x) => x > gap[0] && x < gap[1]],
  ['within 1 of them', (x) => (x < low && x >= low - 1) || (x > high && x <= high + 1)],
  ['further out', (x) => x < low - 1 || x > high + 1],
];

const methods = [
  ['Bayesian net', bayes(positionals[0])],
  [`ensemble of ${members}`, ensemble()],
  ['dropout', dropout()],
];

const cell = (text, width = 18) => String(text).padStart(width);
console.log(`sd of a prediction${regions.map(([name]) => cell(name)).join('')}`);
for (const [name, predictions] of methods) {
  const sds = regions.map(([, isIn]) =>
    average(predictions.filter((_, i) => isIn(grid[i])).map(({ sd }) => sd)),
  );
  console.log(name.padEnd(18) + sds.map((sd) => cell(sd.toFixed(3))).join(''));
}

if (flags.svg !== undefined) writeFileSync(flags.svg, picture());

/** Each method in a panel: the data, the mean, and two sds to each side. */
function picture() {
  const [width, height, margin] = [300, 240, 34];
  const limit = 5;
  const px = (x) => margin + ((x - grid[0]) / (grid.at(-1) - grid[0])) * (width - margin - 8);
  const py = (y) =>
    height - 24 - ((Math.max(-limit, Math.min(limit, y)) + limit) / (2 * limit)) * (height - 54);
  const point = (x, y) => `${px(x).toFixed(1)},${py(y).toFixed(1)}`;
  const panels = methods.map(([name, predictions], k) => {
    const upper = grid.map((x, i) => point(x, predictions[i].mean + 2 * predictions[i].sd));
    const lower = grid.map((x, i) => point(x, predictions[i].mean - 2 * predictions[i].sd)).reverse();
    const middle = grid.map((x, i) => point(x, predictions[i].mean));
    return [
      `<g transform="translate(${k * width},0)">`,
      `<text x="${margin}" y="18" font-size="13" font-weight="600">${name}</text>`,
      ...[-4, -2, 0, 2, 4].flatMap((at) => [
        `<text x="${px(at)}" y="${height - 8}" font-size="11" text-anchor="middle">${at}</text>`,
        `<text x="${margin - 8}" y="${py(at) + 4}" font-size="11" text-anchor="end">${at}</text>`,
      ]),
      `<polygon points="${[...upper, ...lower].join(' ')}" fill="#3b82c4" fill-opacity="0.3"/>`,
      `<polyline points="${middle.join(' ')}" fill="none" stroke="#3b82c4" stroke-width="2"/>`,
      ...data.map(
        ([x, y]) => `<circle cx="${px(x).toFixed(1)}" cy="${py(y).toFixed(1)}" r="2.5" fill="#d97706"/>`,
      ),
      '</g>',
    ].join('\n');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width * methods.length} ${height}" width="${width * methods.length}" height="${height}" font-family="sans-serif" fill="#808080">`,
    '<title>Predictions and two standard deviations of a Bayesian net, an ensemble and dropout; the data lie in two stretches</title>',
    ...panels,
    '</svg>',
    '',
  ].join('\n');
}
