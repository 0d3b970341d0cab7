import { describe, expect, it } from 'vitest';
import { settingsOfBlock } from '../../../grammar/methods/index.ts';
import { completions } from '../../../server/features/completion.ts';
import { signatureHelp } from '../../../server/features/signature-help.ts';
import { radon, radonCsv, type Snippet, session, snippet } from '../model.ts';

const files = {
  'radon.csv': radonCsv,
  'other.json': '{}',
  'notes.md': '',
  'words.csv': 'y,if\n1,2\n3,4\n',
  'spaces.csv': 'y,Dose (mg)\n1,2\n3,4\n5,7\n',
};

function complete(text: string, snippets = true) {
  const s = snippet(text, files);
  return completions(s.document, s.position, session({ snippets }));
}
const labels = (text: string): string[] => complete(text).map(({ label }) => label);

/** The text after choosing one item, its placeholders as plain names. */
function chosen(text: string, label: string): string {
  const s: Snippet = snippet(text, files);
  const item = completions(s.document, s.position, session({ snippets: false })).find(
    (i) => i.label === label,
  );
  const edit = item?.textEdit;
  if (edit === undefined || !('range' in edit)) return `no item ${label}`;
  const source = s.document.text.getText();
  const start = s.document.text.offsetAt(edit.range.start);
  const end = s.document.text.offsetAt(edit.range.end);
  return source.slice(0, start) + edit.newText + source.slice(end);
}

