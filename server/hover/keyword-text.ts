/** Documentation of keywords: the purpose of each, with an example that can be copied. */
import { type BlockName, methodOfBlock, settingsOfBlock } from '../../grammar/methods/index.ts';
import { settingDoc, settingNamed } from '../../grammar/methods/setting.ts';

interface WordDoc {
  readonly doc: string;
  /** One or more complete statements. */
  readonly example: string;
}

const conditional: WordDoc = {
  doc: 'A choice between two values. Both have one shape, or one of them is a number; `else` is always there.',
  example: 'data { t : int = 3 }\nlet weight = if t > 1 then 1 / t else 1',
};
const logic: WordDoc = {
  doc: 'Joins conditions; `not` binds tightest, then `and`, then `or`. Conditions count as 0 and 1 in arithmetic.',
  example: 'data { x : real = 1.5 }\nlet outside = if x < 0 or x > 1 and not x > 2 then 1 else 0',
};
const truth: WordDoc = {
  doc: 'A truth value; it counts as 1 or 0 in arithmetic.',
  example: 'data { treated : bool[3] = [true, false, true] }',
};

/** Statements, the words inside them, and the words of expressions. */
export const words: ReadonlyMap<string, WordDoc> = new Map(
  Object.entries({
    model: {
      doc: 'The name of the model, for reports and runs. It may be left out.',
      example: 'model radon',
    },
    dim: {
      doc: 'Named dimensions: the axes of arrays, with their labels. Without `=` the size and the labels come from the data. Shapes are matched by these names.',
      example: 'dim home, county\ndim term = ["intercept", "slope"]\ndim state = 3',
    },
    data: {
      doc: 'Data from a file (CSV, TSV, JSON; the path is relative to the model) or written inline. A line is `NAME : TYPE[DIMS] in LO..HI = SOURCE`; dims, range and source may be left out.',
      example: 'dim home\ndata { floor : int[home] in 0..1 = [0, 1, 1] }',
    },
    by: {
      doc: 'Behind what a reduction takes, labels that say which elements belong together: `sum(x by county_of)` is one sum for each county. Behind a file, its rows are joined by key: each belongs to the label in the column named, in any order of the rows. A label without a row, or with two, is an error. Without `=` the key is the column of the dimension’s name.',
      example: 'dim county\ndata from "county.csv" by county = column("county") { u : real[county] }',
    },
    at: {
      doc: 'Lays the rows of a long file out as a table: each row is the cell that the columns name, one for each dimension. Without `= column("…")` that is the column of the dimension’s name. Cells without a row are missing, under `real?` and `int?`; two rows for a cell are an error.',
      example:
        'dim site, visit\ndata from "visits.csv" {\n  y : real?[site, visit] = column("y") at (site, visit = column("Visit no."))\n}',
    },
    where: {
      doc: 'Keeps the rows of the file for which the condition holds: comparisons of its columns with numbers and texts, `known(column)`, `and`, `or`, `not`. A comparison with a missing value does not hold. The number of rows left out is reported. Within the brackets of `observe y[i in row where …]` the condition is on data and index, and only those rows are observed.',
      example: 'dim row\ndata from "patients.csv" where known(age) and year >= 2000 { age : real[row] }',
    },
    param: {
      doc: 'An unknown with its prior. The support of the prior is its constraint; `[dims]` gives one for each element, `[t in time]` each a prior of its own, which may depend on earlier elements; `in LO..HI` truncates the prior.',
      example: 'dim county = 3\nparam sigma ~ HalfNormal(1)\nparam a[county] ~ Normal(0, 1)',
    },
    let: {
      doc: 'An intermediate value, not stored with the draws. With indices it is defined element by element, and may use earlier elements of itself.',
      example: 'param a ~ Normal(0, 1)\nlet twice = 2 * a',
    },
    deterministic: {
      doc: 'A derived quantity that is stored with the draws and summarised; otherwise as `let`.',
      example: 'param log_odds ~ Normal(0, 1.5)\ndeterministic p = inv_logit(log_odds)',
    },
    draw: {
      doc: 'A quantity drawn given the unknowns, once with each kept draw: stored and summarised, usable in later `draw` and `deterministic` statements, in no density. With an index it is drawn element by element, and may depend on earlier elements of itself.',
      example: 'param p ~ Beta(2, 2)\ndraw successes ~ Binomial(20, p)\ndeterministic rate = successes / 20',
    },
    observe: {
      doc: 'The likelihood of a datum: given the unknowns, the datum has this distribution. With an index it runs over part of the datum; an expression in brackets is taken as it is, without a Jacobian.',
      example: 'data { y : real[3] = [1.2, 0.7, 1.9] }\nparam mu ~ Normal(0, 1)\nobserve y ~ Normal(mu, 1)',
    },
    potential: {
      doc: 'Adds a term to the log density, for likelihoods that no distribution says.',
      example: 'param a ~ Normal(0, 1)\npotential smooth = -0.5 * a^2',
    },
    fun: {
      doc: 'A function, checked at each call. It may not call itself; its parameters may state their shape.',
      example: 'fun growth(t, rate) = exp(rate * t)',
    },
    distribution: {
      doc: 'A distribution of your own: its log density at a value, computed from its arguments alone, and where draws are wanted how one is made from `uniform()` and `normal()`. `in LO..HI` says which values it can take, `discrete` that they are integers. `bayes check --distributions FILE` tests that the density integrates to one and that draws agree with it.',
      example:
        'distribution Ramp(top) in 0..top {\n  logpdf(x) = log(2 * x / top^2)\n  draw = top * sqrt(uniform())\n}\nparam a ~ Ramp(3)',
    },
    predict: {
      doc: 'New values for data. What the model observes and derives is computed at them from the posterior, without refitting: `bayes predict RUN`.',
      example:
        'dim row\ndata { x : real[row] = [1, 2]   y : real[row] = [1, 3] }\nparam b ~ Normal(0, 1)\nobserve y ~ Normal(b * x, 1)\npredict further { x = [3, 4] }',
    },
    formula: {
      doc: 'A regression in one line, over the data above it. It stands for `param`, `let` and `observe` statements, with priors on the scale of the data; a code action writes them out.',
      example:
        'dim row\ndata { x : real[row] = [1, 2, 3]   y : real[row] = [1, 3, 2] }\nformula "y ~ 1 + x" family Normal',
    },
    test: {
      doc: 'A check that the model recovers what data were simulated from: twenty data sets of fixed seeds at these values, and of these sizes (`n` is the number of rows). It fails where the 94 % intervals cover a value too rarely: `bayes test FILE`.',
      example:
        'dim row\ndata { x : real[row] = [1, 2, 3]   y : real[row] = [1, 3, 2] }\nparam b ~ Normal(0, 1)\nobserve y ~ Normal(b * x, 1)\ntest recovers { b = 0.5, n = 50 }',
    },
    recovers: {
      doc: 'What a `test` checks: that intervals of the parameters cover the values that data were simulated from.',
      example:
        'data { y : real[3] = [1.2, 0.7, 1.9] }\nparam mu ~ Normal(0, 1)\nobserve y ~ Normal(mu, 1)\ntest recovers { mu = 1 }',
    },
    sample: {
      doc: 'Settings of NUTS. The command line and the editor’s settings override them.',
      example: 'sample { draws = enough, tune = 1000, chains = 4, target_accept = 0.9, seed = 1 }',
    },
    advi: {
      doc: 'Settings of variational inference: fast, and its intervals run narrow; it comes with a verdict.',
      example: 'advi { draws = 1000, seed = 1 }',
    },
    pathfinder: {
      doc: 'Settings of Pathfinder: a normal approximation along the way to the mode, corrected by importance weights.',
      example: 'pathfinder { draws = 1000, paths = 4 }',
    },
    weight: {
      doc: 'How often each row of the `observe` was seen: its log density is multiplied by this number, which data determine. Draws of the data are of single rows, and need no weights.',
      example:
        'data { y : real[3] = [1.2, 0.7, 1.9]   times : int[3] = [4, 1, 2] }\nparam mu ~ Normal(0, 1)\nobserve y ~ Normal(mu, 1) weight times',
    },
    interval: {
      doc: 'Values that are known only to lie between two data, of which equal ones are exact and a missing one is open.',
      example:
        'data { lo : real[2] = [0, 12]   hi : real?[2] = [12, "NA"] }\nparam rate ~ HalfNormal(1)\nobserve interval(lo, hi) ~ Exponential(rate)',
    },
    discrete: {
      doc: 'A distribution of integers: `logpdf` is the logarithm of the probability.',
      example:
        'distribution Coin(p) in 0..1 discrete {\n  logpdf(k) = if k == 1 then log(p) else log1p(-p)\n  draw = uniform() < p\n}',
    },
    prior: {
      doc: 'Another prior of an unknown of the `formula`, or of one effect, `prior b["x"] ~ Normal(0, 1)`.',
      example:
        'dim row\ndata { x : real[row] = [1, 2, 3]   y : real[row] = [1, 3, 2] }\nformula "y ~ 1 + x" family Normal\n  prior sigma ~ HalfNormal(1)',
    },
    from: {
      doc: 'The file that data are read from; its path is relative to the model.',
      example: 'dim home\ndata from "radon.csv" { log_radon : real[home] }',
    },
    family: {
      doc: 'The distribution of the outcome of a `formula`.',
      example:
        'dim row\ndata { x : real[row] = [1, 2, 3]   k : int[row] = [1, 3, 2] }\nformula "k ~ 1 + x" family Poisson',
    },
    if: conditional,
    then: conditional,
    else: conditional,
    and: logic,
    or: logic,
    not: logic,
    in: {
      doc: 'A range. After a datum it is checked when the data are read; after a prior it truncates; after an index it says what the index runs over.',
      example: 'data { y : int[3] in 0.. = [2, 0, 5] }\nparam rate ~ Normal(2, 1) in 0..',
    },
    over: {
      doc: 'The dimension that a reduction or a mixture runs along.',
      example: 'dim a = 2\ndim b = 3\nparam x[a, b] ~ Normal(0, 1)\ndeterministic of_a = sum(x over b)',
    },
    for: {
      doc: 'The index of a reduction: the expression before it is taken at each value of the index.',
      example: 'dim k = 3\nparam x[k] ~ Normal(0, 1)\ndeterministic squares = sum(x[i]^2 for i in k)',
    },
    true: truth,
    false: truth,
  }),
);

