import { refuse, type Refusal } from '@amparo/event-sourcing';
import { agreementRefusal, type Sharing } from '../agreement/limited-by';
import type { Consents } from '../case/consent';
import { relianceRefusal, type RelianceRefusal } from '../case/reliance';
import type { InstitutionKind } from '../institution/institution';
import type { Party } from '../party';

/** The authority that an application names; without a party it is not in the directory. */
export type Authority = Readonly<{ party?: Party; kinds: readonly InstitutionKind[]; open: boolean; sharing: Sharing }>;
export const noAuthority: Authority = { kinds: [], open: false, sharing: { agreements: [], from: [], to: [] } };

type Application = Readonly<{
  authority: Authority;
  consents: Consents;
  relied: readonly string[];
  basis: Readonly<{ kind: string; ref?: string }>;
  at: string;
}>;

export type ApplicationRefusal = RelianceRefusal | 'UNIT_UNKNOWN' | 'NOT_MIGRATION_CONTROL' | 'MIGRATION_CONTROL_LIMIT' | 'BASIS_NOT_OPEN' | 'AGREEMENT_TOO_NARROW';

/**
 * Why migration control may not be applied to. Rule 3: on consent that names it, for residence, of MIGRATION data and nothing
 * beside it; or on a court's order. Rule 2: that consent is hers, and in force. An agreement may limit either.
 */
export function applicationRefusal(application: Application): Refusal<ApplicationRefusal> | undefined {
  const { authority, at } = application;
  // Every consent relied on is of MIGRATION for RESIDENCE, and so is what a court orders here.
  return basisRefusal(application) ?? agreementRefusal(authority.sharing, ['MIGRATION'], [{ purpose: 'RESIDENCE', categories: ['MIGRATION'] }], at);
}

function basisRefusal({ authority: { party, kinds, open }, consents, relied, basis, at }: Application): Refusal<ApplicationRefusal> | undefined {
  if (!party || !open) return refuse('UNIT_UNKNOWN', 'there is no such unit, or it is closed');
  if (!kinds.includes('MIGRATION_CONTROL')) return refuse('NOT_MIGRATION_CONTROL', 'permits are applied for at migration control');
  switch (basis.kind) {
    case 'CONSENT': {
      const refusal = relianceRefusal(relied, consents, { to: party, purpose: 'RESIDENCE', categories: ['MIGRATION'], at });
      if (refusal) return refusal;
      return relied.some((id) => consents[id]!.categories.some((category) => category !== 'MIGRATION')) ? limit : undefined;
    }
    case 'COURT_ORDER':
      return basis.ref === undefined || relied.length > 0 ? refuse('BASIS_NOT_OPEN', 'give the number of the order, and no consents beside it') : undefined;
    default:
      return limit;
  }
}

const limit = refuse('MIGRATION_CONTROL_LIMIT' as const, 'migration control receives migration data only, for residence, on consent that names it or a court order');
