/** The numbers of a summary's row, as an object and as a record in an array of many. */
import {
  ESS_BULK,
  ESS_TAIL,
  HDI_HIGH,
  HDI_LOW,
  K_MEAN,
  K_SD,
  MCSE_MEAN,
  MCSE_SD,
  MEAN,
  NUMBERS,
  Q3,
  Q50,
  Q97,
  R_HAT,
  SD,
} from './row-record.ts';

/** The probability inside the reported interval. */
export const HDI_MASS = 0.94;

export interface Description {
  readonly mean: number;
  readonly sd: number;
  readonly hdi: readonly [number, number];
  readonly mcseMean: number;
  readonly mcseSd: number;
  readonly essBulk: number;
  readonly essTail: number;
  readonly rHat: number;
  readonly quantiles: readonly [q3: number, q50: number, q97: number];
  readonly paretoKMean: number;
  readonly paretoKSd: number;
}

/** The record of row `row`. */
export function descriptionAt(records: Float64Array, row: number): Description {
  const record = records.subarray(row * NUMBERS, (row + 1) * NUMBERS);
  return {
    mean: record[MEAN],
    sd: record[SD],
    hdi: [record[HDI_LOW], record[HDI_HIGH]],
    mcseMean: record[MCSE_MEAN],
    mcseSd: record[MCSE_SD],
    essBulk: record[ESS_BULK],
    essTail: record[ESS_TAIL],
    rHat: record[R_HAT],
    quantiles: [record[Q3], record[Q50], record[Q97]],
    paretoKMean: record[K_MEAN],
    paretoKSd: record[K_SD],
  };
}

export function putDescription(records: Float64Array, row: number, found: Description): void {
  const record = records.subarray(row * NUMBERS, (row + 1) * NUMBERS);
  record[MEAN] = found.mean;
  record[SD] = found.sd;
  [record[HDI_LOW], record[HDI_HIGH]] = found.hdi;
  record[MCSE_MEAN] = found.mcseMean;
  record[MCSE_SD] = found.mcseSd;
  record[ESS_BULK] = found.essBulk;
  record[ESS_TAIL] = found.essTail;
  record[R_HAT] = found.rHat;
  [record[Q3], record[Q50], record[Q97]] = found.quantiles;
  record[K_MEAN] = found.paretoKMean;
  record[K_SD] = found.paretoKSd;
}
