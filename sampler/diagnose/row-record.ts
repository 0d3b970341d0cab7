/** Results of `assembly/` for a quantity, as places in its memory. AssemblyScript imports this file, too. */

/** Where the record begins; the positions in it follow. */
export const RECORD = 1024;

export const MEAN = 0;
export const SD = 1;
export const HDI_LOW = 2;
export const HDI_HIGH = 3;
export const MCSE_MEAN = 4;
export const MCSE_SD = 5;
export const ESS_BULK = 6;
export const ESS_TAIL = 7;
export const R_HAT = 8;
export const Q3 = 9;
export const Q50 = 10;
export const Q97 = 11;
export const K_MEAN = 12;
export const K_SD = 13;
export const NUMBERS = 14;
