export { LogFiles } from './log-files';
export { logKeyNames, newLogKeys } from './log-keys';
export { logNames, Notary } from './notary';
export type { WitnessAddress } from './witness-wire';
export { StoreContradicted, Witnesses, type WitnessState } from './witnesses';
export { Attestations, tokenOf, type AttestationParts } from './attestations';
export { PublishedLog } from './published-log';
export { NoTimeStamp, timeStamp, timeStampRequest, type TimeAuthorities } from './time-stamps';
