export { LogFiles } from './log-files';
export { logKeyNames, newLogKeys } from './log-keys';
export { logNames, Notary } from './notary';
