import { institutionKinds } from './institution';
import { isMigrationControl } from './migration-control';
import { unitKinds } from '../unit/unit';

describe('whom rule 3 limits (rule 3)', () => {
  it('is migration control, and what it owns or runs', () => {
    for (const kind of institutionKinds) expect([kind, isMigrationControl('OFFICE', [kind]), isMigrationControl(undefined, [kind])]).toEqual([kind, kind === 'MIGRATION_CONTROL', kind === 'MIGRATION_CONTROL']);
    expect(isMigrationControl('OFFICE', ['CIVIL_SOCIETY', 'MIGRATION_CONTROL'])).toBe(true);
  });
  it('is a border post, whoever runs it', () => {
    for (const kind of unitKinds) expect([kind, isMigrationControl(kind, ['POLICE'])]).toEqual([kind, kind === 'BORDER_POST']);
  });
});
