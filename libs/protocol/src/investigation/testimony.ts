import { Command, refuse, unreachable, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { EventDefinitions } from '../event-definition';

export const speakers = ['SURVIVOR', 'SUSPECT', 'WITNESS', 'EXPERT'] as const;
export type Speaker = (typeof speakers)[number];
export const interviewReasons = ['NEW_FACTS', 'AT_HER_REQUEST', 'ORDERED_BY_COURT', 'INTERPRETED_WRONGLY'] as const;
export const testimonySettings = ['GESELL_CHAMBER', 'VIDEO_LINK', 'CLOSED_COURT', 'SCREEN'] as const;

/** Whose words they are: her of an attached case, a suspect named before, a witness heard before (or, without, a new one). */
type Spoken = Readonly<{
  investigation: string;
  statement: string;
  speaker: Speaker;
  case?: string;
  suspect?: string;
  witness?: string;
  /** The file a new witness gets. */
  newPerson: string;
  words: string;
  speakerName?: string;
  interpreterName?: string;
}>;

export class TakeStatement extends Command<'TakeStatement', Spoken & { again?: (typeof interviewReasons)[number] }> {
  readonly type = 'TakeStatement';
}
/** Before the trial and in place of it, so that she does not say it again. */
export class RecordAdvanceTestimony extends Command<'RecordAdvanceTestimony', Spoken & { setting: (typeof testimonySettings)[number] }> {
  readonly type = 'RecordAdvanceTestimony';
}
export type TestimonyCommand = TakeStatement | RecordAdvanceTestimony;

type Heard = Readonly<{ statement: string; speaker: Speaker; person: string; case?: string; interview: number }>;
export type TestimonyEvent =
  | DomainEvent<'StatementTaken', Heard & { again?: (typeof interviewReasons)[number] }>
  | DomainEvent<'AdvanceTestimonyTaken', Heard & { setting: (typeof testimonySettings)[number] }>;

const heard = {
  statement: 'decision, views',
  speaker: 'counts',
  person: 'sealing, erasure',
  case: 'visibility',
  interview: 'counts: how often one person was made to tell it',
};
const words = { words: 'INVESTIGATION', speakerName: 'INVESTIGATION', interpreterName: 'INVESTIGATION' } as const;

export const testimonyEvents: EventDefinitions<TestimonyEvent['type']> = {
  StatementTaken: { category: 'INVESTIGATION', clear: { ...heard, again: 'counts' }, sealed: words },
  AdvanceTestimonyTaken: { category: 'INVESTIGATION', clear: { ...heard, setting: 'counts' }, sealed: words },
};

/** Person → how often they were heard, and as what. */
export type Interviews = Readonly<Record<string, { speaker: Speaker; times: number }>>;

export type TestimonyFacts = Readonly<{
  /** Who the attached case named is about. */
  survivor?: string;
  /** The suspect named by the command was named before. */
  suspectKnown: boolean;
}>;
export type TestimonyRefusal = 'CASE_NOT_ATTACHED' | 'SUSPECT_UNKNOWN' | 'WITNESS_UNKNOWN' | 'INTERVIEW_REASON_REQUIRED';

export function decideTestimony(command: TestimonyCommand, interviews: Interviews, facts: TestimonyFacts): Decision<TestimonyEvent, TestimonyRefusal> {
  const { statement, speaker, case: caseId, suspect, witness, newPerson, words: said, speakerName, interpreterName } = command.input;
  if (speaker === 'SURVIVOR' && facts.survivor === undefined) return refuse('CASE_NOT_ATTACHED', 'attach her case first');
  if (speaker === 'SUSPECT' && !facts.suspectKnown) return refuse('SUSPECT_UNKNOWN', 'name the suspect first');
  if (witness !== undefined && interviews[witness]?.speaker !== speaker) return refuse('WITNESS_UNKNOWN', 'nobody of this id was heard as that: leave it out for somebody new');
  const person = speaker === 'SURVIVOR' ? facts.survivor! : speaker === 'SUSPECT' ? suspect! : (witness ?? newPerson);
  const interview = (interviews[person]?.times ?? 0) + 1;
  const data = { statement, speaker, person, ...(speaker === 'SURVIVOR' && { case: caseId! }), interview };
  const fields = { words: said, ...(speakerName !== undefined && { speakerName }), ...(interpreterName !== undefined && { interpreterName }) };
  const personal = [{ subject: person, fields }];
  switch (command.type) {
    case 'TakeStatement': {
      const { again } = command.input;
      if (speaker === 'SURVIVOR' && interview > 1 && again === undefined) return refuse('INTERVIEW_REASON_REQUIRED', 'she has been heard before: say why she is asked again');
      return [{ type: 'StatementTaken', data: { ...data, ...(again !== undefined && { again }) }, personal }];
    }
    case 'RecordAdvanceTestimony':
      return [{ type: 'AdvanceTestimonyTaken', data: { ...data, setting: command.input.setting }, personal }];
    default:
      return unreachable(command);
  }
}

export const evolveInterviews = (interviews: Interviews, { data: { person, speaker, interview } }: Recorded<TestimonyEvent>): Interviews => ({
  ...interviews,
  [person]: { speaker, times: interview },
});
