import { randomBytes, randomUUID } from 'node:crypto';

/** What a file of log keys holds: an Ed25519 seed for each log. One key, one use. */
export const logKeyNames = ['protocol', 'access'] as const;

/** New log keys, as text for a file of secrets. */
export const newLogKeys = (): Readonly<Record<'id' | (typeof logKeyNames)[number], string>> => ({
  id: randomUUID(),
  protocol: randomBytes(32).toString('base64url'),
  access: randomBytes(32).toString('base64url'),
});
