import { refuse, unreachable, type Command, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { EventDefinitions } from '../event-definition';
import type { Party } from '../party';
import type { AgeBand } from './age-band';
import { endedWithHer, survivorDied, type Care } from './care';
import { childConcept, type ChildCommand, type ChildEvent, type ChildFacts, type ChildRefusal } from './child';
import type { Concept } from './concept';
import { consentConcept, type Code, type ConsentCommand, type ConsentEvent, type ConsentFacts, type ConsentRefusal } from './consent';
import { disclosureConcept, type DisclosureCommand, type DisclosureEvent, type DisclosureFacts, type DisclosureRefusal } from './disclosure';
import { emergencyConcept, type EmergencyCommand, type EmergencyEvent, type EmergencyFacts, type EmergencyRefusal } from './emergency-access';
import { guardianshipConcept, type GuardianshipCommand, type GuardianshipEvent, type GuardianshipRefusal } from './guardianship';
import { identificationConcept, type IdentificationCommand, type IdentificationEvent, type IdentificationFacts, type IdentificationRefusal } from './identification';
import { transferConcept, type TransferCommand, type TransferEvent, type TransferFacts, type TransferRefusal } from './lead-transfer';
import { mergingConcept, type MergingCommand, type MergingEvent, type MergingFacts, type MergingRefusal } from './merging';
import { protectionConcept, type ProtectionCommand, type ProtectionEvent, type ProtectionRefusal } from './protection';
import { safeContactConcept, type SafeContactCommand, type SafeContactEvent, type SafeContactRefusal } from './safe-contact';
import { serves, type ServingReferral } from './serving';

/** The parts of a case that have a file of their own and plug in, by the name of their state. */
const concepts = {
  contacts: safeContactConcept,
  consents: consentConcept,
  identification: identificationConcept,
  guardianship: guardianshipConcept,
  dependants: childConcept,
  riskFlags: protectionConcept,
  accesses: emergencyConcept,
  transfers: transferConcept,
  disclosures: disclosureConcept,
  merging: mergingConcept,
};
export type ConceptCommand = SafeContactCommand | ConsentCommand | IdentificationCommand | GuardianshipCommand | ChildCommand | ProtectionCommand | EmergencyCommand | TransferCommand | DisclosureCommand | MergingCommand;
export type ConceptEvent = SafeContactEvent | ConsentEvent | IdentificationEvent | GuardianshipEvent | ChildEvent | ProtectionEvent | EmergencyEvent | TransferEvent | DisclosureEvent | MergingEvent;
export type ConceptRefusal =
  | SafeContactRefusal
  | ConsentRefusal
  | IdentificationRefusal
  | GuardianshipRefusal
  | ChildRefusal
  | ProtectionRefusal
  | EmergencyRefusal
  | TransferRefusal
  | DisclosureRefusal
  | MergingRefusal
  | 'NOT_FOUND'
  | 'CASE_CLOSED'
  | 'SURVIVOR_DIED';
/** What their handlers read in other streams. `under`: the referral that the command names as the one under which the actor serves her. */
export type ConceptFacts = ConsentFacts & IdentificationFacts & ChildFacts & EmergencyFacts & TransferFacts & DisclosureFacts & MergingFacts & Readonly<{ by: Party; lead?: Party; under?: ServingReferral }>;

type Name = keyof typeof concepts;
export type ConceptState = { readonly [N in Name]: (typeof concepts)[N]['initial'] };
/** The case as far as they read it. */
type File = ConceptState &
  Readonly<{ opened?: Readonly<{ subject: string; lead: Code; matter: string; kind: string }>; closed?: string; ageBand: AgeBand; languages: readonly string[]; care: Care }>;

/** Every concept as the case handles it: it gives each the commands it has a rule for, and its own events. */
type Plugged = Concept<Command, ConceptEvent, ConceptRefusal, unknown, File, ConceptFacts>;
const plugged = Object.entries(concepts) as unknown as readonly (readonly [Name, Plugged])[];

export const conceptEvents = Object.assign({}, ...plugged.map(([, { events }]) => events)) as EventDefinitions<ConceptEvent['type']>;
export const noConcepts = Object.fromEntries(plugged.map(([name, { initial }]) => [name, initial])) as ConceptState;

const conceptOf = (command: string): Plugged | undefined => plugged.find(([, { rules }]) => Object.hasOwn(rules, command))?.[1];
export const isConceptCommand = <C extends { type: string }>(command: C | ConceptCommand): command is ConceptCommand => conceptOf(command.type) !== undefined;
export const isConceptEvent = <E extends Recorded<DomainEvent>>(event: E | Recorded<ConceptEvent>): event is Recorded<ConceptEvent> => Object.hasOwn(conceptEvents, event.type);

/** The gate they have in common: the case is yours, or you serve her and may; it is open, or cannot wait; and she lives, or is not asked. */
export function decideConcept(command: ConceptCommand, file: File, facts: ConceptFacts): Decision<ConceptEvent, ConceptRefusal> {
  const concept = conceptOf(command.type) ?? unreachable(command as never);
  const rule = concept.rules[command.type]!;
  const leads = facts.by.compartment === facts.lead?.compartment;
  const acting = { ...facts, leads, serves: !leads && serves(facts.by, facts.under) };
  if (!leads && !rule.others && !(rule.serving && acting.serves)) return refuse('NOT_FOUND', 'there is no such case, or it is not yours');
  if (file.closed !== undefined && !rule.whenClosed) return refuse('CASE_CLOSED', 'the case is closed: reopen it first');
  if (endedWithHer(file.care, command)) return survivorDied;
  return concept.decide(command, file, acting);
}

export function evolveConcepts(state: ConceptState, event: Recorded<ConceptEvent>): ConceptState {
  const [name, concept] = plugged.find(([, { events }]) => Object.hasOwn(events, event.type)) ?? unreachable(event as never);
  return { ...state, [name]: concept.evolve(state[name], event) };
}
