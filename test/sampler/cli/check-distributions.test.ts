/** `bayes check --distributions FILE`: results at their lines, and the exit code. */
import { expect, test } from 'vitest';
import { bayes } from '../../bayes-command.ts';
import { useWorkspace } from './workspace.ts';

const here = useWorkspace();
const model = (density: string) => `distribution Ramp(top) in 0..top {
  logpdf(x) = ${density}
  draw = top * sqrt(uniform())
}
param a ~ Ramp(3)
data { y : real = 1 }
observe y ~ Normal(a, 1)
`;

test('says what passes and what does not', async () => {
  here.write('right.bayes', model('log(2 * x / top^2)'));
  here.write('wrong.bayes', model('log(x / top^2)'));
  const right = await bayes(['check', '--distributions', 'right.bayes'], here.folder());
  expect(right).toEqual({
    code: 0,
    stdout:
      'right.bayes:1:14: hint distribution-test `Ramp` integrates to 1, and 100000 draws agree with its density, at 1 choice of its arguments\n',
    stderr: '',
  });
  const wrong = await bayes(['check', '--distributions', 'wrong.bayes', '--format', 'json'], here.folder());
  expect(wrong.code).toBe(1);
  const { diagnostics, distributions } = JSON.parse(wrong.stdout) as {
    diagnostics: readonly { code: string; message: string; range: { start: { line: number } } }[];
    distributions: readonly object[];
  };
  expect(diagnostics).toMatchObject([{ code: 'distribution-test', range: { start: { line: 0 } } }]);
  expect(diagnostics[0].message).toMatch(/integrates to 0\.5 at top = 3/);
  expect(distributions).toMatchObject([{ name: 'Ramp', passes: false, places: [{ args: { top: 3 } }] }]);
  const without = await bayes(['check', 'wrong.bayes'], here.folder());
  expect(without).toMatchObject({ code: 0, stdout: 'wrong.bayes: no problems\n' });
});
