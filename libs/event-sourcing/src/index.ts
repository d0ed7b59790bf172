export * from './event';
export * from './command';
export * from './decider';
export * from './upcast';