describe('completion', () => {
  it('offers statements at the start of a line and nothing in a comment', () => {
    expect(labels('par‸')).toContain('param');
    expect(labels('param a ~ Normal(0, 1)\n‸')).toEqual(expect.arrayContaining(['observe', 'let', 'sample']));
    expect(labels('# par‸')).toEqual([]);
    expect(labels('param a ~ Normal(0, 1) ‸')).toEqual([]);
    expect(labels('data { y : real = 1 }\nobserve y ~ Normal(0, 1) ‸')).toEqual(['weight']);
    expect(labels('data { y : real = 1 }\nobserve y ~ Normal(0, 1) weight 2 ‸')).toEqual([]);
    expect(labels('data { y : real = 1 }\nobserve ‸')).toEqual(['y', 'interval']);
    expect(labels('data { y : real = 1 }\nobserve interval(‸')).toEqual(['y']);
    const rows = 'dim row\ndata { y : real[row] = [1]  late : bool[row] = [true] }\nobserve y[i in row';
    expect(labels(`${rows} ‸`)).toEqual(['where']);
    expect(labels(`${rows} where ‸`)).toEqual(expect.arrayContaining(['late', 'i', 'size']));
    expect(labels(`${rows} where late[i] ‸`)).toEqual(['and', 'or']);
  });

  it('offers distributions after ~ with snippets of their arguments, and no functions', () => {
    const items = complete('param a ~ ‸');
    const normal = items.find(({ label }) => label === 'Normal');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: placeholders of a snippet
    expect(normal?.textEdit?.newText).toBe('Normal(${1:mu}, ${2:sigma})');
    expect(items.map(({ label }) => label)).not.toContain('exp');
    expect(chosen('param a ~ No‸', 'Normal')).toBe('param a ~ Normal(mu, sigma)');
  });

  it('offers names declared before, functions, and arguments by name inside a call', () => {
    const found = labels('param a ~ Normal(0, 1)\nparam b ~ Normal(‸)\nparam c ~ Normal(0, 1)\n');
    expect(found).toEqual(expect.arrayContaining(['a', 'exp', 'sum', 'mu =', 'sigma =']));
    expect(found).not.toContain('c');
    expect(labels('param b ~ Normal(mu = 0, ‸)')).toContain('sigma =');
    expect(labels('param b ~ Normal(mu = 0, ‸)')).not.toContain('mu =');
    const solver = 'fun f(t, y) = -y\nlet z = ode_stiff(‸f, 1, 0, [1], atol = 1e-9, ‸)';
    expect(labels(solver.replace('‸f', 'f'))).toEqual(
      expect.arrayContaining(['rtol =', 'max_steps =', 'events =']),
    );
    expect(labels(solver.replace('‸f', 'f'))).not.toContain('atol =');
    expect(labels('fun f(t, y) = -y\nlet z = ode(‸)')).toContain('f');
    expect(labels('fun f(t, y) = -y\nlet z = ‸')).toEqual(
      expect.arrayContaining(['ode', 'ode_stiff', 'solve_newton', 'integrate']),
    );
    expect(labels('fun f(x) = x - 1\nlet z = solve_newton(f, 1, ‸)')).toEqual(
      expect.arrayContaining(['tol =', 'max_steps =']),
    );
    expect(labels('fun f(x) = x - 1\nlet z = integrate(‸)')).toEqual(
      expect.arrayContaining(['f', 'rtol =', 'max_steps =']),
    );
  });

  it('offers a state space for what is observed alone, and its states for draws', () => {
    const head = 'dim t\ndata { y : real[t] = [1, 2, 3] }\n';
    expect(chosen(`${head}observe y ~ ‸`, 'LinearGaussian')).toBe(
      `${head}observe y ~ LinearGaussian(A, Q, Z, H, m0, P0)`,
    );
    expect(labels(`${head}observe y ~ LinearGaussian(1, 2, H = 1, ‸)`)).toEqual(
      expect.arrayContaining(['Z =', 'm0 =', 'P0 =']),
    );
    expect(labels(`${head}observe y ~ LinearGaussian(1, 2, H = 1, ‸)`)).not.toContain('Q =');
    const observed = `${head}observe y ~ LinearGaussian(1, 1, 1, 1, 0, 1)\n`;
    expect(chosen(`${observed}draw s[t] ~ ‸`, 'states')).toBe(`${observed}draw s[t] ~ states(y)`);
    expect(labels(`${observed}draw s[t] ~ states(‸)`)).toContain('y');
    for (const text of ['param f[t] ~ ‸', 'let f = ‸', 'param s ~ Normal(0, ‸)'])
      for (const name of ['LinearGaussian', 'states']) expect(labels(head + text)).not.toContain(name);
  });

  it('offers over of ZeroSumNormal, and dimensions as its value', () => {
    const head = 'dim g = 3\ndim f = 2\nparam a[g, f] ~ ZeroSumNormal(1, ';
    expect(labels(`${head}‸)`)).toContain('over =');
    expect(labels(`${head}over = ‸)`)).toEqual(expect.arrayContaining(['g', 'f']));
    expect(labels(`${head}over = (g, ‸))`)).toEqual(expect.arrayContaining(['f']));
    expect(labels(`${head}over = g, ‸)`)).not.toContain('over =');
  });

  it('offers HSGP as the prior of a parameter alone, with its kernels', () => {
    const head = 'dim row\ndata { x : real[row] = [1, 2, 3] }\n';
    const written = chosen(`${head}param f[row] ~ ‸`, 'HSGP');
    expect(written).toBe(`${head}param f[row] ~ HSGP(x, eta, ell)`);
    for (const text of ['draw f[row] ~ ‸', 'observe x ~ ‸', 'let f = ‸', 'param s ~ Normal(0, ‸)'])
      expect(labels(head + text)).not.toContain('HSGP');
    expect(labels(`${head}param f[row] ~ HSGP(x, 1, 1, m = 5, ‸)`)).toEqual(
      expect.arrayContaining(['kernel =', 'c =']),
    );
    expect(labels(`${head}param f[row] ~ HSGP(x, 1, 1, m = 5, ‸)`)).not.toContain('m =');
    expect(labels(`${head}param f[row] ~ HSGP(x, 1, 1, kernel = ‸)`)).toEqual([
      'exp_quad',
      'matern12',
      'matern32',
      'matern52',
    ]);
  });

  it('offers distributions on graphs, conditionals of processes, and functions of matrices', () => {
    expect(chosen('param u[3] ~ CA‸', 'CAR')).toBe('param u[3] ~ CAR(edges, alpha, tau)');
    expect(labels('param u[3] ~ CAR(e, ‸)')).toEqual(expect.arrayContaining(['alpha =', 'tau =']));
    expect(chosen('draw f[3] ~ Ga‸', 'GaussianConditional')).toBe(
      'draw f[3] ~ GaussianConditional(K_new, K_cross, K_old, value)',
    );
    expect(labels('let b = ‸')).toEqual(expect.arrayContaining(['bspline', 'solve', 'kron']));
    expect(labels('param b ~ ‸')).not.toContain('bspline');
  });

  it('offers indices only inside the statement that binds them', () => {
    expect(labels('dim o = 3\nlet x[i in o] = ‸i\n')).toContain('i');
    expect(labels('dim o = 3\nlet x[i in o] = i\nlet y = ‸\n')).not.toContain('i');
  });

  it('offers all quantities of a block to each of its lines, and no name where one is being made up', () => {
    const block = (line: string) =>
      `dim time = 3\nparam b ~ Beta(1, 1)\nlet {\n  S[t in time] = ${line}\n  I[t in time] = S[t] + b\n}\n`;
    for (const line of ['‸', 'if t == 1 then 1 else S[t - 1] - ‸', 'exp(‸', '1 + S[t - 1] * (‸'])
      expect(labels(block(line))).toEqual(expect.arrayContaining(['S', 'I', 'b', 't', 'exp']));
    expect(labels(block('I[‸'))).toEqual(expect.arrayContaining(['t', 'I']));
    expect(labels('dim time = 3\nlet {\n  ‸')).toEqual([]);
    expect(labels('dim time = 3\nlet {\n  S[t in time] = 1\n  ‸')).toEqual([]);
    expect(labels('dim time = 3\nlet {\n  S[t in time] = 1,\n  I[‸')).toEqual([]);
    expect(labels('dim time = 3\nlet {\n  S[t in time] = 1\n  I[t in ‸')).toEqual(['time']);
    expect(labels('dim time = 3\ndeterministic {\n  S[t in time] = 1\n  I[t in time] = ‸')).toContain('S');
    expect(labels('dim time = 3\nlet {\n  S[t in time] = 1\n}\nlet z = ‸')).toContain('S');
    const drawn = (line: string) =>
      `dim h = 3\nparam b ~ Beta(1, 1)\ndraw {\n  ${line}\n  v[i in h] ~ Normal(0, 1)\n}\n`;
    expect(labels(drawn('y[i in h] ~ Normal(‸'))).toEqual(expect.arrayContaining(['v', 'y', 'b', 'i']));
    expect(labels(drawn('y[i in h] ~ ‸'))).toContain('Normal');
    expect(labels('dim h = 3\ndraw {\n  ‸')).toEqual([]);
    const unknown = (line: string) =>
      `dim h = 3\nparam b ~ Beta(1, 1)\nparam {\n  ${line}\n  v[i in h]: real ~ Normal(0, 1)\n}\n`;
    expect(labels(unknown('y[i in h] ~ Normal(‸'))).toEqual(expect.arrayContaining(['v', 'y', 'b', 'i']));
    expect(labels(unknown('y[i in h] ~ ‸'))).toEqual(expect.arrayContaining(['Normal']));
    expect(labels('dim h = 3\nparam {\n  ‸')).toEqual([]);
    expect(labels('dim h = 3\nparam {\n  y[i in ‸')).toEqual(['h']);
    expect(labels('dim h = 3\nparam {\n  y[‸')).toEqual([]);
    expect(labels(unknown('y[i in h] ~ Normal(0, 1) in ‸'))).toContain('b');
    expect(labels(unknown('y[i in h]: ‸'))).toEqual([]);
    expect(labels('dim h = 3\ndraw {\n  y[i in ‸')).toEqual(['h']);
  });

  it('offers the clauses of a data block, its dimensions, and columns in a condition', () => {
    const head = 'dim home, county\ndata from "radon.csv" ';
    expect(labels(`${head}‸`)).toEqual(['by', 'where']);
    expect(labels(`${head}by ‸`)).toEqual(expect.arrayContaining(['home', 'county']));
    expect(labels(`${head}by county = ‸`)).toEqual(['column']);
    expect(labels(`${head}by county = column("‸")`)).toContain('county');
    expect(labels(`${head}by county = column("county") ‸`)).toEqual(['where']);
    expect(labels(`${head}where ‸`)).toEqual(
      expect.arrayContaining(['log_radon', 'basement', 'known', 'not']),
    );
    expect(labels(`${head}where known(‸)`)).toContain('log_radon');
    expect(labels(`${head}where known(log_radon) ‸`)).toEqual(['and', 'or']);
    expect(labels(`${head}where basement == 1 and ‸`)).toContain('log_radon');
    expect(labels(`${head}where basement >= ‸`)).not.toContain('known');
    expect(labels('data ‸')).toEqual(['from']);
    // Every item leaves a program that can be read.
    for (const label of ['log_radon', 'known', 'not'])
      expect(chosen(`${head}where ‸`, label)).toContain(`where ${label}`);
  });

  it('offers the keys of a long file', () => {
    const head =
      'dim home, county, other\ndata from "radon.csv" {\n  y : real?[county, home] = column("log_radon") ';
    expect(labels(`${head}‸`)).toContain('at');
    expect(chosen(`${head}‸`, 'at')).toContain('at (county, home)');
    expect(labels('dim home\ndata from "radon.csv" {\n  y : real?[home] ‸')).not.toContain('at');
    expect(labels(`${head}at (‸`)).toEqual(['home', 'county']);
    expect(labels(`${head}at (county, ‸)\n}`)).toEqual(['home']);
    expect(labels(`${head}at (county = ‸`)).toEqual(['column']);
    expect(labels(`${head}at (county = column("‸`)).toContain('basement');
  });

  it('declares a column that is named as a word of the language by another name', () => {
    const head = 'dim row\ndata from "words.csv" ';
    expect(chosen(`${head}{\n  ‸\n}`, 'if')).toContain('if_ : int[row] = column("if")');
    expect(chosen(`${head}where ‸`, 'if')).toContain('where column("if")');
  });

  it('offers the columns of the data file that no entry reads yet, as whole entries', () => {
    const text = radon.replace('  basement  : int[home] in 0..1\n', '  ‸\n');
    expect(labels(text)).toEqual(['basement', 'county', 'note']);
    expect(chosen(text, 'basement')).toContain('  basement : int[home]\n');
    expect(labels(radon.replace('column("county")', 'column("‸")'))).toEqual([
      'log_radon',
      'basement',
      'county',
      'note',
    ]);
  });

  it('offers a column of dates as days', () => {
    const s = snippet('dim row\ndata from "log.csv" { ‸ }', {
      'log.csv': 'when,n\n2020-02-29,1\n2020-03-01,\n',
    });
    const [when, n] = completions(s.document, s.position, session({ snippets: false }));
    expect([when.label, when.detail, when.textEdit?.newText]).toEqual([
      'when',
      'date, 2 different',
      'when : real[row] = days("when")',
    ]);
    expect(n.textEdit?.newText).toBe('n : int?[row]');
    const sources = labels('dim row\ndata from "radon.csv" { x : int[row] = ‸ }');
    expect(sources).toEqual(['column', 'columns', 'days', 'year', 'month', 'weekday']);
  });

  it('offers types and dimensions after a colon, constraints for a parameter', () => {
    const types = labels('dim home\ndata from "radon.csv" {\n  x : ‸\n}\n');
    expect(types).toEqual(expect.arrayContaining(['real', 'int?', 'home']));
    expect(labels('dim k = 3\nparam c[k] : ‸')).toEqual(expect.arrayContaining(['ordered', 'simplex']));
  });

  it('offers data after by, which is a name elsewhere', () => {
    const text = 'dim home, county\ndata from "a.csv" { g : county[home]  y : real[home] }\n';
    expect(labels(`${text}let s = sum(y by ‸)`)).toEqual(['g', 'y']);
  });
  it('offers dimensions in brackets of a declaration and after over and in', () => {
    expect(labels('dim k = 3\nparam c[‸')).toEqual(['k']);
    const sizes = 'dim row\ndata { grade : int[row] = [1, 3] }\ndim k = ';
    expect(labels(`${sizes}‸`).sort()).toEqual(['grade', 'max', 'min', 'size', 'sum']);
    expect(labels(`${sizes}max(‸`)).toEqual(['grade']);
    expect(labels(`${sizes}size(‸`)).toEqual(['row']);
    expect(labels('dim k = 3\nparam c[k] ~ Normal(0, 1)\nlet s = sum(c over ‸')).toEqual(['k']);
    expect(labels('dim k = 3\nlet s[i in ‸')).toEqual(['k']);
  });

  it('offers labels in an index, with and without quotes', () => {
    expect(chosen(`${radon}\nlet x = a[‸]`, 'Anoka')).toContain('let x = a["Anoka"]');
    expect(chosen(`${radon}\nlet x = a["An‸"]`, 'Anoka')).toContain('let x = a["Anoka"]');
  });

  it('offers data files and settings', () => {
    expect(labels('data from "‸"')).toEqual(['radon.csv', 'other.json', 'words.csv', 'spaces.csv']);
    expect(labels('sample { ‸ }')).toEqual(expect.arrayContaining(['draws', 'chains', 'target_accept']));
  });

  it('offers parameters where starting values are given', () => {
    const text = 'param mu ~ Normal(0, 1)\nparam tau ~ HalfNormal(1)\nlet x = mu\n';
    expect(labels('sample { ‸ }')).toContain('init');
    expect(labels(`${text}sample { init = { ‸ } }`)).toEqual(['mu', 'tau']);
    expect(labels(`${text}sample { init = { mu = 1, ‸ } }`)).toEqual(['mu', 'tau']);
  });

  it('offers quantities where what is kept is named', () => {
    const text = 'param mu ~ Normal(0, 1)\nlet x = mu\ndeterministic d = x\ndraw z ~ Normal(d, 1)\n';
    expect(labels('sample { ‸ }')).toContain('store');
    expect(labels(`${text}sample { store = [‸] }`)).toEqual(['mu', 'd', 'z']);
    expect(labels(`${text}sample { store = [mu, ‸], seed = 1 }`)).toEqual(['mu', 'd', 'z']);
  });

  it('offers no name where one is being made up', () => {
    expect(labels('param ‸')).toEqual([]);
    expect(labels('let ‸')).toEqual([]);
  });
});

