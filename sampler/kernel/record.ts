/**
 * What the kernel and JavaScript exchange, as places in the first page of a model's memory. The lower half of
 * that page is the kernel's, the upper half the math library's. AssemblyScript imports this file, too.
 */

/** The numbers of the step size's dual averaging, while a block of tuning draws is made; their positions follow. */
export const STEP = 512;
export const STEP_NUMBERS = 10;
export const MU = 0;
export const LOG_STEP = 1;
export const LOG_AVERAGED = 2;
export const SHORTFALL = 3;
export const ROUND = 4;
export const TARGET_ACCEPT = 5;
export const GAMMA = 6;
export const T0 = 7;
export const KAPPA = 8;
export const MAX_STEP = 9;

/** The random stream: its four words, the lower half of each 64 bits first, and the spare normal, NaN if none. */
export const WORDS = 1024;
export const SPARE_NORMAL = 1040;
/** Where the next new state will be. */
export const NEXT_STATE = 1048;
/** Of the last transition; the positions in both arrays follow. */
export const INTEGERS = 1056;
export const NUMBERS = 1096;

export const END = 0;
export const DEPTH = 1;
export const LEAPFROGS = 2;
export const INDEX = 3;
/** States before and after the divergent step; they are as the step left them until the next transition. */
export const DIVERGED_FROM = 4;
export const DIVERGED_TO = 5;
export const DIVERGED_INDEX = 6;

/** Of the last block: its draws, and their leapfrog steps. */
export const DRAWS_OF_BLOCK = 7;
export const LEAPFROGS_OF_BLOCK = 8;

export const ENERGY = 0;
export const ACCEPTANCE = 1;
export const SYMMETRIC_ACCEPTANCE = 2;
export const ENERGY_ERROR = 3;
export const LARGEST_ERROR = 4;

/** How a trajectory ended; 0 while it grows. */
export const TURNING = 1;
export const DIVERGING = 2;
export const STOPPED = 3;
export const MAX_DEPTH = 4;

/** What the caller answers. */
export const GO_ON = 0;
export const STOP = 1;
export const LEAVE = 2;
