/** Draws that a window has room for at first. */
const FIRST_ROOM = 32;

/** Ring buffer of the latest draws with their gradients. */
export class DrawWindow {
  readonly dimension: number;
  readonly #capacity: number;
  /** Room for more draws is added when it is needed: few windows fill. */
  #positions: Float64Array;
  #gradients: Float64Array;
  #room: number;
  /** Slot of the next draw. */
  #next = 0;
  #count = 0;

  constructor(dimension: number, capacity: number) {
    this.dimension = dimension;
    this.#capacity = capacity;
    this.#room = Math.min(capacity, FIRST_ROOM);
    this.#positions = new Float64Array(this.#room * dimension);
    this.#gradients = new Float64Array(this.#room * dimension);
  }

  get count(): number {
    return this.#count;
  }

  reset(): void {
    this.#next = 0;
    this.#count = 0;
  }

  add(position: Float64Array, gradient: Float64Array): void {
    if (this.#next === this.#room) this.#grow();
    this.#positions.set(position, this.#next * this.dimension);
    this.#gradients.set(gradient, this.#next * this.dimension);
    this.#next = (this.#next + 1) % this.#capacity;
    this.#count = Math.min(this.#count + 1, this.#capacity);
  }

  #grow(): void {
    this.#room = Math.min(this.#capacity, 2 * this.#room);
    const larger = (numbers: Float64Array): Float64Array => {
      const out = new Float64Array(this.#room * this.dimension);
      out.set(numbers);
      return out;
    };
    this.#positions = larger(this.#positions);
    this.#gradients = larger(this.#gradients);
  }

  /** Copies, oldest first. */
  positions(): Float64Array[] {
    return this.#rows(this.#positions);
  }

  gradients(): Float64Array[] {
    return this.#rows(this.#gradients);
  }

  #rows(from: Float64Array): Float64Array[] {
    const { dimension } = this;
    const oldest = this.#count < this.#capacity ? 0 : this.#next;
    return Array.from({ length: this.#count }, (_, k) => {
      const row = (oldest + k) % this.#capacity;
      return from.slice(row * dimension, (row + 1) * dimension);
    });
  }
}

/** Above this many coordinates the metric is estimated within the span of the draws and gradients. */
export const MOST_IN_FULL = 160;
const MOST_DRAWS = 400;
const MOST_DRAWS_OF_A_SPAN = 80;
/** Limit of coordinates × draws², the cost of computing the span. */
const SPAN_WORK = 4e6;

/** Draws that a metric of this dimension is estimated from, at most. */
export function windowCapacity(dimension: number): number {
  if (dimension <= MOST_IN_FULL) return MOST_DRAWS;
  return Math.min(MOST_DRAWS_OF_A_SPAN, Math.max(10, Math.floor(Math.sqrt(SPAN_WORK / dimension))));
}
