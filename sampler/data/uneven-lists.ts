/** Why nested lists are no array. */

const MOST_AXES = 8;

/** The first place, from 1, where lists differ in length or depth, or hold an object. */
export function whyUneven(value: unknown): string {
  const shape: number[] = [];
  for (let level = value; Array.isArray(level); level = level[0]) {
    shape.push(level.length);
    if (level.length === 0) return 'an empty list';
    if (shape.length > MOST_AXES) return 'lists nested more than eight deep';
  }
  const visit = (node: unknown, depth: number, path: string): string | null => {
    if (depth === shape.length)
      return typeof node === 'object' && node !== null
        ? `a single value expected at ${path || 'the top'}, found ${describeValue(node)}`
        : null;
    if (!Array.isArray(node))
      return `a list of length ${shape[depth]} expected at ${path || 'the top'}, found ${describeValue(node)}`;
    if (node.length !== shape[depth])
      return `lists of unequal length: ${shape[depth]} at first, ${node.length} at ${path}`;
    for (const [i, child] of node.entries()) {
      const reason = visit(child, depth + 1, `${path}[${i + 1}]`);
      if (reason !== null) return reason;
    }
    return null;
  };
  return visit(value, 0, '') ?? 'lists of unequal length';
}

export function describeValue(value: unknown): string {
  if (Array.isArray(value)) return `a list of length ${value.length}`;
  if (value === null) return 'null';
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${JSON.stringify(value)}`;
}
