/** Layouts of statements: each takes exactly the statement's own tokens from the cursor. */
import type {
  Assignment,
  DataEntry,
  DataStatement,
  DimArg,
  DistributionStatement,
  DrawStatement,
  FormulaParameter,
  FormulaPrior,
  FunParam,
  LetStatement,
  ObserveStatement,
  ParamStatement,
  SettingEntry,
  Statement,
  StringLiteral,
} from '../syntax/ast.ts';
import { unreachable } from '../unreachable.ts';
import { block } from './block.ts';
import { binder, expression, range, separated } from './expression.ts';
import { type Doc, group, hardline, line, nest, softline } from './pretty-printer.ts';
import type { Cursor } from './token-cursor.ts';

/** `pad` is the number of spaces before the `~` of a parameter, to align it with its neighbours. */
export function statement(cursor: Cursor, node: Statement, pad: number): Doc {
  switch (node.kind) {
    case 'model':
      return words(cursor, 2);
    case 'dim': {
      const word = cursor.take();
      const entries = separated(cursor, node.entries, ({ value }) => {
        const name = cursor.take();
        if (value === undefined) return name;
        const sign = cursor.take();
        return [name, ' ', sign, ' ', expression(cursor, value)];
      });
      return group(word, ' ', nest(entries));
    }
    case 'data':
      return data(cursor, node);
    case 'param':
      return [cursor.take(), ' ', param(cursor, node, pad)];
    case 'let':
    case 'deterministic': {
      const word = cursor.take();
      return [word, ' ', definition(cursor, node)];
    }
    case 'draw': {
      const word = cursor.take();
      return [word, ' ', drawn(cursor, node)];
    }
    case 'observe': {
      const word = cursor.take();
      const target =
        cursor.peek() === '('
          ? parenthesised(cursor, node.target)
          : node.target.kind === 'call'
            ? expression(cursor, node.target)
            : cursor.take();
      const indices = observedIndices(cursor, node);
      const sign = cursor.take();
      const distribution = expression(cursor, node.distribution);
      const weight: Doc =
        node.weight === undefined ? [] : [' ', cursor.take(), ' ', expression(cursor, node.weight)];
      return [word, ' ', target, indices, ' ', sign, ' ', distribution, weight];
    }
    case 'potential': {
      const head = words(cursor, 3);
      return [head, ' ', expression(cursor, node.value)];
    }
    case 'fun': {
      const head = words(cursor, 2);
      const open = cursor.take();
      const params = separated(cursor, node.params, (one) => funParam(cursor, one));
      const list = group(open, nest(softline, params), softline, cursor.take());
      const sign = cursor.take();
      return [head, list, ' ', sign, ' ', expression(cursor, node.body)];
    }
    case 'distribution':
      return distribution(cursor, node);
    case 'predict': {
      const head = words(cursor, 2);
      if (node.source !== undefined) return [head, ' ', words(cursor, 2)];
      return [head, ' ', assignments(cursor, node.assignments)];
    }
    case 'formula': {
      const head = words(cursor, 2);
      const sourceFirst = (node.source?.span.start ?? Infinity) < (node.family?.span.start ?? -Infinity);
      const source = (): Doc => (node.source === undefined ? [] : [' ', words(cursor, 2)]);
      const before = sourceFirst ? source() : [];
      const family: Doc = node.family === undefined ? [] : [' ', words(cursor, 2)];
      // `(link = logit)`: open, two words, sign, close.
      const link: Doc = node.link === undefined ? [] : [cursor.take(), words(cursor, 3), cursor.take()];
      const behind = sourceFirst ? [] : source();
      const lines = [...(node.parameters ?? []), ...(node.priors ?? [])];
      lines.sort((a, b) => a.span.start - b.span.start);
      return [head, before, family, link, behind, ...lines.map((one) => formulaLine(cursor, one))];
    }
    case 'settings': {
      const word = cursor.take();
      return [word, ' ', record(cursor, node.settings)];
    }
    case 'test': {
      const head = words(cursor, 2);
      return [head, ' ', record(cursor, node.values.entries)];
    }
    default:
      return unreachable(node);
  }
}

