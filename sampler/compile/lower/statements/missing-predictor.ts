/** A datum with missing values that is used but not observed: the diagnostic and its two fixes. */
import type { DataArray } from '../../../../grammar/data.ts';
import type { Diagnostic, Fix } from '../../../../grammar/diagnostic.ts';
import type { Span } from '../../../../grammar/span.ts';
import type { DataEntry, DataStatement, Program } from '../../../../grammar/syntax/ast.ts';
import { missingPositions } from './imputed.ts';

export function missingPredictor(datum: DataArray, program: Program, span: Span): Diagnostic {
  const { name, values } = datum;
  const block = program.statements.find(
    (s): s is DataStatement => s.kind === 'data' && s.entries.some((entry) => entry.name.name === name),
  );
  const entry = block?.entries.find((one) => one.name.name === name);
  const count = missingPositions(datum).length;
  const condition = entry === undefined ? '' : `known(${columnText(entry)})`;
  const file = block?.source?.value;
  const filter =
    file === undefined
      ? 'or leave those rows out of the data'
      : `or leave its rows out, as in \`data from ${JSON.stringify(file)} where ${condition} { … }\``;
  const model =
    datum.element === 'int' ? 'declare the column `real?` and model it, as in' : 'model the column, as in';
  const message = `${name} has missing values (${count} of ${values.length}) and is used, but no observe statement says how they are distributed: ${model} \`observe ${name} ~ Normal(mu_${name}, sigma_${name})\`, ${filter}`;
  const fixes: Fix[] = [];
  if (block !== undefined && datum.element === 'real') fixes.push(modelColumn(datum, block, program));
  if (block?.source !== undefined && entry !== undefined) fixes.push(leaveOut(block, condition));
  return { code: 'data-missing', severity: 'error', message, span, fixes };
}

function columnText({ name, value }: DataEntry): string {
  if (value?.kind !== 'call') return name.name;
  const [arg] = value.args;
  return arg?.value.kind === 'string' ? `column(${JSON.stringify(arg.value.value)})` : name.name;
}

/** Inserted after the data block, so that its parameters are declared before their uses. */
function modelColumn({ name, values }: DataArray, block: DataStatement, program: Program): Fix {
  const known = [...values].filter((value) => !Number.isNaN(value));
  const mean = known.reduce((a, b) => a + b, 0) / Math.max(1, known.length);
  const variance = known.reduce((a, b) => a + (b - mean) ** 2, 0) / Math.max(1, known.length - 1);
  const short = (value: number) => String(Number(value.toPrecision(2)));
  const spread = variance > 0 ? Math.sqrt(variance) : 1;
  const [mu, sigma] = [`mu_${name}`, `sigma_${name}`].map((wanted) => unused(wanted, program));
  const newText = `\nparam ${mu} ~ Normal(${short(mean)}, ${short(spread)})\nparam ${sigma} ~ HalfNormal(${short(2 * spread)})\nobserve ${name} ~ Normal(${mu}, ${sigma})`;
  const at = { start: block.span.end, end: block.span.end };
  return {
    title: `Model \`${name}\`: \`observe ${name} ~ Normal(${mu}, ${sigma})\``,
    edits: [{ span: at, newText }],
  };
}

function unused(wanted: string, program: Program): string {
  const words = new Set((program.text ?? '').match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []);
  let name = wanted;
  for (let i = 2; words.has(name); i++) name = `${wanted}${i}`;
  return name;
}

function leaveOut({ source, by, where }: DataStatement, condition: string): Fix {
  const title = `Leave its rows out: \`where ${condition}\``;
  if (where !== undefined) {
    // Parentheses, since `or` binds less than `and`.
    const open = { span: { start: where.span.start, end: where.span.start }, newText: '(' };
    const close = { span: { start: where.span.end, end: where.span.end }, newText: `) and ${condition}` };
    return { title, edits: [open, close] };
  }
  const end = by?.span.end ?? source?.span.end ?? 0;
  return { title, edits: [{ span: { start: end, end }, newText: ` where ${condition}` }] };
}
