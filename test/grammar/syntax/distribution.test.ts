/** `distribution` begins a statement where a name follows; its lines are `logpdf(x) = …` and `draw = …`. */
import { expect, it } from 'vitest';
import { formatProgram } from '../../../grammar/format/format.ts';
import { parse } from '../../../grammar/syntax/parse.ts';

const statementsOf = (text: string) => {
  const { program, diagnostics } = parse(text);
  expect(diagnostics).toEqual([]);
  return program.statements;
};

it('has a name, arguments, a support and lines', () => {
  const [hurdle, count, open] = statementsOf(
    'distribution H(p, mu) in 0.. { logpdf(x) = p * x draw = mu }\ndistribution K(n) in 0..n - 1 discrete { logpdf(k) = k }\ndistribution O() { logpdf(x) = x }',
  );
  expect(hurdle).toMatchObject({
    kind: 'distribution',
    name: { name: 'H' },
    params: [{ name: 'p' }, { name: 'mu' }],
    support: { lo: { value: 0 } },
    entries: [
      { name: { name: 'logpdf' }, argument: { name: 'x' } },
      { name: { name: 'draw' }, value: { name: 'mu' } },
    ],
  });
  expect(hurdle).not.toHaveProperty('discrete');
  expect(count).toMatchObject({ support: { hi: { op: '-' } }, discrete: { name: 'discrete' } });
  expect(statementsOf('distribution K() in 0.. discrete { logpdf(k) = k }')[0]).toMatchObject({
    support: { lo: { value: 0 } },
    discrete: { name: 'discrete' },
  });
  expect(open).not.toHaveProperty('support');
});

it('is a name where no statement can begin', () => {
  const text =
    'dim distribution\ndata { y : real[distribution] = [1] }\nlet s = sum(y over distribution)\nlet discrete = 2\nlet t = discrete + s\n';
  expect(statementsOf(text).map(({ kind }) => kind)).toEqual(['dim', 'data', 'let', 'let', 'let']);
});

it('may stand beside other statements on a line', () => {
  const text = 'param m ~ Normal(0, 1) distribution D() { logpdf(x) = x draw = 1 } draw z ~ D()';
  expect(statementsOf(text).map(({ kind }) => kind)).toEqual(['param', 'distribution', 'draw']);
});

it('is formatted with a line for each of its lines', () => {
  const text =
    'distribution  K( n,p )  in 0 .. n  discrete{\n# mass\nlogpdf( k )=k*log(p) # of k\ndraw=floor( n*uniform( ) )}\ndistribution D(m){logpdf(x)=x-m}\n';
  const formatted = `distribution K(n, p) in 0..n discrete {
  # mass
  logpdf(k) = k * log(p)  # of k
  draw = floor(n * uniform())
}
distribution D(m) { logpdf(x) = x - m }
`;
  expect(formatProgram(text).text).toBe(formatted);
  expect(formatProgram(formatted).text).toBe(formatted);
});