function definition(cursor: Cursor, { indices, value }: LetStatement): Doc {
  const name = cursor.take();
  const axes = brackets(cursor, indices, (one) => binder(cursor, one));
  const sign = cursor.take();
  const written = expression(cursor, value);
  // A choice begins on the next line where it takes more than one.
  if (value.kind === 'if') return [name, axes, ' ', sign, group(nest(line, written))];
  return [name, axes, ' ', sign, ' ', written];
}

function drawn(cursor: Cursor, node: DrawStatement): Doc {
  const name = cursor.take();
  const axes = [dims(cursor, node.dims), brackets(cursor, node.indices, (one) => binder(cursor, one))];
  const sign = cursor.take();
  return [name, axes, ' ', sign, ' ', expression(cursor, node.distribution)];
}

/** `let { a[t in d] = …  b[t in d] = … }`, `draw { a[t in d] ~ …  b[t in d] ~ … }` and `param { … }` */
export function together(cursor: Cursor, members: readonly Statement[]): Doc {
  const word = cursor.take();
  const lines = block(cursor, {
    entries: members,
    layout: (one) => {
      switch (one.kind) {
        case 'draw':
          return drawn(cursor, one);
        case 'param':
          return param(cursor, one, 0);
        case 'let':
        case 'deterministic':
          return definition(cursor, one);
        default:
          return [];
      }
    },
    widthOf: () => 0,
    inlineLimit: 1,
  });
  return [word, ' ', lines];
}

/** A line of its own below the formula. */
function formulaLine(cursor: Cursor, node: FormulaParameter | FormulaPrior): Doc {
  const isPrior = node.name.span.start > node.span.start;
  const head = words(cursor, isPrior ? 2 : 1);
  const hasElement = 'element' in node && node.element !== undefined;
  const element: Doc = hasElement ? [cursor.take(), cursor.take(), cursor.take()] : [];
  const sign = cursor.take();
  return nest(hardline, head, element, ' ', sign, ' ', expression(cursor, node.value));
}

/** The next tokens with single spaces between them. */
function words(cursor: Cursor, count: number): Doc {
  return Array.from({ length: count }, (_, i) => (i === 0 ? cursor.take() : [' ', cursor.take()]));
}

/** Parentheses around the observed target belong to the statement. */
function parenthesised(cursor: Cursor, target: Parameters<typeof expression>[1]): Doc {
  const open = cursor.take();
  const inner = expression(cursor, target);
  return group(open, nest(softline, inner), softline, cursor.take());
}

function brackets<Item>(cursor: Cursor, items: readonly Item[], layout: (item: Item) => Doc): Doc {
  if (items.length === 0) return [];
  const open = cursor.take();
  const inner = separated(cursor, items, layout);
  return group(open, nest(softline, inner), softline, cursor.take());
}

/** `[i in row where C]` */
function observedIndices(cursor: Cursor, { indices, where }: ObserveStatement): Doc {
  if (where === undefined) return brackets(cursor, indices, (one) => binder(cursor, one));
  const open = cursor.take();
  const inner = separated(cursor, indices, (one) => binder(cursor, one));
  const condition = [cursor.take(), ' ', expression(cursor, where)];
  return group(open, nest(softline, inner, line, condition), softline, cursor.take());
}

function dims(cursor: Cursor, args: readonly DimArg[]): Doc {
  return brackets(cursor, args, () => cursor.take());
}

function param(cursor: Cursor, node: ParamStatement, pad: number): Doc {
  const head = cursor.take();
  const axes =
    node.indices.length > 0
      ? brackets(cursor, node.indices, (one) => binder(cursor, one))
      : dims(cursor, node.dims);
  const parts: Doc[] = [head, axes];
  if (node.type !== undefined) {
    const colon = cursor.take();
    parts.push(colon, ' ', cursor.take());
  }
  const sign = cursor.take();
  parts.push(' '.repeat(pad + 1), sign, ' ', expression(cursor, node.prior));
  if (node.range !== undefined) {
    const word = cursor.take();
    parts.push(' ', word, ' ', range(cursor, node.range));
  }
  return parts;
}

