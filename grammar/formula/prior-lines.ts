/** Lines `prior NAME ~ D` and `prior b["x"] ~ D` behind a formula. */
import type { Span } from '../span.ts';
import type { CallExpr, FormulaStatement, Program } from '../syntax/ast.ts';
import type { PriorLine } from './statements.ts';

export function priorLines(
  program: Program,
  statement: FormulaStatement,
  {
    unknowns,
    effects,
  }: { readonly unknowns: readonly string[]; readonly effects: ReadonlyMap<string, readonly string[]> },
  report: (span: Span, message: string) => void,
): readonly PriorLine[] {
  return (statement.priors ?? []).map((line) => {
    const source = (span: Span) => (program.text ?? '').slice(span.start, span.end);
    const normal = normalOf(line.value.kind === 'call' ? line.value : null, source);
    const { element } = line;
    if (!unknowns.includes(line.name.name))
      report(
        line.span,
        `the formula has no unknown \`${line.name.name}\`: expected ${unknowns.map((name) => `\`${name}\``).join(', ')}`,
      );
    if (element !== undefined) {
      const own = effects.get(line.name.name);
      if (own === undefined)
        report(
          line.span,
          `\`prior\` of one element is there for \`b\` alone: write \`prior ${line.name.name} ~ …\``,
        );
      else if (!own.includes(element.value))
        report(
          element.span,
          `\`${line.name.name}\` has no effect \`${element.value}\`: expected ${own.map((name) => `\`${name}\``).join(', ')}`,
        );
      else if (normal === null)
        report(
          line.value.span,
          'the prior of one effect is a `Normal`; `prior b ~ …` takes any distribution, for all of them',
        );
    }
    return {
      name: line.name.name,
      text: source(line.value.span),
      ...(element === undefined ? {} : { element: element.value }),
      ...(normal === null ? {} : { normal }),
    };
  });
}

function normalOf(call: CallExpr | null, source: (span: Span) => string): PriorLine['normal'] | null {
  if (call?.callee.name !== 'Normal') return null;
  const argument = (name: string, at: number) =>
    call.args.find((arg, i) => (arg.name === undefined ? i === at : arg.name.name === name))?.value.span;
  const mu = argument('mu', 0);
  const sigma = argument('sigma', 1);
  return { mu: mu === undefined ? '0' : source(mu), sigma: sigma === undefined ? '1' : source(sigma) };
}
