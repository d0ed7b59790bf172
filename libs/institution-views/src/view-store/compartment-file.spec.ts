import { CompartmentFile } from './compartment-file';

it('keeps a row that stands in no list, so that what comes next is folded onto it, and gives it to nobody', () => {
  const file = new CompartmentFile(':memory:');
  const put = (lists: string[]): void => file.write(1n, () => file.putRow({ kind: 'referral', id: 'r', file: 'k', lists, sort: '1', row: { lists } }));
  put([]);
  expect(file.row('referral', 'r')).toEqual({ lists: [] });
  expect(file.rowAndFile('referral', 'r')).toBeUndefined();
  put(['IN']);
  expect(file.rowAndFile('referral', 'r')).toEqual({ file: 'k', row: { lists: ['IN'] } });
  expect(file.list('referral', 'IN', undefined, 10)).toHaveLength(1);
  put([]);
  expect(file.list('referral', 'IN', undefined, 10)).toEqual([]);
  expect(file.row('referral', 'r')).toEqual({ lists: [] });
  file.close();
});
