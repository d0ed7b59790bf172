import type { Story } from '../../apps/cli/src/history/telling';

type Next = Readonly<{ at: string; order: number; story: Story }>;

const before = (a: Next, b: Next): boolean => (a.at === b.at ? a.order < b.order : a.at < b.at);

/** Stories by when they go on; of those at one time, in the order in which they came. A heap: tens of thousands wait. */
export class Queue {
  private readonly heap: Next[] = [];
  private added = 0;

  add(at: string, story: Story): void {
    const one = { at, order: this.added++, story };
    let place = this.heap.push(one) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (before(this.heap[parent]!, one)) break;
      this.heap[place] = this.heap[parent]!;
      place = parent;
    }
    this.heap[place] = one;
  }

  first(): Next | undefined {
    const first = this.heap[0];
    const last = this.heap.pop();
    if (first === undefined || last === undefined || this.heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.heap.length) break;
      if (child + 1 < this.heap.length && before(this.heap[child + 1]!, this.heap[child]!)) child++;
      if (before(last, this.heap[child]!)) break;
      this.heap[place] = this.heap[child]!;
      place = child;
    }
    this.heap[place] = last;
    return first;
  }
}
