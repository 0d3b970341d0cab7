/**
 * Topological order of the drawn quantities: dependencies come first, whatever the
 * order of the statements. What depends on itself, as a series on its past, or on each other is one group.
 */

interface DrawGroup<Node> {
  /** In the order given. */
  readonly nodes: readonly Node[];
  /** Whether a node of it depends on itself or on another of the group. */
  readonly isCircular: boolean;
}

/** Strongly connected components in topological order: Tarjan (1972). */
export function drawOrder<Node>(
  nodes: readonly Node[],
  dependenciesOf: (node: Node) => readonly Node[],
): readonly DrawGroup<Node>[] {
  const groups: DrawGroup<Node>[] = [];
  const number = new Map<Node, number>();
  const low = new Map<Node, number>();
  const stack: Node[] = [];
  const onStack = new Set<Node>();
  const visit = (node: Node): number => {
    const own = number.size;
    number.set(node, own);
    stack.push(node);
    onStack.add(node);
    const dependencies = dependenciesOf(node);
    let lowest = own;
    for (const other of dependencies) {
      const seen = number.get(other);
      if (seen === undefined) lowest = Math.min(lowest, visit(other));
      else if (onStack.has(other)) lowest = Math.min(lowest, seen);
    }
    low.set(node, lowest);
    if (lowest === own) {
      const members = new Set(stack.splice(stack.indexOf(node)));
      for (const member of members) onStack.delete(member);
      const isCircular = members.size > 1 || dependencies.includes(node);
      groups.push({ nodes: nodes.filter((n) => members.has(n)), isCircular });
    }
    return lowest;
  };
  for (const node of nodes) if (!number.has(node)) visit(node);
  return groups;
}
