import { orderedVector, positive, real } from './argument.ts';
import type { Distribution } from './distribution.ts';

const a = '((cutpoints[x] - eta) / sigma)';
const b = '((cutpoints[x - 1] - eta) / sigma)';

export const orderedProbit: Distribution = {
  name: 'OrderedProbit',
  type: 'discrete',
  eventDims: 0,
  arguments: [
    real('eta', 'Linear predictor: larger values favour higher categories.'),
    orderedVector('cutpoints', 'Increasing thresholds between the K categories, K - 1 of them.'),
    positive('sigma', 'Standard deviation of the latent normal.', '1'),
  ],
  support: { kind: 'integers', lower: '1', upper: 'size(cutpoints) + 1' },
  // The difference of two Phi is taken in the lower tail, mirrored where both are in the upper one.
  logDensity:
    'if x == 1 then log_Phi((cutpoints[1] - eta) / sigma)' +
    ' else if x == size(cutpoints) + 1 then log_Phi((eta - cutpoints[size(cutpoints)]) / sigma)' +
    ` else if cutpoints[x - 1] > eta then log_Phi(-${b}) + log1m_exp(log_Phi(-${a}) - log_Phi(-${b}))` +
    ` else log_Phi${a} + log1m_exp(log_Phi${b} - log_Phi${a})`,
  logCdf: `if x < 1 then log(0) else if x >= size(cutpoints) + 1 then 0 else log_Phi${a}`,
  logCcdf: `if x < 1 then 0 else if x >= size(cutpoints) + 1 then log(0) else log_Phi(-${a})`,
  doc: `An ordered category 1..K: thresholds \`cutpoints\` cut the line of a normal variable around \`eta\` with standard deviation \`sigma\`.

    P(x) = Phi((cutpoints[x] - eta) / sigma) - Phi((cutpoints[x - 1] - eta) / sigma),   x in 1..K

with cutpoints[0] = -infinity and cutpoints[K] = infinity. [Ordered probit](https://en.wikipedia.org/wiki/Ordered_probit)`,
};
