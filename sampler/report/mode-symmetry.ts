/** Describes a symmetric copy of the visited mode, and how to remove it. */
import type { Modes } from './sample-report.ts';

/** Null where there is none; of several the first. */
export function symmetryText({ symmetries }: Pick<Modes, 'symmetries'>): string | null {
  const [symmetry] = symmetries;
  if (symmetry === undefined) return null;
  const elements = Object.keys(symmetry.at);
  const names = [...new Set(elements.map((element) => element.split('[')[0]))].join(', ');
  const [name = 'a parameter'] = elements;
  return symmetry.kind === 'sign'
    ? `The posterior has a copy of what was sampled, of the same mass, with the sign of ${names} turned; to say which is meant, give ${name} a sign (\`in 0..\`)`
    : `The posterior has a copy of what was sampled, of the same mass, in which elements of ${names} trade places; to say which is meant, give them an order (\`${name.split('[')[0]}[…]: ordered\`)`;
}
