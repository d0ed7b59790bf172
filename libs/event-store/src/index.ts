export * from './event-store';
export { Bell, followByReading } from './follow';
export { toRecorded } from './recorded';
export { Histories, type Appended, type EventForms, type History, type Slice } from './histories';
export * from './transact';
