import fc from 'fast-check';
import { parsePosition, positionText } from './position';

describe('a position as partners see it', () => {
  it('comes back as it went out', () => {
    fc.assert(fc.property(fc.bigInt(0n, 2n ** 62n), (position) => parsePosition('e1', positionText('e1', position)) === position));
  });
  it('of another store is none', () => {
    expect(parsePosition('e1', positionText('e2', 7n))).toBeUndefined();
  });
  it('has one spelling', () => {
    for (const text of ['', 'x', '7', positionText('e1', 7n) + '=', Buffer.from('e1 07').toString('base64url'), Buffer.from('e1 -7').toString('base64url')]) {
      expect(parsePosition('e1', text)).toBeUndefined();
    }
  });
});