function funParam(cursor: Cursor, node: FunParam): Doc {
  const name = cursor.take();
  if (node.type === undefined) return name;
  const colon = cursor.take();
  const type = cursor.take();
  return [name, colon, ' ', type, dims(cursor, node.dims)];
}

function distribution(cursor: Cursor, node: DistributionStatement): Doc {
  const head = words(cursor, 2);
  const open = cursor.take();
  const names = separated(cursor, node.params, () => cursor.take());
  const list = group(open, nest(softline, names), softline, cursor.take());
  const clauses: Doc[] = [' '];
  if (node.support !== undefined) {
    const word = cursor.take();
    clauses.push(word, ' ', range(cursor, node.support), ' ');
  }
  if (node.discrete !== undefined) clauses.push(cursor.take(), ' ');
  const lines = block(cursor, {
    entries: node.entries,
    layout: ({ argument, value }) => {
      const name = cursor.take();
      const of: Doc = argument === undefined ? [] : [cursor.take(), cursor.take(), cursor.take()];
      const sign = cursor.take();
      return [name, of, ' ', sign, ' ', expression(cursor, value)];
    },
    widthOf: () => 0,
    inlineLimit: 1,
  });
  return [head, list, clauses, lines];
}

function source(cursor: Cursor, literal: StringLiteral | undefined): Doc {
  return literal === undefined ? [] : [words(cursor, 2), ' '];
}

function data(cursor: Cursor, node: DataStatement): Doc {
  const word = cursor.take();
  const file = source(cursor, node.source);
  const clauses: Doc[] = [];
  if (node.by !== undefined) {
    clauses.push(words(cursor, 2), ' ');
    if (node.by.value !== undefined) {
      const sign = cursor.take();
      clauses.push(sign, ' ', expression(cursor, node.by.value), ' ');
    }
  }
  if (node.where !== undefined) {
    const where = cursor.take();
    clauses.push(where, ' ', expression(cursor, node.where), ' ');
  }
  const lines = block(cursor, {
    entries: node.entries,
    layout: (entry, pad) => dataEntry(cursor, entry, pad),
    widthOf: (entry) => entry.name.name.length,
    inlineLimit: 1,
  });
  return [word, ' ', file, clauses, lines];
}

function dataEntry(cursor: Cursor, node: DataEntry, pad: number): Doc {
  const name = cursor.take();
  const colon = cursor.take();
  const parts: Doc[] = [name, ' '.repeat(pad + 1), colon, ' ', cursor.take()];
  if (node.optional) parts.push(cursor.take());
  parts.push(dims(cursor, node.dims));
  if (node.range !== undefined) {
    const word = cursor.take();
    parts.push(' ', word, ' ', range(cursor, node.range));
  }
  if (node.value !== undefined) {
    const sign = cursor.take();
    parts.push(' ', sign, ' ', expression(cursor, node.value));
  }
  if (node.at !== undefined) {
    const word = cursor.take();
    const open = cursor.take();
    const keys = node.at.map(
      (key, i): Doc => [
        i === 0 ? [] : [cursor.take(), ' '],
        cursor.take(),
        key.value === undefined ? [] : [' ', cursor.take(), ' ', expression(cursor, key.value)],
      ],
    );
    parts.push(' ', word, ' ', open, ...keys, cursor.take());
  }
  return parts;
}

/** Settings, or the values of one. */
function record(cursor: Cursor, entries: readonly SettingEntry[]): Doc {
  return block(cursor, {
    entries,
    layout: ({ value }) => {
      const name = cursor.take();
      const sign = cursor.take();
      const stated = value.kind === 'record' ? record(cursor, value.entries) : expression(cursor, value);
      return [name, ' ', sign, ' ', stated];
    },
    widthOf: () => 0,
    inlineLimit: Number.POSITIVE_INFINITY,
  });
}

function assignments(cursor: Cursor, entries: readonly Assignment[]): Doc {
  return block(cursor, {
    entries,
    layout: (entry) => {
      const name = cursor.take();
      const sign = cursor.take();
      return [name, ' ', sign, ' ', expression(cursor, entry.value)];
    },
    widthOf: () => 0,
    inlineLimit: Number.POSITIVE_INFINITY,
  });
}
