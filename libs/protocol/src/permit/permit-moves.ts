export type PermitStatus = 'APPLIED' | 'GRANTED' | 'LAPSED' | 'REFUSED' | 'WITHDRAWN' | 'CONSENT_WITHDRAWN' | 'REVOKED' | 'ENTERED_IN_ERROR';

export const permitAsks = ['GRANT', 'RENEWAL', 'UPGRADE'] as const;
/** What an application asks for. */
export type PermitAsk = (typeof permitAsks)[number];

/** A permit she has, or had and may have again. */
const had: readonly PermitStatus[] = ['GRANTED', 'LAPSED'];

/**
 * Who moves a permit from where: the lead of the case applies, the authority applied to decides. `pending`: which application must
 * be waiting for its answer; none at all, where it is empty.
 */
type Move = Readonly<{ by: 'LEAD' | 'AUTHORITY' | 'EITHER' | 'PROCESS'; from: readonly PermitStatus[]; pending?: readonly PermitAsk[] }>;
export type PermitMoving =
  | 'ApplyForRenewal'
  | 'ApplyForUpgrade'
  | 'GrantPermit'
  | 'RenewPermit'
  | 'UpgradePermit'
  | 'RefusePermit'
  | 'WithdrawPermitApplication'
  | 'RevokePermit'
  | 'EnterPermitInError'
  | 'ClosePermitForConsent'
  | 'RaisePermitRenewal'
  | 'LapsePermit';
export const permitMoves: Readonly<Record<PermitMoving, Move>> = {
  ApplyForRenewal: { by: 'LEAD', from: had, pending: [] },
  ApplyForUpgrade: { by: 'LEAD', from: had, pending: [] },
  GrantPermit: { by: 'AUTHORITY', from: ['APPLIED'], pending: ['GRANT'] },
  RenewPermit: { by: 'AUTHORITY', from: had, pending: ['RENEWAL'] },
  UpgradePermit: { by: 'AUTHORITY', from: had, pending: ['UPGRADE'] },
  RefusePermit: { by: 'AUTHORITY', from: ['APPLIED', ...had], pending: permitAsks },
  WithdrawPermitApplication: { by: 'LEAD', from: ['APPLIED', ...had], pending: permitAsks },
  RevokePermit: { by: 'AUTHORITY', from: ['GRANTED'] },
  EnterPermitInError: { by: 'EITHER', from: ['APPLIED', 'GRANTED', 'LAPSED', 'REFUSED', 'WITHDRAWN', 'CONSENT_WITHDRAWN', 'REVOKED'] },
  ClosePermitForConsent: { by: 'PROCESS', from: ['APPLIED', ...had], pending: permitAsks },
  RaisePermitRenewal: { by: 'PROCESS', from: ['GRANTED'], pending: [] },
  LapsePermit: { by: 'PROCESS', from: ['GRANTED'] },
};
