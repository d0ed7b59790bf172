export type ReferralStatus =
  | 'REQUESTED'
  | 'ACKNOWLEDGED'
  | 'WAITLISTED'
  | 'ACCEPTED'
  | 'IN_SERVICE'
  | 'ON_HOLD'
  | 'COMPLETED'
  | 'CONFIRMED'
  | 'DECLINED'
  | 'WITHDRAWN'
  | 'SURVIVOR_DECLINED'
  | 'LAPSED'
  | 'CONSENT_WITHDRAWN'
  | 'DISCONTINUED'
  | 'ENTERED_IN_ERROR';

export const unanswered: readonly ReferralStatus[] = ['REQUESTED', 'ACKNOWLEDGED', 'WAITLISTED'];
export const open: readonly ReferralStatus[] = [...unanswered, 'ACCEPTED', 'IN_SERVICE', 'ON_HOLD'];

/** Who moves, from where, to what. The table of the protocol; `side` is the side that may. */
type Move = Readonly<{ side: 'ADDRESSEE' | 'SENDER' | 'EITHER' | 'PROCESS'; from: readonly ReferralStatus[]; to: ReferralStatus }>;
export type Moving =
  | 'AcknowledgeReferral'
  | 'AcceptReferral'
  | 'WaitlistReferral'
  | 'DeclineReferral'
  | 'StartService'
  | 'PauseService'
  | 'ResumeService'
  | 'CompleteService'
  | 'DiscontinueService'
  | 'WithdrawReferral'
  | 'RecordSurvivorDeclined'
  | 'LapseReferral'
  | 'EnterReferralInError'
  | 'ConfirmOutcome'
  | 'DisputeOutcome'
  | 'CloseReferralForConsent';
export const moves: Readonly<Record<Moving, Move>> = {
  AcknowledgeReferral: { side: 'ADDRESSEE', from: ['REQUESTED'], to: 'ACKNOWLEDGED' },
  AcceptReferral: { side: 'ADDRESSEE', from: unanswered, to: 'ACCEPTED' },
  WaitlistReferral: { side: 'ADDRESSEE', from: ['REQUESTED', 'ACKNOWLEDGED'], to: 'WAITLISTED' },
  DeclineReferral: { side: 'ADDRESSEE', from: unanswered, to: 'DECLINED' },
  StartService: { side: 'ADDRESSEE', from: ['ACCEPTED'], to: 'IN_SERVICE' },
  PauseService: { side: 'ADDRESSEE', from: ['IN_SERVICE'], to: 'ON_HOLD' },
  ResumeService: { side: 'ADDRESSEE', from: ['ON_HOLD'], to: 'IN_SERVICE' },
  CompleteService: { side: 'ADDRESSEE', from: ['IN_SERVICE'], to: 'COMPLETED' },
  DiscontinueService: { side: 'ADDRESSEE', from: ['ACCEPTED', 'IN_SERVICE', 'ON_HOLD'], to: 'DISCONTINUED' },
  WithdrawReferral: { side: 'SENDER', from: open, to: 'WITHDRAWN' },
  RecordSurvivorDeclined: { side: 'EITHER', from: open, to: 'SURVIVOR_DECLINED' },
  LapseReferral: { side: 'EITHER', from: open, to: 'LAPSED' },
  EnterReferralInError: {
    side: 'SENDER',
    from: [...open, 'COMPLETED', 'CONFIRMED', 'DECLINED', 'WITHDRAWN', 'SURVIVOR_DECLINED', 'LAPSED', 'CONSENT_WITHDRAWN', 'DISCONTINUED'],
    to: 'ENTERED_IN_ERROR',
  },
  ConfirmOutcome: { side: 'SENDER', from: ['COMPLETED'], to: 'CONFIRMED' },
  DisputeOutcome: { side: 'SENDER', from: ['COMPLETED'], to: 'IN_SERVICE' },
  CloseReferralForConsent: { side: 'PROCESS', from: unanswered, to: 'CONSENT_WITHDRAWN' },
};
