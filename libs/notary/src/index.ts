export { LogFiles } from './log-files';
export { logKeyNames, newLogKeys } from './log-keys';
export { logNames, Notary } from './notary';
export { Attestations, tokenOf, type AttestationParts, type Logged, type LoggedHeads, type LoggedStamp } from './attestations';
export { PublishedLog, type Consistency, type Standing } from './published-log';
export { NoTimeStamp, timeStamp, timeStampRequest, type TimeAuthorities } from './time-stamps';
