import { eventually } from './running';

describe('waiting for what the server does by itself', () => {
  it('gives what comes, though it was nothing and threw before', async () => {
    const seen = [null, false, undefined, new Error('not there'), 'there', 'later'] as const;
    let asked = 0;
    const look = () => {
      const one = seen[asked++];
      return one instanceof Error ? Promise.reject(one) : Promise.resolve(one);
    };
    expect(await eventually(look)).toBe('there');
    expect(asked).toBe(5);
  });

  it('fails when it does not come, and says what was seen last', async () => {
    await expect(eventually(() => Promise.resolve(null), 100)).rejects.toThrow('not within 100 ms; last seen: null');
    await expect(eventually(() => Promise.reject(new Error('still 3 of 4')), 100)).rejects.toThrow('last seen: still 3 of 4');
  });
});
