/** Papers behind what a run used, one row each. */
import type { Reference } from '../report/run-questions.ts';

interface Paper {
  readonly cited: string;
  readonly authors: string;
  readonly year: number;
  readonly title: string;
  readonly where: string;
  /** Further BibTeX fields. */
  readonly fields: Readonly<Record<string, string>>;
}

const jmlr = (volume: number, number: number, pages: string) => ({
  where: `Journal of Machine Learning Research ${volume}(${number}), ${pages}`,
  fields: {
    journal: 'Journal of Machine Learning Research',
    volume: String(volume),
    number: String(number),
    pages: pages.replace('–', '--'),
  },
});
const arxiv = (id: string) => ({
  where: `arXiv:${id}`,
  fields: { eprint: id, archiveprefix: 'arXiv' },
});

export const papers = {
  metropolis1953: {
    cited: 'Metropolis et al. 1953',
    authors:
      'Metropolis, Nicholas and Rosenbluth, Arianna W. and Rosenbluth, Marshall N. and Teller, Augusta H. and Teller, Edward',
    year: 1953,
    title: 'Equation of State Calculations by Fast Computing Machines',
    where: 'The Journal of Chemical Physics 21(6), 1087–1092',
    fields: {
      journal: 'The Journal of Chemical Physics',
      volume: '21',
      number: '6',
      pages: '1087--1092',
      doi: '10.1063/1.1699114',
    },
  },
  hoffman2014: {
    cited: 'Hoffman and Gelman 2014',
    authors: 'Hoffman, Matthew D. and Gelman, Andrew',
    year: 2014,
    title: 'The No-U-Turn Sampler: Adaptively Setting Path Lengths in Hamiltonian Monte Carlo',
    ...jmlr(15, 47, '1593–1623'),
  },
  betancourt2017: {
    cited: 'Betancourt 2017',
    authors: 'Betancourt, Michael',
    year: 2017,
    title: 'A Conceptual Introduction to Hamiltonian Monte Carlo',
    ...arxiv('1701.02434'),
  },
  betancourt2016: {
    cited: 'Betancourt 2016',
    authors: 'Betancourt, Michael',
    year: 2016,
    title: 'Diagnosing Suboptimal Cotangent Disintegrations in Hamiltonian Monte Carlo',
    ...arxiv('1604.00695'),
  },
  vehtari2021: {
    cited: 'Vehtari et al. 2021',
    authors:
      'Vehtari, Aki and Gelman, Andrew and Simpson, Daniel and Carpenter, Bob and Bürkner, Paul-Christian',
    year: 2021,
    title:
      'Rank-Normalization, Folding, and Localization: An Improved R-hat for Assessing Convergence of MCMC (with Discussion)',
    where: 'Bayesian Analysis 16(2), 667–718',
    fields: {
      journal: 'Bayesian Analysis',
      volume: '16',
      number: '2',
      pages: '667--718',
      doi: '10.1214/20-BA1221',
    },
  },
  kucukelbir2017: {
    cited: 'Kucukelbir et al. 2017',
    authors: 'Kucukelbir, Alp and Tran, Dustin and Ranganath, Rajesh and Gelman, Andrew and Blei, David M.',
    year: 2017,
    title: 'Automatic Differentiation Variational Inference',
    ...jmlr(18, 14, '1–45'),
  },
  zhang2022: {
    cited: 'Zhang et al. 2022',
    authors: 'Zhang, Lu and Carpenter, Bob and Gelman, Andrew and Vehtari, Aki',
    year: 2022,
    title: 'Pathfinder: Parallel Quasi-Newton Variational Inference',
    ...jmlr(23, 306, '1–49'),
  },
  gelman1996: {
    cited: 'Gelman et al. 1996',
    authors: 'Gelman, Andrew and Meng, Xiao-Li and Stern, Hal',
    year: 1996,
    title: 'Posterior Predictive Assessment of Model Fitness via Realized Discrepancies',
    where: 'Statistica Sinica 6, 733–760',
    fields: { journal: 'Statistica Sinica', volume: '6', pages: '733--760' },
  },
  holm1979: {
    cited: 'Holm 1979',
    authors: 'Holm, Sture',
    year: 1979,
    title: 'A Simple Sequentially Rejective Multiple Test Procedure',
    where: 'Scandinavian Journal of Statistics 6(2), 65–70',
    fields: {
      journal: 'Scandinavian Journal of Statistics',
      volume: '6',
      number: '2',
      pages: '65--70',
    },
  },
  vehtari2017: {
    cited: 'Vehtari et al. 2017',
    authors: 'Vehtari, Aki and Gelman, Andrew and Gabry, Jonah',
    year: 2017,
    title: 'Practical Bayesian Model Evaluation Using Leave-One-Out Cross-Validation and WAIC',
    where: 'Statistics and Computing 27, 1413–1432',
    fields: {
      journal: 'Statistics and Computing',
      volume: '27',
      pages: '1413--1432',
      doi: '10.1007/s11222-016-9696-4',
    },
  },
  vehtari2024: {
    cited: 'Vehtari et al. 2024',
    authors: 'Vehtari, Aki and Simpson, Daniel and Gelman, Andrew and Yao, Yuling and Gabry, Jonah',
    year: 2024,
    title: 'Pareto Smoothed Importance Sampling',
    ...jmlr(25, 72, '1–58'),
  },
} as const satisfies Readonly<Record<string, Paper>>;

export type PaperKey = keyof typeof papers;

export function referenceOf(key: PaperKey): Reference {
  const { authors, year, title, where, fields }: Paper = papers[key];
  const names = authors.split(' and ').map((name) => {
    const [family, given = ''] = name.split(', ');
    return `${family}, ${given.replace(/(\p{L})[\p{L}]*\.?/gu, '$1.')}`;
  });
  const list = names.length < 2 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  const entries = { author: authors, year: String(year), title: `{${title}}`, ...fields };
  const kind = 'journal' in fields ? 'article' : 'misc';
  return {
    key,
    text: `${list} (${year}). ${title}. ${where}.`,
    bibtex: `@${kind}{${key},\n${Object.entries(entries)
      .map(([name, value]) => `  ${name} = {${value}},`)
      .join('\n')}\n}`,
  };
}
