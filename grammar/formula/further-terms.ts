/** Lines `sigma ~ x` behind a formula: the terms of other parameters of the family. */
import { distributions } from '../distributions/index.ts';
import type { Span } from '../span.ts';
import type { FormulaStatement, Program } from '../syntax/ast.ts';
import type { Family } from './families.ts';
import { parseTerms } from './formula-text.ts';
import type { TermDesign } from './statements.ts';
import { termDesign } from './term-design.ts';

/** By the names of the parameters. */
export function furtherTerms(
  program: Program,
  statement: FormulaStatement,
  of: {
    readonly familyName: string;
    readonly family: Family | undefined;
    /** Those of the family, and the predictors of its categories. */
    readonly parameters: readonly string[];
    readonly termsAt: (start: number) => Parameters<typeof termDesign>[2];
  },
  report: (span: Span, message: string) => void,
): ReadonlyMap<string, TermDesign> {
  const found = new Map<string, TermDesign>();
  const { parameters } = of;
  for (const { name: ident, value } of statement.parameters ?? []) {
    const { name } = ident;
    if (of.family === undefined) continue;
    if (!parameters.includes(name)) {
      const expected =
        parameters.length === 0
          ? 'it has none but its mean'
          : `expected ${parameters.map((one) => `\`${one}\``).join(' or ')}`;
      report(
        ident.span,
        `\`${of.familyName}\` has no parameter \`${name}\` with terms of its own: ${expected}`,
      );
      continue;
    }
    if (found.has(name)) {
      report(ident.span, `\`${name}\` has two lines of terms: write them as one sum`);
      continue;
    }
    if (value.kind === 'call' && distributions.has(value.callee.name)) {
      report(
        value.span,
        `\`${value.callee.name}\` is a distribution, where terms are expected: a prior is \`prior ${name} ~ …\``,
      );
      continue;
    }
    const quoted = value.kind === 'string';
    const text = quoted ? value.value : (program.text ?? '').slice(value.span.start, value.span.end);
    const start = value.span.start + Number(quoted);
    const parsed = parseTerms(text);
    if (parsed.kind === 'error') {
      const { at, length, message } = parsed.error;
      report({ start: start + at, end: start + at + length }, message);
    } else found.set(name, termDesign(parsed.formula, text, of.termsAt(start)));
  }
  return found;
}
