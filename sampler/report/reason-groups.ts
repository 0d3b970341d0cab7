/** Groups the reasons of a verdict by cause: one sentence and one action each, with its consequences. */
import type { CauseCode, Reason } from './sample-report.ts';

export interface ReasonGroup {
  readonly reason: Reason;
  /** Diagnostics that fail because of it. */
  readonly consequences: readonly Reason[];
}

/** In the order of the report; runs of earlier versions have no causes, so the reasons are not grouped. */
export function reasonGroups(reasons: readonly Reason[]): readonly ReasonGroup[] {
  const leads = reasons.filter(({ cause }) => cause === undefined);
  return leads.map((reason, i) => ({
    reason,
    consequences: reasons.filter(
      ({ cause }) => cause === reason.code && leads.findIndex(({ code }) => code === cause) === i,
    ),
  }));
}

/** A table, so that the compiler requires a place for each new code here and in the reference. */
export const causes: Readonly<Record<CauseCode, true>> = {
  'outside-support': true,
  'stuck-chain': true,
  'centred-hierarchy': true,
  'heavy-tail': true,
  separation: true,
  'improper-posterior': true,
  'no-reference-category': true,
  'label-switching': true,
  'coefficient-scale': true,
  'redundant-intercept': true,
};

/** The same for codes that are not causes. */
export const diagnosticCodes: Readonly<Record<Exclude<Reason['code'], CauseCode>, true>> = {
  'r-hat': true,
  'ess-bulk': true,
  'ess-tail': true,
  divergences: true,
  'tree-depth': true,
  'e-bfmi': true,
  motionless: true,
  'unvisited-mode': true,
  'no-mean': true,
  chains: true,
  memory: true,
  interrupted: true,
  damaged: true,
  values: true,
  solver: true,
  process: true,
  approximation: true,
};

/** Short names of diagnostics, for a line that lists them. */
const titles: Readonly<Partial<Record<Reason['code'], string>>> = {
  'r-hat': 'R-hat',
  'ess-bulk': 'effective draws (bulk)',
  'ess-tail': 'effective draws (tail)',
  divergences: 'divergences',
  'tree-depth': 'tree depth',
  'e-bfmi': 'E-BFMI',
  'no-mean': 'no mean',
};

export function titleOf({ code }: Reason): string {
  return titles[code] ?? code;
}

/** The reasons that are failing diagnostics, without the causes found for them. */
export function failingDiagnostics(reasons: readonly Reason[]): readonly Reason[] {
  return reasons.filter(({ code }) => !(code in causes));
}
