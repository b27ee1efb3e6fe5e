interface Event {
  seconds: number;
  /** Events of the same time happen in the order in which they were planned. */
  order: number;
  happen: () => void;
}

/** The clock of a simulation: what is planned happens in the order of its time. */
export class EventQueue {
  private readonly heap: Event[] = [];
  private planned = 0;
  private clock = 0;

  get now(): number {
    return this.clock;
  }

  after(seconds: number, happen: () => void): void {
    const event = { seconds: this.clock + seconds, order: this.planned, happen };
    this.planned += 1;
    let index = this.heap.push(event) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.isBefore(index, parent)) {
        break;
      }
      this.swap(index, parent);
      index = parent;
    }
  }

  /** Lets everything happen that is planned up to then, and what that plans. */
  runUntil(seconds: number): void {
    for (let next = this.heap[0]; next !== undefined && next.seconds <= seconds;) {
      this.removeFirst();
      this.clock = next.seconds;
      next.happen();
      next = this.heap[0];
    }
    this.clock = seconds;
  }

  private removeFirst(): void {
    const last = this.heap.pop() as Event;
    if (this.heap.length === 0) {
      return;
    }
    this.heap[0] = last;
    let index = 0;
    for (;;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let first = index;
      first = left < this.heap.length && this.isBefore(left, first) ? left : first;
      first = right < this.heap.length && this.isBefore(right, first) ? right : first;
      if (first === index) {
        return;
      }
      this.swap(index, first);
      index = first;
    }
  }

  private isBefore(one: number, other: number): boolean {
    const [first, second] = [this.heap[one] as Event, this.heap[other] as Event];
    return (
      first.seconds < second.seconds ||
      (first.seconds === second.seconds && first.order < second.order)
    );
  }

  private swap(one: number, other: number): void {
    [this.heap[one], this.heap[other]] = [this.heap[other] as Event, this.heap[one] as Event];
  }
}
