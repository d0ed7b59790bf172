import type { UnitKind } from '../unit/unit';
import type { InstitutionKind } from './institution';

/** Whom rule 3 limits: migration control, what it owns or runs, and a border post, whoever runs it. */
export const isMigrationControl = (unit: UnitKind | undefined, institutions: readonly InstitutionKind[]): boolean =>
  unit === 'BORDER_POST' || institutions.includes('MIGRATION_CONTROL');
