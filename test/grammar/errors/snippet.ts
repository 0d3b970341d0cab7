/**
 * Snippets: small programs in a text file with the expected findings marked under the offending text.
 *
 *     ## a title
 *     param mu ~ Norml(0, 1)
 *     #          ^^^^^ unknown-name: did you mean `Normal`
 *     --- d.csv
 *     y
 *     1.5
 *
 * A line of carets marks a range of the line of program above it and names the code; text after a colon
 * must occur in the message. `#` may be left out, so that column 0 can be marked. `--- NAME` begins a data
 * file of that name, which ends at the next one or at the next title. Caret lines are not part of the text.
 */

import type { Analysis } from '../../../grammar/analysis.ts';
import { analyze } from '../../../grammar/analyze.ts';
import { withoutEchoes } from '../../../grammar/cascading-errors.ts';
import type { LoadedData } from '../../../grammar/data.ts';
import type { Diagnostic, Fix } from '../../../grammar/diagnostic.ts';
import { expandFormulas } from '../../../grammar/formula/expand-formulas.ts';
import type { Program } from '../../../grammar/syntax/ast.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { withFormulaData } from '../../../sampler/data/formula-data.ts';
import { loadData } from '../../../sampler/data/load.ts';
import type { LoadOptions } from '../../../sampler/data/load-options.ts';

export interface Expected {
  readonly code: string;
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

export interface Snippet {
  readonly title: string;
  readonly text: string;
  readonly files: ReadonlyMap<string, string>;
  readonly expected: readonly Expected[];
}

const caretLine = /^\s*#?\s*(\^+)\s+([a-z-]+)(?::\s*(.*))?$/;

export function readSnippets(source: string): readonly Snippet[] {
  return source
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const newline = part.indexOf('\n');
      const [body, ...files] = part.slice(newline + 1).split(/^--- /m);
      return {
        title: part.slice(0, newline).trim(),
        ...marked(body),
        files: new Map(
          files.map((file) => {
            const end = file.indexOf('\n');
            return [file.slice(0, end).trim(), file.slice(end + 1).replace(/\n+$/, '\n')] as const;
          }),
        ),
      };
    });
}

function marked(body: string): { readonly text: string; readonly expected: readonly Expected[] } {
  const expected: Expected[] = [];
  let text = '';
  let lineStart = 0;
  for (const line of body.replace(/\n+$/, '\n').split('\n')) {
    const match = caretLine.exec(line);
    if (match === null) {
      lineStart = text.length;
      text += `${line}\n`;
      continue;
    }
    const column = line.indexOf('^');
    expected.push({
      code: match[2],
      start: lineStart + column,
      end: lineStart + column + match[1].length,
      message: match[3] ?? '',
    });
  }
  return { text, expected };
}

export interface Outcome {
  readonly analysis: Analysis;
  readonly data: LoadedData;
  /** Of the parser, of the loader, of the analysis. */
  readonly diagnostics: readonly Diagnostic[];
}

export function examine(
  text: string,
  files: ReadonlyMap<string, string>,
  options: { readonly disabled?: ReadonlySet<string> } = {},
): Outcome {
  const { program: typed, diagnostics } = parse(text);
  const encoder = new TextEncoder();
  const loading: LoadOptions = {
    modelPath: '/models/snippet.bayes',
    readFile: (path) => {
      const content = files.get(path.replace('/models/', ''));
      return content === undefined ? { error: 'no such file' } : encoder.encode(content);
    },
  };
  const load = (of: Program) => loadData(of, loading);
  const { program: written, diagnostics: columnsOfFormula } = withFormulaData(typed, loading);
  const columns = load(written);
  const { program, diagnostics: formulas } = expandFormulas(written, columns);
  const data = program === written ? columns : load(program);
  const analysis = analyze(program, data, options);
  return {
    analysis,
    data,
    diagnostics: [
      ...diagnostics,
      ...columnsOfFormula,
      ...formulas,
      ...withoutEchoes(program, data.diagnostics),
      ...analysis.diagnostics,
    ],
  };
}

/** One line per finding, readable when a test fails: `3:12-17 unknown-name`. */
export function places(text: string, found: readonly (Expected | Diagnostic)[]): readonly string[] {
  return found
    .map((d) => {
      const { start, end } = 'span' in d ? d.span : d;
      const before = text.slice(0, start).split('\n');
      const column = before[before.length - 1].length;
      return `${String(before.length).padStart(3)}:${column}-${column + end - start} ${d.code} «${text.slice(start, end)}»`;
    })
    .sort();
}

export function applyFix(text: string, fix: Fix): string {
  const edits = [...fix.edits].sort((a, b) => b.span.start - a.span.start);
  return edits.reduce((t, { span, newText }) => t.slice(0, span.start) + newText + t.slice(span.end), text);
}
