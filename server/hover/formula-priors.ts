/** The priors of a formula with their numbers: what `2.5 * sd(y) / sd(x)` is for these data. */
import { formulaStatements } from '../../grammar/formula/expand-formulas.ts';
import type { CallExpr, Expr, ParamStatement } from '../../grammar/syntax/ast.ts';
import { parse } from '../../grammar/syntax/parse.ts';
import { recordSummaries } from '../../sampler/compile/lower/data-summaries.ts';
import { lower } from '../../sampler/compile/lower/lower.ts';
import { withFormulaData } from '../../sampler/data/formula-data.ts';
import { evaluateExpression } from '../../sampler/distributions/evaluate-expression.ts';
import { loadOptions, type ModelDocument } from '../documents.ts';

/** Markdown, a line for each; undefined where the formula, or the data that it needs, has mistakes. */
export function formulaPriors({ text, data, program, reader }: ModelDocument): string | undefined {
  const { program: written } = withFormulaData(parse(text.getText()).program, loadOptions(reader, new Map()));
  const formula = written.statements.find((statement) => statement.kind === 'formula');
  if (formula?.kind !== 'formula') return undefined;
  const found = formulaStatements(written, formula, data);
  if (found.kind === 'error') return undefined;
  const source = found.text.join('\n');
  const made = parse(source).program.statements;
  const statements = [
    ...program.statements.filter(({ expanded, kind }) => expanded !== true || kind === 'data'),
    ...made,
  ];
  const summaries = recordSummaries(new Set(), new Set());
  lower({ ...program, statements }, data, { summaries });
  const numbers = new Map([...summaries.recorded].map(([site, [first]]) => [site, first?.values[0]]));
  const textOf = (expr: Expr) => source.slice(expr.span.start, expr.span.end);
  const rows = made.flatMap((statement) => {
    if (statement.kind !== 'param') return [];
    const { prior } = statement;
    if (prior.kind !== 'call') return [[statement.name.name, textOf(prior)]];
    const elements = elementsOf(statement, prior, data.dims);
    return elements.map(({ name, at }) => [name, callText(prior, at)]);
  });
  function callText(call: CallExpr, at: number): string {
    const args = call.args.map(({ name, value }) => {
      const own = value.kind === 'list' ? (value.elements[at] ?? value) : value;
      const known = withNumbers(own);
      const evaluated = known === undefined ? undefined : evaluateExpression(known, new Map());
      const number =
        evaluated?.kind === 'ok' && typeof evaluated.value === 'number' ? evaluated.value : undefined;
      const shown = number === undefined ? textOf(own) : String(Number(number.toPrecision(3)));
      return name === undefined ? shown : `${name.name} = ${shown}`;
    });
    return `${call.callee.name}(${args.join(', ')})`;
  }
  /** The expression with its summaries of the data as numbers; undefined where one is unknown. */
  function withNumbers(expr: Expr): Expr | undefined {
    switch (expr.kind) {
      case 'call': {
        const value = numbers.get(expr);
        if (value !== undefined) return { kind: 'number', value, isInteger: false, span: expr.span };
        const args = expr.args.flatMap((arg) => {
          const known = withNumbers(arg.value);
          return known === undefined ? [] : [{ ...arg, value: known }];
        });
        return args.length < expr.args.length ? undefined : { ...expr, args };
      }
      case 'binary': {
        const [left, right] = [withNumbers(expr.left), withNumbers(expr.right)];
        return left === undefined || right === undefined ? undefined : { ...expr, left, right };
      }
      default:
        return expr;
    }
  }
  const lines = rows.map(([name, prior]) => `${name} ~ ${prior}`);
  return ['```bayes', ...lines, '```'].join('\n');
}

/** One element per label where an argument has a list of them, otherwise the whole. */
function elementsOf(
  { name, dims }: ParamStatement,
  prior: CallExpr,
  infos: ModelDocument['data']['dims'],
): readonly { readonly name: string; readonly at: number }[] {
  const [dim] = dims;
  const labels = dim?.kind === 'dimName' ? infos.get(dim.name)?.labels : undefined;
  if (dims.length !== 1 || labels === undefined || prior.args.every(({ value }) => value.kind !== 'list'))
    return [{ name: name.name, at: 0 }];
  return labels.map((label, at) => ({ name: `${name.name}["${label}"]`, at }));
}