/** Types of data, and types that a parameter states where its prior does not imply them. */
export const types: ReadonlyMap<string, string> = new Map([
  ['real', 'numbers'],
  ['int', 'whole numbers'],
  ['bool', 'true or false, also 0 and 1'],
  ['ordered', 'increasing along the last dimension'],
  ['positive_ordered', 'positive and increasing'],
  ['simplex', 'positive, sums to one'],
  ['unit_vector', 'of length one'],
  ['sum_to_zero', 'sums to zero'],
  ['cholesky_corr', 'Cholesky factor of a correlation matrix'],
  ['corr', 'correlation matrix'],
  ['cov', 'covariance matrix'],
]);

/** Markdown about a word of the language; undefined for other words. */
export function keywordText(word: string): string | undefined {
  const found = words.get(word);
  return found && `**${word}**  \n${found.doc}\n\n\`\`\`bayes\n${found.example}\n\`\`\``;
}

export function typeText(word: string): string | undefined {
  const doc = types.get(word);
  return doc && `**${word}**: ${doc}`;
}

export function settingText(block: BlockName, name: string): string | undefined {
  const found = settingNamed(settingsOfBlock(block), name);
  return (
    found && `**${name}**, a setting of \`${block}\` (${methodOfBlock(block).title})  \n${settingDoc(found)}`
  );
}
