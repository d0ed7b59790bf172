export type ReturnStatus = 'NOTIFIED' | 'CONSENTED' | 'ORDERED' | 'ARRIVED' | 'COMPLETED' | 'CANCELLED' | 'ENTERED_IN_ERROR';

/** Before she travels. */
export const beforeArrival: readonly ReturnStatus[] = ['NOTIFIED', 'CONSENTED', 'ORDERED'];
const decided: readonly ReturnStatus[] = ['CONSENTED', 'ORDERED'];
const current: readonly ReturnStatus[] = [...beforeArrival, 'ARRIVED'];

/**
 * Who moves a return: the lead of the case and who notified it (`HOME`), these and who meets her (`ARRIVAL`), these and who
 * receives her or was told her plan (`SUPPORT`). From where, and to what, where it moves at all.
 */
type Move = Readonly<{ by: 'HOME' | 'ARRIVAL' | 'SUPPORT'; from: readonly ReturnStatus[]; to?: ReturnStatus }>;
export type ReturnMoving =
  | 'IssueTravelDocument'
  | 'AssessReturnRisk'
  | 'ConsentToReturn'
  | 'RecordReturnOrder'
  | 'NameReturnParty'
  | 'MeetArrival'
  | 'ShareReturnPlan'
  | 'DeliverSupport'
  | 'FollowUpReturn'
  | 'CompleteReturn'
  | 'CancelReturn'
  | 'EnterReturnInError';
export const returnMoves: Readonly<Record<ReturnMoving, Move>> = {
  IssueTravelDocument: { by: 'HOME', from: beforeArrival },
  AssessReturnRisk: { by: 'ARRIVAL', from: current },
  ConsentToReturn: { by: 'HOME', from: ['NOTIFIED'], to: 'CONSENTED' },
  RecordReturnOrder: { by: 'HOME', from: ['NOTIFIED', 'CONSENTED'], to: 'ORDERED' },
  NameReturnParty: { by: 'HOME', from: current },
  MeetArrival: { by: 'ARRIVAL', from: decided, to: 'ARRIVED' },
  ShareReturnPlan: { by: 'HOME', from: [...decided, 'ARRIVED'] },
  DeliverSupport: { by: 'SUPPORT', from: [...decided, 'ARRIVED'] },
  FollowUpReturn: { by: 'SUPPORT', from: ['ARRIVED'] },
  CompleteReturn: { by: 'HOME', from: ['ARRIVED'], to: 'COMPLETED' },
  CancelReturn: { by: 'HOME', from: beforeArrival, to: 'CANCELLED' },
  EnterReturnInError: { by: 'HOME', from: [...current, 'COMPLETED', 'CANCELLED'], to: 'ENTERED_IN_ERROR' },
};
