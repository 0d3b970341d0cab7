import type { Node } from '../../../grammar/syntax/ast.ts';
import { children } from '../../../grammar/syntax/walk.ts';

/** A tree as plain data without its ranges, for comparing. */
export function withoutSpans(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSpans);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, part]) => key !== 'span' && key !== 'opSpan' && part !== undefined)
      .map(([key, part]) => [key, withoutSpans(part)]),
  );
}

/** Places where a node is not within its parent, or overlaps or precedes its older sibling. */
export function misplacedNodes(root: Node): string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    let last = node.span.start;
    for (const child of children(node)) {
      const { start, end } = child.span;
      if (!(Number.isInteger(start) && start <= end)) found.push(`range ${start}..${end}`);
      if (start < node.span.start || end > node.span.end) {
        found.push(`${start}..${end} outside of ${node.span.start}..${node.span.end}`);
      }
      if (start < last) found.push(`${start}..${end} before ${last}`);
      last = end;
      visit(child);
    }
  };
  visit(root);
  return found;
}

/** Operators with their operands in brackets: shows how an expression was grouped. */
export function grouping(value: unknown): string {
  const node = value as Record<string, never> & { kind: string };
  switch (node.kind) {
    case 'number':
      return String(node.value);
    case 'string':
      return JSON.stringify(node.value);
    case 'bool':
      return String(node.value);
    case 'name':
      return node.name;
    case 'unary':
      return `(${node.op} ${grouping(node.operand)})`;
    case 'binary':
      return `(${grouping(node.left)} ${node.op} ${grouping(node.right)})`;
    case 'if':
      return `(if ${grouping(node.condition)} then ${grouping(node.then)} else ${grouping(node.else)})`;
    case 'index':
      return `${grouping(node.target)}[${(node.args as unknown[]).map(grouping).join(', ')}]`;
    case 'range':
      return `${node.lo === undefined ? '' : grouping(node.lo)}..${node.hi === undefined ? '' : grouping(node.hi)}`;
    case 'call':
      return `${(node.callee as { name: string }).name}(${(node.args as { value: unknown }[]).map((arg) => grouping(arg.value)).join(', ')})`;
    case 'list':
      return `[${(node.elements as unknown[]).map(grouping).join(', ')}]`;
    default:
      return `<${node.kind}>`;
  }
}
