/** A distribution or a built-in function in words: how to call it, its arguments, its formula. */
import type { Distribution } from '../../grammar/distributions/distribution.ts';
import { distributions } from '../../grammar/distributions/index.ts';
import { signatureTexts } from '../../grammar/distributions/lookup.ts';
import { modifiers } from '../../grammar/distributions/modifiers.ts';
import { shownArguments } from '../../grammar/distributions/over.ts';
import { signatureText } from '../../grammar/functions/function.ts';
import { functions } from '../../grammar/functions/index.ts';
import { domainWords } from '../domain-text.ts';

/** Markdown about a built-in name; undefined for other names. */
export function builtinText(name: string): string | undefined {
  const distribution = distributions.get(name);
  if (distribution !== undefined) return distributionText(distribution);
  const modifier = modifiers.get(name);
  if (modifier !== undefined) return [code(modifier.signatures), modifier.doc].join('\n\n');
  const fn = functions.get(name);
  if (fn === undefined) return undefined;
  const args = fn.signatures.flat().filter(({ doc }) => doc !== '');
  const unique = [...new Map(args.map((a) => [a.name, a])).values()];
  return [
    code(fn.signatures.map((signature) => signatureText(fn, signature))),
    fn.doc,
    unique.map((a) => `- \`${a.name}\`: ${a.doc}`).join('\n'),
    `Gives ${fn.result}.`,
  ].join('\n\n');
}

/** Markdown about an argument by its name; undefined for other names. */
export function argumentText(callee: string, name: string): string | undefined {
  const distribution = distributions.get(callee);
  const lists = distribution ? shownArguments(distribution) : (functions.get(callee)?.signatures ?? []);
  const doc = lists.flat().find((argument) => argument.name === name)?.doc;
  return doc === undefined || doc === '' ? undefined : `\`${name}\` of \`${callee}\`: ${doc}`;
}

function distributionText(distribution: Distribution): string {
  const lists = shownArguments(distribution);
  const unique = [...new Map(lists.flat().map((a) => [a.name, a])).values()];
  return [
    code(signatureTexts(distribution)),
    distribution.doc,
    unique.map((a) => `- \`${a.name}\` (${domainWords(a.domain)}): ${a.doc}`).join('\n'),
    `Support: ${supportText(distribution)}. As an expression of the language, the log density is`,
    code([distribution.logDensity]),
  ].join('\n\n');
}

export function supportText({ support, type }: Distribution): string {
  switch (support.kind) {
    case 'interval': {
      const { lower, upper } = support;
      if (lower === undefined && upper === undefined) return 'every real number';
      if (upper === undefined) return lower === '0' ? 'positive numbers' : `numbers above ${lower}`;
      return lower === undefined ? `numbers below ${upper}` : `numbers between ${lower} and ${upper}`;
    }
    case 'integers': {
      const { lower, upper } = support;
      if (lower === undefined && upper === undefined) return 'every integer';
      if (upper === undefined) return lower === '0' ? 'counts 0, 1, 2, …' : `integers from ${lower}`;
      return `integers from ${lower ?? '−∞'} to ${upper}`;
    }
    case 'circle':
      return 'angles from −π to π';
    case 'simplex':
      return 'vectors of positive numbers that sum to one';
    case 'vector':
      return type === 'discrete' ? 'vectors of integers' : 'vectors of real numbers';
    case 'sumToZero':
      return 'vectors that sum to zero';
    case 'countVector':
      return 'vectors of counts';
    case 'choleskyCorr':
      return 'Cholesky factors of correlation matrices';
    case 'corr':
      return 'correlation matrices';
    case 'cov':
      return 'covariance matrices';
  }
}

function code(lines: readonly string[]): string {
  return `\`\`\`bayes\n${lines.join('\n')}\n\`\`\``;
}
