import type { CaseMemory } from '../visibility/case-memory';
import { compartmentOf, decodedFor, type DirectoryMemory } from '../visibility/directory-memory';
import { inForce } from '../visibility/interval';
import { holds } from '../visibility/investigation-memory';
import type { DueRow } from './due-row';

/** OURS: this compartment must act, or leads the case. AWAITED: another must, and this one leads the case, sent the referral or began it. */
export const dueLists = ['OURS', 'AWAITED'] as const;
export type DueList = (typeof dueLists)[number];

/** Where what visibility remembers stands, for whom, and at which place of the log. */
export type Standing = Readonly<{ memory: CaseMemory; directory: DirectoryMemory; compartment: string; asOf: number }>;
/** Units of the compartment: that must act, that leads the case, that wait for it. */
export type Move = Readonly<{ list: (list: DueList) => readonly string[] | undefined; keeps: boolean; holder: boolean }>;

/**
 * Whose move it is, as a compartment stands to the stream now: to have recorded something in it once is no basis to be told what
 * is due. `list` gives the units of the compartment that the item concerns in a list; undefined: it does not stand there.
 * @param lead unit that leads the case, as the compartment's own file names it.
 */
export function moveOf({ item, startedBy, sender, handedHere }: DueRow, lead: string | undefined, standing: Standing): Move {
  const { memory, directory, compartment, asOf } = standing;
  const own = (code: string | undefined): boolean => compartmentOf(directory, code) === compartment && code !== undefined;
  const unitsOf = (...codes: readonly (string | undefined)[]): string[] => [...new Set(codes.filter((code): code is string => own(code)).map((code) => decodedFor(directory, compartment, code)))];
  const exhibit = item.stream.startsWith('exhibit-');
  const leads = memory.leads.some((one) => one.compartment === compartment && inForce(one, asOf));
  const holder = memory.investigation !== undefined && holds(memory.investigation, compartment, asOf);
  const keeps = exhibit && handedHere;
  const moves = exhibit ? handedHere : own(item.by);
  const inCharge = leads || holder;
  const basis = standsTo(item.stream, standing, leads) || (item.stream.startsWith('return-') && moves);
  const leading = leads ? lead : undefined;
  const began = own(startedBy) || own(sender);
  const list = (which: DueList): string[] | undefined => {
    if (!basis) return undefined;
    if (which === 'OURS') return moves || inCharge ? unitsOf(moves ? item.by : undefined, leading) : undefined;
    return !moves && (inCharge || began) && (exhibit || item.by !== undefined) ? unitsOf(leading, startedBy, sender) : undefined;
  };
  return { list, keeps, holder };
}

/** Whether the compartment has a basis in the stream itself at that place of the log. */
function standsTo(stream: string, { memory, compartment, asOf }: Standing, leads: boolean): boolean {
  const now = (held: readonly Readonly<{ compartment: string; from: number; to?: number }>[] = []): boolean => held.some((one) => one.compartment === compartment && inForce(one, asOf));
  const [kind, id] = [stream.slice(0, stream.indexOf('-')), stream.slice(stream.indexOf('-') + 1)];
  const open = ({ addressee, open: intervals }: CaseMemory['referrals'][string]): boolean => addressee === compartment && intervals.some((one) => inForce(one, asOf));
  switch (kind) {
    case 'case':
      return leads || Object.values(memory.referrals).some(open);
    case 'referral': {
      const referral = memory.referrals[id];
      return referral !== undefined && (leads || referral.sender === compartment || open(referral));
    }
    case 'stay':
      return memory.stays[id] !== undefined && now([memory.stays[id]]);
    case 'permit':
    case 'return':
      return leads;
    case 'contact':
      return now(memory.contact?.holders) || now(memory.contact?.offers);
    case 'exhibit':
      return memory.investigation !== undefined && (holds(memory.investigation, compartment, asOf) || now(memory.investigation.hands[id]));
    default:
      return false; // exclusions are read elsewhere, by audit alone
  }
}
