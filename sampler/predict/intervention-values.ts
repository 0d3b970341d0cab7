/** `--set treated=1`: the fitted rows with some data changed, as new values. */
import type { LoadedData } from '../../grammar/data.ts';
import type { Span } from '../../grammar/span.ts';
import type { Assignment, Expr, Program } from '../../grammar/syntax/ast.ts';
import { dataEntries } from './observed-data.ts';
import type { NewValues } from './replaced-data.ts';

type SetValues =
  | { readonly kind: 'ok'; readonly values: NewValues }
  | { readonly kind: 'problem'; readonly message: string };

/** Labels that a message lists. */
const MOST_LABELS = 12;

/** @param texts each `name=value`: a number, a label, or a list as in JSON. @param flag that they were given by */
export function setValues(
  program: Program,
  data: LoadedData,
  texts: readonly string[],
  flag = '--set',
): SetValues {
  const wrong = (text: string, message: string): SetValues => ({
    kind: 'problem',
    message: `${flag} ${text}: ${message}`,
  });
  const entries = dataEntries(program);
  const assignments = new Map<string, Assignment>();
  for (const text of texts) {
    const [, name, written] = /^\s*([^=\s]+)\s*=\s*(.+?)\s*$/s.exec(text) ?? [];
    if (name === undefined) return wrong(text, `expected NAME=VALUE, such as \`${flag} treated=1\``);
    const entry = entries.find((one) => one.name.name === name);
    if (entry === undefined) {
      const known = entries.map((one) => `\`${one.name.name}\``).join(', ');
      return wrong(text, `the model has no datum \`${name}\`; it has ${known}`);
    }
    if (assignments.has(name)) return wrong(text, `\`${name}\` is set twice`);
    const { span } = entry.name;
    const isLabel = data.arrays.get(name)?.labelsOf != null;
    const value = parseValue(written, span, isLabel);
    if (value === null)
      return wrong(
        text,
        `expected ${isLabel ? 'a label' : 'a number'}, or a list such as [0, 1], found "${written}"`,
      );
    const unknown = flag === '--set' ? unknownLabel(data, name, value) : null;
    if (unknown !== null) return wrong(text, unknown);
    assignments.set(name, { name: entry.name, value, span });
  }
  return {
    kind: 'ok',
    values: { kind: 'values', assignments: [...assignments.values()], span: program.span, sameRows: true },
  };
}

/** Rows of the fit keep their labels: what is wrong with the first that is none of them, or null. */
export function unknownLabel(data: LoadedData, name: string, value: Expr): string | null {
  const dim = data.arrays.get(name)?.labelsOf;
  const labels = data.dims.get(dim ?? '')?.labels;
  if (labels === undefined) return null;
  if (value.kind === 'list')
    return value.elements.map((one) => unknownLabel(data, name, one)).find((found) => found !== null) ?? null;
  if (value.kind !== 'string' || labels.includes(value.value)) return null;
  const known = labels.slice(0, MOST_LABELS).join(', ');
  const more = labels.length > MOST_LABELS ? `, and ${labels.length - MOST_LABELS} more` : '';
  return `"${value.value}" is no label of \`${dim}\`; its labels are ${known}${more}`;
}

/** In a list, where JSON has no word for it. */
const bareInfinity = /(?<![\w"-])-?inf(?![\w"])/g;

function parseValue(written: string, span: Span, isLabel: boolean): Expr | null {
  if (!written.startsWith('[')) return scalar(written, span, isLabel);
  try {
    return listed(JSON.parse(written.replace(bareInfinity, '"$&"')), span, isLabel);
  } catch {
    return null;
  }
}

function listed(value: unknown, span: Span, isLabel: boolean): Expr | null {
  if (!Array.isArray(value)) return scalar(String(value), span, isLabel);
  const elements = value.map((element) => listed(element, span, isLabel));
  if (elements.includes(null)) return null;
  return { kind: 'list', elements: elements.filter((element) => element !== null), span };
}

function scalar(written: string, span: Span, isLabel: boolean): Expr | null {
  const number = Number(written);
  if (written.trim() !== '' && Number.isFinite(number)) {
    const literal: Expr = {
      kind: 'number',
      value: Math.abs(number),
      isInteger: Number.isInteger(number),
      span,
    };
    return number < 0 ? { kind: 'unary', op: '-', operand: literal, span } : literal;
  }
  const [, sign] = isLabel ? [] : (/^(-?)inf$/.exec(written.trim()) ?? []);
  if (sign !== undefined) {
    const infinity: Expr = { kind: 'name', name: 'inf', span };
    return sign === '-' ? { kind: 'unary', op: '-', operand: infinity, span } : infinity;
  }
  if (isLabel) return { kind: 'string', value: written.replace(/^"(.*)"$/s, '$1'), span };
  if (written === 'true' || written === 'false') return { kind: 'bool', value: written === 'true', span };
  return null;
}
