import { refuse, type Refusal } from '@amparo/event-sourcing';
import { agreementRefusal, type Sharing } from '../agreement/limited-by';
import { countsAsChild, type AgeBand } from '../case/age-band';
import type { Consents } from '../case/consent';
import { names, relianceRefusal, type RelianceRefusal } from '../case/reliance';
import type { DataCategory } from '../data-category';
import type { InstitutionKind } from '../institution/institution';
import type { Party } from '../party';

export const returnTasks = ['MEETS', 'RECEIVES'] as const;
/** What a unit is named for in a return: to meet her where she arrives, or to receive her afterwards. */
export type ReturnTask = (typeof returnTasks)[number];

/** Whom the memorandum of 23 June 2017 binds: foreign affairs, social policy, the prosecution, the institute of migration. */
export const signatories: readonly InstitutionKind[] = ['FOREIGN_AFFAIRS', 'SOCIAL_POLICY', 'PROSECUTION', 'MIGRATION_STUDIES'];

/** Somebody named by a command, as it stands in the case; without a party it is not in the directory. */
export type Named = Readonly<{ party?: Party; kinds: readonly InstitutionKind[]; open: boolean; sharing: Sharing }>;
export const nobody: Named = { kinds: [], open: false, sharing: { agreements: [], from: [], to: [] } };

type Basis = Readonly<{ kind: string; ref?: string }>;
type About = Readonly<{ by: Party; consents: Consents; ageBand: AgeBand; basis: Basis; relied: readonly string[]; at: string }>;

export type SharingRefusal = RelianceRefusal | 'UNIT_UNKNOWN' | 'RECEIVER_UNKNOWN' | 'NOT_A_SIGNATORY' | 'BASIS_NOT_OPEN' | 'MIGRATION_CONTROL_LIMIT' | 'AGREEMENT_TOO_NARROW';

/** Rule 3: a return tells where she is and will be, and migration control never learns that, whatever the basis. */
export const concernsMigrationControl = (kinds: readonly InstitutionKind[]): boolean => kinds.includes('MIGRATION_CONTROL');
export const migrationControl = refuse('MIGRATION_CONTROL_LIMIT' as const, 'migration control has no part in a return: it never learns where she is');

/**
 * Why a unit may not be named for a task. Who is to meet her must be told when and where (rule 4): consent covers WHEREABOUTS.
 * @param ordered whether she is returned without being asked: then the law may bind others to be there for her.
 */
export function namingRefusal(task: ReturnTask, { party, kinds, open, sharing }: Named, ordered: boolean, about: About): Refusal<SharingRefusal> | undefined {
  if (!party || !open) return refuse('UNIT_UNKNOWN', 'there is no such unit, or it is closed');
  if (concernsMigrationControl(kinds)) return migrationControl;
  const { by, consents, basis, relied, at } = about;
  if (party.compartment === by.compartment) return undefined;
  const needed: readonly DataCategory[] = task === 'MEETS' ? ['WHEREABOUTS'] : [];
  if (basis.kind === 'CONSENT') {
    return relianceRefusal(relied, consents, { to: party, purpose: 'RETURN', categories: needed, at }) ?? agreementRefusal(sharing, needed, relied.map((id) => consents[id]!), at);
  }
  const allowed: Readonly<Record<string, boolean>> = {
    COURT_ORDER: basis.ref !== undefined,
    LEGAL_OBLIGATION: basis.ref !== undefined && ordered,
    BEST_INTERESTS_OF_CHILD: kinds.includes('CHILDREN') && countsAsChild(about.ageBand),
  };
  if (relied.length > 0 || !Object.hasOwn(allowed, basis.kind) || !allowed[basis.kind]) return refuse('BASIS_NOT_OPEN', 'this legal basis does not open this: name her consents, or give its number');
  return undefined;
}

const plans: readonly DataCategory[] = ['REINTEGRATION'];

/** Why her plan may not be shared: with signatories of the memorandum alone, each on a consent of hers that names it. */
export function planRefusal(receivers: readonly Named[], { by, consents, basis, relied, at }: About): Refusal<SharingRefusal> | undefined {
  if (basis.kind !== 'CONSENT') return refuse('BASIS_NOT_OPEN', 'her plan is shared on her consent alone');
  const others: (Named & { party: Party })[] = [];
  for (const receiver of receivers) {
    const { party, kinds } = receiver;
    if (!party) return refuse('RECEIVER_UNKNOWN', 'there is no such unit or compartment to receive it');
    if (concernsMigrationControl(kinds)) return migrationControl;
    if (!kinds.some((kind) => signatories.includes(kind))) return refuse('NOT_A_SIGNATORY', 'her plan is shared with signatories of the memorandum');
    if (party.compartment !== by.compartment) others.push({ ...receiver, party });
  }
  const naming = (party: Party): string[] => relied.filter((id) => Object.hasOwn(consents, id) && names(consents[id]!.receiver, party));
  for (const { party, sharing } of others) {
    const theirs = naming(party);
    const refusal = relianceRefusal(theirs, consents, { to: party, purpose: 'RETURN', categories: plans, at }) ?? agreementRefusal(sharing, plans, theirs.map((id) => consents[id]!), at);
    if (refusal) return refusal;
  }
  // A consent that names none of them was meant for somebody who is not here.
  const idle = relied.some((id) => !others.some(({ party }) => naming(party).includes(id)));
  return idle ? refuse('CONSENT_FOR_ANOTHER', 'that consent names another receiver') : undefined;
}
