import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { diagnose, type ProgramCheck, replace } from './check.ts';

export const oneChain: ProgramCheck = {
  code: 'one-chain',
  severity: 'hint',
  title: 'One chain only',
  doc: 'R-hat compares chains: a single one cannot show that it missed a part of the posterior. The diagnostics ask for four.',
  find: checkOneChain,
};

function checkOneChain({ program }: Analysis): readonly Diagnostic[] {
  return program.statements.flatMap((statement) => {
    if (statement.kind !== 'settings' || statement.method !== 'sample') return [];
    const chains = statement.settings.find((s) => s.name.name === 'chains');
    if (chains?.value.kind !== 'number' || chains.value.value !== 1) return [];
    return [
      diagnose(
        oneChain,
        chains.value.span,
        'one chain cannot show whether it converged: R-hat compares several; use at least 4',
        { fixes: [replace('Change to 4 chains', chains.value.span, '4')] },
      ),
    ];
  });
}
