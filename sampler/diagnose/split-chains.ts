/** Chains that agree in groups, and not together, lie in different modes: which, and what can be done about it. */
import type { Program } from '../../grammar/syntax/ast.ts';
import type { Draws } from '../draws/draws.ts';
import { listed } from '../report/listed.ts';
import type { Diagnostics, SampleSettings, SummaryRow } from '../report/sample-report.ts';
import { upperFirst } from '../report/upper-first.ts';
import { modesOfChains } from './mode-clusters.ts';

interface SplitRun {
  readonly program: Program;
  readonly draws: Draws;
  readonly rows: readonly SummaryRow[];
  readonly settings: Pick<SampleSettings, 'method'>;
}

/** Says so where R-hat fails. */
export function withSplit(diagnostics: Diagnostics, run: SplitRun): Diagnostics {
  if (diagnostics.reasons.every(({ code }) => code !== 'r-hat')) return diagnostics;
  const modes = modesOfChains(run.draws, run.rows);
  if (modes === null) return diagnostics;
  const nextStep = `${groupsInWords(modes)}, ${CHOOSE}${weighable(run) ? WEIGH : ''}`;
  const reasons = diagnostics.reasons.map((reason) =>
    reason.code === 'r-hat' ? { ...reason, nextStep } : reason,
  );
  return { ...diagnostics, reasons };
}

const CHOOSE =
  'and more draws do not join them. If only one makes sense, rule the others out by a prior or an order';
const WEIGH =
  '; if each does, `bayes sample --modes weigh` weighs them by how well each predicts what is observed';

/** Weights are of predictions; the walk of Metropolis may be slow within one mode. */
function weighable({ program, settings }: SplitRun): boolean {
  return (settings.method ?? 'nuts') === 'nuts' && program.statements.some(({ kind }) => kind === 'observe');
}

/** `Chains 1 and 3 lie in one mode, chain 2 in another`. */
function groupsInWords(modes: readonly (readonly number[])[]): string {
  const groups = modes.map((chains, i) => {
    const numbers = chains.map((chain) => chain + 1);
    const who = `${numbers.length === 1 ? 'chain' : 'chains'} ${listed(numbers)}`;
    return i === 0 ? `${who} ${numbers.length === 1 ? 'lies' : 'lie'} in one mode` : `${who} in another`;
  });
  return upperFirst(groups.join(', '));
}
