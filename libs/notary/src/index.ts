export { LogFiles } from './log-files';
export { logKeyNames, newLogKeys } from './log-keys';
export { logNames, Notary } from './notary';
export type { WitnessAddress } from './witness-wire';
export { StoreContradicted, Witnesses, type WitnessState } from './witnesses';
