export * from './event-store';
export { Bell } from './follow';
export { toRecorded } from './recorded';
export { Histories, type History, type Slice } from './histories';
export * from './transact';