describe('signature help', () => {
  const help = (text: string) => {
    const s = snippet(text);
    const found = signatureHelp(s.document, s.position);
    if (found === null) return null;
    const signature = found.signatures[found.activeSignature ?? 0];
    const range = signature.parameters?.[found.activeParameter ?? -1]?.label;
    return Array.isArray(range) ? signature.label.slice(...range) : signature.label;
  };

  it.each([
    ['param a ~ Gamma(‸', 'alpha'],
    ['param a ~ Gamma(1, ‸', 'beta'],
    ['param a ~ Gamma(mu = 1, sigma = ‸', 'sigma'],
    ['param a ~ Gamma(f(1, 2), ‸', 'beta'],
    ['let x = exp(‸', 'x'],
    ['param f[row] ~ HSGP(x, ‸', 'eta'],
    ['param f[row] ~ HSGP(x, 1, 1, m = ‸', 'm = …'],
    ['observe y ~ LinearGaussian(1, 1, ‸', 'Z'],
    ['draw s[t] ~ states(‸', 'y'],
    ['param u[3] ~ CAR(edges, ‸', 'alpha'],
    ['draw q[1] ~ GaussianConditional(k, k, ‸', 'K_old'],
    ['let b = bspline(x, ‸', 'knots'],
    ['let b = solve(a, ‸', 'b'],
    ['let b = kron(a, ‸', 'B'],
    ['let z = ode(f, 1, 0, t, ‸', 'args…'],
    ['let z = ode_stiff(f, 1, 0, t, rtol = 1e-8, max_steps = ‸', 'max_steps = …'],
    ['let z = ode(f, 1, 0, t, events = (1, ‸', 'events = …'],
    ['fun f(p, q) = p + q\nlet x = f(1, ‸', 'q'],
  ])('in %s marks %s', (text, argument) => expect(help(text)).toBe(argument));

  it('has nothing outside a call, in a comment, or for an unknown name', () => {
    expect(help('let x = ‸')).toBeNull();
    expect(help('let x = exp(1 # ‸')).toBeNull();
    expect(help('let x = nothing(‸')).toBeNull();
  });
});

