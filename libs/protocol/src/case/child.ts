import { Command, refuse, unreachable, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { EventDefinitions } from '../event-definition';
import { countsAsChild, type AgeBand } from './age-band';
import type { Acting, Concept } from './concept';
import { voidFor, type ConsentEvent, type Consents } from './consent';
import { sealedFields } from '../sealed-fields';

export const ageMethods = ['DOCUMENT', 'INTERVIEW', 'MEDICAL', 'MULTIDISCIPLINARY'] as const;
export const bestInterestQuestions = ['PLACEMENT', 'REPRESENTATION', 'RETURN', 'FAMILY', 'DISCLOSURE', 'PROCEEDINGS'] as const;
type KnownAge = Exclude<AgeBand, 'UNKNOWN'>;

type Of = Readonly<{ case: string; under?: string }>;

export class AssessAge extends Command<'AssessAge', Of & { ageBand: KnownAge; method: (typeof ageMethods)[number]; report: string }> {
  readonly type = 'AssessAge';
}
/** CONANI's. */
export class DetermineBestInterests extends Command<'DetermineBestInterests', Of & { question: (typeof bestInterestQuestions)[number]; determination: string; reasons: string }> {
  readonly type = 'DetermineBestInterests';
}
/** Links a case opened in care of this one, as it stands now. */
export class LinkDependant extends Command<'LinkDependant', { case: string; dependant: string; relation: string }> {
  readonly type = 'LinkDependant';
}
export type ChildCommand = AssessAge | DetermineBestInterests | LinkDependant;

export type ChildEvent =
  | DomainEvent<'AgeAssessed', { ageBand: KnownAge; method: (typeof ageMethods)[number]; under?: string }>
  | DomainEvent<'BestInterestsDetermined', { question: (typeof bestInterestQuestions)[number]; under?: string }>
  | DomainEvent<'DependantLinked', { dependant: string; ageBand: AgeBand }>;

const childEvents: EventDefinitions<ChildEvent['type']> = {
  AgeAssessed: { category: 'STATUS', clear: { ageBand: 'rules 1, 2, 5', method: 'counts', under: 'audit' }, sealed: { ageReport: 'PROTECTION' } },
  BestInterestsDetermined: {
    category: 'PROTECTION',
    clear: { question: 'counts', under: 'audit' },
    sealed: { determination: 'PROTECTION', determinationReasons: 'PROTECTION' },
  },
  DependantLinked: { category: 'CHILDREN', clear: { dependant: 'dependants, rule 5', ageBand: 'rule 5' }, sealed: { relation: 'CHILDREN' } },
};

/** Dependants' cases linked, with the age band last seen there. */
export type LinkedDependants = Readonly<Record<string, AgeBand>>;

export type ChildFacts = Readonly<{
  /** Whether who acts is of an institution for children. */
  ofChildrensCouncil?: boolean;
  /** The dependant's case that the command names, and whether the actor's compartment leads that too. */
  dependant?: Readonly<{ kind: string; careOf?: string; ageBand: AgeBand; own: boolean }>;
}>;
export type ChildRefusal = 'NOT_A_CHILD' | 'CHILDRENS_COUNCIL_ONLY' | 'DEPENDANT_UNKNOWN';

type File = Readonly<{ opened?: Readonly<{ subject: string }>; ageBand: AgeBand; consents: Consents; dependants: LinkedDependants }>;

function decide(command: ChildCommand, { opened, ageBand: known, consents, dependants }: File, facts: ChildFacts & Acting): Decision<ChildEvent | ConsentEvent, ChildRefusal> {
  const { subject } = opened!;
  const named = (command.input as Of).under;
  const under = facts.serves && named !== undefined ? { under: named } : {};
  switch (command.type) {
    case 'AssessAge': {
      const { ageBand, method, report } = command.input;
      return [{ type: 'AgeAssessed', data: { ageBand, method, ...under }, ...sealedFields(subject, { ageReport: report }) }, ...voidFor(ageBand, consents)];
    }
    case 'DetermineBestInterests': {
      const { question, determination, reasons } = command.input;
      if (!facts.ofChildrensCouncil) return refuse('CHILDRENS_COUNCIL_ONLY', 'the council for children determines this');
      if (!countsAsChild(known)) return refuse('NOT_A_CHILD', 'an adult decides herself');
      return [{ type: 'BestInterestsDetermined', data: { question, ...under }, ...sealedFields(subject, { determination, determinationReasons: reasons }) }];
    }
    case 'LinkDependant': {
      const { case: hers, dependant, relation } = command.input;
      const other = facts.dependant;
      if (other?.kind !== 'DEPENDANT' || other.careOf !== hers || !other.own) {
        return refuse('DEPENDANT_UNKNOWN', 'there is no such case of a dependant in her care that is yours');
      }
      if (dependants[dependant] === other.ageBand) return [];
      return [{ type: 'DependantLinked', data: { dependant, ageBand: other.ageBand }, ...sealedFields(subject, { relation }) }];
    }
    default:
      return unreachable(command);
  }
}

function evolve(state: LinkedDependants, { type, data }: Recorded<ChildEvent>): LinkedDependants {
  switch (type) {
    case 'DependantLinked':
      return { ...state, [data.dependant]: data.ageBand };
    case 'AgeAssessed': // of the case itself, which keeps her age
    case 'BestInterestsDetermined':
      return state;
  }
}

export const childConcept: Concept<ChildCommand, ChildEvent, ChildRefusal, LinkedDependants, File, ChildFacts, ConsentEvent> = {
  rules: { AssessAge: { serving: true }, DetermineBestInterests: { serving: true }, LinkDependant: {} },
  events: childEvents,
  initial: {},
  decide,
  evolve,
};
