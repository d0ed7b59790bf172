/** The files that opened fields name, by the SHA-256 of what is in them, in hex: fields whose value has members of its own may name some. */
export const digestsIn = (fields: Readonly<Record<string, unknown>>): string[] =>
  Object.values(fields).flatMap((value) => (typeof value === 'object' && value !== null && 'attachments' in value ? (value as { attachments: string[] }).attachments : []));
