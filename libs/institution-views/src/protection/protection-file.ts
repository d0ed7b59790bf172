import type { Opened } from '../case-file/case-file';
import type { Visible } from '../case-timeline/case-timeline';

type Fields = Readonly<Record<string, unknown>>;
type Entry = Readonly<{ at: string; fields: Fields }>;
export type AccessRow = Readonly<{ id: string; at: string; compartment: string; unit?: string; agent?: string; reason: string; further: readonly string[]; until: string; endedAt?: string; finding?: string; fields: Fields }>;
export type ToldRow = Readonly<{ id: string; at: string; receiver: string; categories: readonly string[]; purpose: string; until?: string; endedAt?: string; inError?: string; fields: Fields }>;

/** How she is protected, and what was opened of her outside referrals, as far as a compartment may see it. */
export type ProtectionFile = Readonly<{
  /** Those in force, by the id of the flag. */
  riskFlags: readonly (Entry & Readonly<{ id: string }>)[];
  /** The last assessment; `reviewBy` is a day. */
  risk?: Entry & Readonly<{ reviewBy?: string }>;
  aliases: readonly Entry[];
  emergencyAccesses: readonly AccessRow[];
  disclosuresMade: readonly ToldRow[];
}>;

/** Folded from what a compartment may see of the case, in order. */
export function protectionFileOf(events: readonly Visible[], opened: Opened): ProtectionFile {
  let file: ProtectionFile = { riskFlags: [], aliases: [], emergencyAccesses: [], disclosuresMade: [] };
  for (const event of events) file = after(file, event, opened);
  return file;
}

function after(file: ProtectionFile, event: Visible, opened: Opened): ProtectionFile {
  const { type, data, at, actor } = event;
  const clear = data as Record<string, string>;
  const by = { ...(actor.unit !== undefined && { unit: actor.unit }), ...(actor.agent !== undefined && { agent: actor.agent }) };
  const until = clear['until'];
  const accesses = (change: Partial<AccessRow>) => ({ ...file, emergencyAccesses: file.emergencyAccesses.map((one) => (one.id === clear['access'] ? { ...one, ...change } : one)) });
  const told = (change: Partial<ToldRow>) => ({ ...file, disclosuresMade: file.disclosuresMade.map((one) => (one.id === clear['disclosure'] ? { ...one, ...change } : one)) });
  switch (type) {
    case 'RiskFlagRaised':
      return { ...file, riskFlags: [...file.riskFlags, { id: clear['flag']!, at, fields: opened(event) }] };
    case 'RiskFlagCleared':
      return { ...file, riskFlags: file.riskFlags.filter(({ id }) => id !== clear['flag']) };
    case 'RiskAssessed':
      return { ...file, risk: { at, fields: opened(event), ...(clear['reviewBy'] !== undefined && { reviewBy: clear['reviewBy'] }) } };
    case 'AliasRecorded':
      return { ...file, aliases: [...file.aliases, { at, fields: opened(event) }] };
    case 'EmergencyAccessOpened': {
      const access = { id: clear['access']!, at, ...by, compartment: clear['compartment']!, reason: clear['reason']!, further: data['further'] as string[], until: until!, fields: opened(event) };
      return { ...file, emergencyAccesses: [...file.emergencyAccesses, access] };
    }
    case 'EmergencyAccessEnded':
      return accesses({ endedAt: at });
    case 'EmergencyAccessReviewed':
      return accesses({ finding: clear['finding']! });
    case 'DisclosureMade': {
      const made = { id: clear['disclosure']!, at, receiver: clear['receiver']!, categories: data['categories'] as string[], purpose: clear['purpose']!, fields: opened(event) };
      return { ...file, disclosuresMade: [...file.disclosuresMade, { ...made, ...(until !== undefined && { until }) }] };
    }
    case 'DisclosureLapsed':
      return told({ endedAt: at });
    case 'DisclosureInErrorRecorded':
      return told({ endedAt: at, inError: clear['cause']! });
    default:
      return file;
  }
}
