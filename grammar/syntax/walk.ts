/** Generic traversal of the syntax tree. */
import { unreachable } from '../unreachable.ts';
import type {
  Arg,
  Assignment,
  Binder,
  DataEntry,
  DimArg,
  DimEntry,
  DistributionEntry,
  Expr,
  FormulaParameter,
  FormulaPrior,
  FormulaStatement,
  FunParam,
  Ident,
  JoinKey,
  Node,
  Program,
  Range,
  RecordValue,
  SettingEntry,
  Statement,
} from './ast.ts';

/** Any node of the tree except the program and its comments. */
export type AnyNode =
  | Statement
  | Expr
  | Range
  | DimArg
  | Ident
  | DimEntry
  | DataEntry
  | JoinKey
  | Binder
  | FunParam
  | DistributionEntry
  | Assignment
  | SettingEntry
  | RecordValue
  | Arg;

/** The nodes directly below a node, in the order of the text. */
export function children(node: Node): readonly AnyNode[] {
  if ('kind' in node) return childrenOfKind(node as Statement | Expr | Range | DimArg | RecordValue);
  const loose = node as Partial<DimEntry & DataEntry & Binder & FunParam & Assignment & Arg & Program> & {
    readonly argument?: Ident;
    readonly value?: Expr | RecordValue;
  };
  if (loose.statements !== undefined) return loose.statements;
  // An identifier's name is text; every other node has an identifier there.
  const name = typeof loose.name === 'object' ? loose.name : undefined;
  return present(
    name,
    loose.argument,
    loose.type,
    ...(loose.dims ?? []),
    loose.range,
    loose.domain,
    loose.value,
    ...(loose.at ?? []),
    ...(loose.over ?? []),
    loose.by,
    ...(loose.binders ?? []),
  );
}

/** The file stands before the family or behind it. */
function formulaClauses({ family, link, source }: FormulaStatement): readonly AnyNode[] {
  const isFirst = source !== undefined && family !== undefined && source.span.start < family.span.start;
  return isFirst ? present(source, family, link) : present(family, link, source);
}

/** Terms of other parameters and priors stand in any order. */
function formulaLines({
  parameters = [],
  priors = [],
}: FormulaStatement): readonly (FormulaParameter | FormulaPrior)[] {
  return [...parameters, ...priors].sort((a, b) => a.span.start - b.span.start);
}

function present(...nodes: readonly (AnyNode | undefined)[]): AnyNode[] {
  return nodes.filter((node) => node !== undefined);
}

function childrenOfKind(node: Statement | Expr | Range | DimArg | RecordValue): readonly AnyNode[] {
  switch (node.kind) {
    case 'model':
      return [node.name];
    case 'dim':
      return node.entries;
    case 'data':
      return present(node.source, node.by, node.where, ...node.entries);
    case 'param':
      return present(
        node.name,
        ...(node.indices.length > 0 ? node.indices : node.dims),
        node.type,
        node.prior,
        node.range,
      );
    case 'let':
    case 'deterministic':
      return [node.name, ...node.indices, node.value];
    case 'draw':
      return [node.name, ...node.dims, ...node.indices, node.distribution];
    case 'observe':
      return present(node.target, ...node.indices, node.where, node.distribution, node.weight);
    case 'potential':
      return [node.name, node.value];
    case 'fun':
      return [node.name, ...node.params, node.body];
    case 'distribution':
      return present(node.name, ...node.params, node.support, node.discrete, ...node.entries);
    case 'predict':
      return present(node.name, node.source, ...node.assignments);
    case 'formula':
      return present(node.text, ...formulaClauses(node), ...formulaLines(node));
    case 'settings':
      return node.settings;
    case 'test':
      return [node.what, node.values];
    case 'record':
      return node.entries;
    case 'range':
      return present(node.lo, node.hi);
    case 'list':
      return node.elements;
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'if':
      return [node.condition, node.then, node.else];
    case 'index':
      return [node.target, ...node.args];
    case 'call':
      return [node.callee, ...node.args];
    case 'number':
    case 'string':
    case 'bool':
    case 'name':
    case 'error':
    case 'dimName':
    case 'dimSize':
      return [];
    default:
      return unreachable(node);
  }
}

export function isExpr(node: Node): node is Expr {
  return 'kind' in node && expressionKinds.has(node.kind as string);
}

const expressionKinds: ReadonlySet<string> = new Set<Expr['kind']>([
  'number',
  'string',
  'bool',
  'name',
  'list',
  'unary',
  'binary',
  'if',
  'index',
  'call',
  'error',
]);

/**
 * Calls `visit` on a node and all below it, parents first and in the order of the text. Where `visit` returns
 * `false` the nodes below are left out.
 */
export function walk(node: Node, visit: (node: AnyNode, parent: Node) => unknown): void {
  // An explicit stack: generated programs may be deeper than the engine's.
  const pending = childrenReversed(node);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (visit(next.child, next.parent) === false) continue;
    // One by one: a list of data is longer than a call takes arguments.
    for (const child of childrenReversed(next.child)) pending.push(child);
  }
}

function childrenReversed(parent: Node): { readonly child: AnyNode; readonly parent: Node }[] {
  return children(parent)
    .map((child) => ({ child, parent }))
    .reverse();
}

/** Calls `visit` on an expression and on every expression within it, parents first. */
export function walkExpr(expr: Expr, visit: (expr: Expr) => unknown): void {
  if (visit(expr) === false) return;
  walk(expr, (node) => (isExpr(node) ? visit(node) : undefined));
}

/**
 * The nodes around an offset, outermost first, without the program: the path to the innermost one. Ends belong to
 * a node, so that the position after a name still belongs to it; between two neighbours the one that begins there wins.
 */
export function nodeAt(root: Node, offset: number): AnyNode[] {
  const path: AnyNode[] = [];
  let below = children(root);
  for (;;) {
    let found: AnyNode | undefined;
    for (const child of below) {
      if (child.span.start <= offset && offset <= child.span.end) found = child;
    }
    if (found === undefined) return path;
    path.push(found);
    below = children(found);
  }
}
