/** As numbers of requests, orders and judgments are written; nothing that could be a sentence about somebody. */
const form = /^[A-Za-z0-9][A-Za-z0-9./-]{0,79}$/;

/** The number of the request or order a command rests on; undefined when it names none, or another kind of basis. */
export const orderNumber = ({ kind, ref }: Readonly<{ kind: string; ref?: string }>, kinds: readonly string[]): string | undefined =>
  kinds.includes(kind) && ref !== undefined && form.test(ref) ? ref : undefined;
