import type { Check } from './check.ts';

export const neighbourGraph: Check = {
  code: 'neighbour-graph',
  severity: 'warning',
  foundBy: 'compiler',
  title: 'Pairs of neighbours that look wrong',
  doc: 'The `edges` of `ICAR` hold each pair of neighbours once. A repeated pair, also the other way round, counts twice; a pair of an area with itself says nothing; an area without a neighbour has an effect that only the data hold, since its prior is improper. Between groups of areas that no path joins, the difference of their levels has no prior either: the sum-to-zero constraint is one for all. Leave the first two out, and join an island to its nearest area or give it an effect of its own; give each group an `ICAR` of its own, or join the groups.',
};
