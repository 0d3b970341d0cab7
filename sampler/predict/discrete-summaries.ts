/**
 * Quantities that are computed from `prob(z)` or `viterbi(z)`: of the observed values as well as of the draw, so that
 * they say nothing where observed values are not known.
 */
import type { Program } from '../../grammar/syntax/ast.ts';
import { walk } from '../../grammar/syntax/walk.ts';

const SUMMARIES: ReadonlySet<string> = new Set(['prob', 'viterbi']);

/** Names, in order of declaration; none where nothing is observed. */
export function discreteSummaries({ statements }: Program): readonly string[] {
  if (!statements.some(({ kind }) => kind === 'observe')) return [];
  const found = new Set<string>();
  for (const statement of statements) {
    if (statement.kind !== 'deterministic' && statement.kind !== 'let') continue;
    let uses = false;
    walk(statement, (node) => {
      if (!('kind' in node)) return true;
      if (node.kind === 'call' && SUMMARIES.has(node.callee.name)) uses = true;
      if (node.kind === 'name' && found.has(node.name)) uses = true;
      return true;
    });
    if (uses) found.add(statement.name.name);
  }
  return statements.flatMap((s) =>
    s.kind === 'deterministic' && found.has(s.name.name) ? [s.name.name] : [],
  );
}

/** Empty where nothing is left out. @param why there are no observed values to compute them from */
export function leftOutText(names: readonly string[], why: string): string {
  if (names.length === 0) return '';
  const list = names.map((name) => `\`${name}\``).join(', ');
  return `Left out: ${list}; \`prob\` and \`viterbi\` are computed given the observed values, ${why}\n`;
}
