import type { DataEntry, DataStatement, DimArg, Ident, Statement } from './ast.ts';

function isNamed(node: { readonly name: Ident }): boolean {
  return node.name.name !== '';
}

function isRealDim(dim: DimArg): boolean {
  return dim.kind === 'dimSize' || dim.name !== '';
}

function withoutDimGaps(entry: DataEntry): DataEntry {
  return { ...entry, dims: entry.dims.filter(isRealDim) };
}

function withoutKeyGap(statement: DataStatement): DataStatement {
  const { by, ...rest } = statement;
  return by === undefined || isNamed(by) ? statement : rest;
}

/**
 * Drops unnamed placeholders from a repaired statement, since nothing can refer to them. Names of types stay,
 * empty, so that their owner is still declared.
 */
export function withoutGaps(statement: Statement): Statement | undefined {
  switch (statement.kind) {
    case 'model':
    case 'potential':
    case 'predict':
      return isNamed(statement) ? statement : undefined;
    case 'fun':
      return isNamed(statement) ? { ...statement, params: statement.params.filter(isNamed) } : undefined;
    case 'distribution':
      return isNamed(statement)
        ? { ...statement, params: statement.params.filter(({ name }) => name !== '') }
        : undefined;
    case 'dim': {
      const entries = statement.entries.filter(isNamed);
      return entries.length === 0 ? undefined : { ...statement, entries };
    }
    case 'data':
      return withoutKeyGap({ ...statement, entries: statement.entries.filter(isNamed).map(withoutDimGaps) });
    case 'let':
    case 'deterministic':
      return isNamed(statement) ? { ...statement, indices: statement.indices.filter(isNamed) } : undefined;
    case 'param':
    case 'draw':
      return isNamed(statement)
        ? { ...statement, dims: statement.dims.filter(isRealDim), indices: statement.indices.filter(isNamed) }
        : undefined;
    case 'observe': {
      const { target } = statement;
      const isGap = target.kind === 'name' && target.name === '';
      return {
        ...statement,
        target: isGap ? { kind: 'error', span: target.span } : target,
        indices: statement.indices.filter(isNamed),
      };
    }
    case 'formula':
    case 'settings':
    case 'test':
      return statement;
  }
}
