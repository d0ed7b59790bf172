import { randomFillSync } from 'node:crypto';

/** Random bytes drawn from the system 4 KiB at a time: drawn 12 by 12 they would cost more than the cipher. Handed-out bytes leave the pool. */
export class RandomPool {
  private readonly pool = Buffer.alloc(4096);
  private used = this.pool.length;

  take(count: number): Buffer {
    if (this.used + count > this.pool.length) {
      randomFillSync(this.pool);
      this.used = 0;
    }
    const bytes = Buffer.from(this.pool.subarray(this.used, this.used + count));
    this.pool.fill(0, this.used, this.used + count);
    this.used += count;
    return bytes;
  }
}