describe('completion of settings', () => {
  it.each(['sample', 'advi', 'pathfinder'] as const)('offers what the checker knows in %s', (method) => {
    const known = settingsOfBlock(method)
      .filter(({ where }) => where !== 'later')
      .map(({ name }) => name);
    expect(labels(`${method} { ‸ }`)).toEqual(known);
    for (const name of known) {
      const text = chosen(`${method} { ‸ }`, name);
      expect(snippet(text).document.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  });

  it('offers the words that a setting may be', () => {
    const item = complete('sample { met‸ }').find(({ label }) => label === 'metric');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: placeholders of a snippet
    expect(item?.textEdit?.newText).toBe('metric = ${1|diag_grad,diag,low_rank,dense,auto|}');
    expect(chosen('sample { met‸ }', 'metric')).toBe('sample { metric = diag_grad }');
  });
});

describe('completion in a formula', () => {
  const head = `dim home, county
data from "radon.csv" { log_radon : real[home]  basement : int[home]  county_of : county[home] = column("county") }
`;
  const data = ['log_radon', 'basement', 'county_of'];

  it('offers data and outcomes left of ~, data and terms right of it', () => {
    expect(labels(`${head}formula "‸"`)).toEqual(expect.arrayContaining([...data, 'p', 'cens', 'weights']));
    expect(labels(`${head}formula "‸"`)).not.toContain('hsgp');
    const right = labels(`${head}formula "log_radon ~ ‸"`);
    expect(right).toEqual(
      expect.arrayContaining([...data, 's', 'hsgp', 'poly', 'mo', 'C', 'offset', '(1 | g)']),
    );
    expect(right).not.toContain('cens');
    expect(right).not.toContain('param');
  });

  it('keeps the text before the word', () => {
    const text = `${head}formula "log_radon ~ base‸"`;
    expect(chosen(text, 'basement')).toBe(`${head}formula "log_radon ~ basement"`);
    expect(chosen(`${head}formula "log_radon ~ 1 + po‸`, 'poly')).toMatch(/~ 1 \+ poly\(, 2\)$/);
  });

  it('offers groups behind |, data in a term, and then its settings', () => {
    expect(labels(`${head}formula "log_radon ~ (1 | ‸"`)).toEqual(['county_of']);
    expect(labels(`${head}formula "log_radon ~ s(‸"`).toSorted()).toEqual(data.toSorted());
    expect(labels(`${head}formula "log_radon ~ s(basement, ‸"`)).toEqual(['k =', 'by =']);
    expect(labels(`${head}formula "log_radon ~ hsgp(basement, m = 8, ‸"`)).toEqual([
      'c =',
      'kernel =',
      'by =',
      'share_cov =',
    ]);
    expect(labels(`${head}formula "log_radon ~ hsgp(basement, kernel = ‸"`)).toContain('matern52');
    expect(labels(`${head}formula "log_radon ~ (1 + base‸ | county_of)"`)).toContain('basement');
  });

  it('offers the columns of a file of its own, by the names that it has for them', () => {
    expect(labels('formula "‸" from "spaces.csv"')).toEqual(expect.arrayContaining(['y', 'Dose_mg']));
    expect(labels('formula "y ~ (1 | ‸)" family Normal from "spaces.csv"')).toEqual(['y', 'Dose_mg']);
    expect(labels('formula "y ~ x" ‸')).toEqual(['family', 'from', 'prior', 'sigma']);
    expect(labels('formula "y ~ x" from "‸"')).toEqual(expect.arrayContaining(['radon.csv', 'spaces.csv']));
    expect(labels('formula "y ~ Dose_mg" from "spaces.csv"\n  prior ‸')).toEqual(
      expect.arrayContaining(['Intercept', 'b', 'sigma']),
    );
  });

  it('offers family, links, other parameters and priors behind it', () => {
    const formula = `${head}formula "log_radon ~ basement"`;
    expect(labels(`${formula} ‸`)).toEqual(['family', 'prior', 'sigma']);
    expect(labels(`${formula} family ‸`)).toEqual(expect.arrayContaining(['Categorical', 'BetaBinomial']));
    expect(labels(`${formula} family ‸`)).not.toContain('Cauchy');
    expect(labels(`${formula} family Bernoulli(‸`)).toEqual(['link =']);
    expect(labels(`${formula} family Bernoulli(link = ‸`)).toEqual(['logit', 'probit', 'cloglog']);
    expect(labels(`${formula} family StudentT ‸`)).toEqual(['prior', 'nu', 'sigma']);
    expect(labels(`${formula} family StudentT\n  prior ‸`)).toEqual(
      expect.arrayContaining(['b', 'sigma', 'nu']),
    );
    expect(labels(`${formula}\n  prior b["‸"] ~ Normal(0, 1)`)).toEqual(['basement']);
    expect(labels(`${formula}\n  prior b ~ ‸`)).toContain('Normal');
    expect(labels(`${formula}\n  sigma ~ "‸"`)).toEqual(expect.arrayContaining(data));
    expect(labels(`${formula}\n‸`)).toEqual(expect.arrayContaining(['param', 'prior', 'family']));
  });
});
