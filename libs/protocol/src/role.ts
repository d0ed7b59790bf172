/** What an agent is appointed as. What a role may do and open stands in one table, `libs/access/src/roles.ts`. */
export const roles = [
  'intake',
  'caseworker',
  'supervisor',
  'shelter_manager',
  'prosecutor',
  'identification_authority',
  'coordinator',
  'auditor',
  'steward',
  'administrator',
] as const;
export type Role = (typeof roles)[number];
