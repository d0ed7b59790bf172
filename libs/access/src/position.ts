/** A place in the store's order as partners see it: opaque text that names the store's epoch, so that it is never read in another order. */
export const positionText = (epoch: string, position: bigint): string => Buffer.from(`${epoch} ${position}`).toString('base64url');

/** The position in this epoch, or undefined for text that is not one of ours or belongs to another store. */
export function parsePosition(epoch: string, text: string): bigint | undefined {
  const [of, digits, ...rest] = Buffer.from(text, 'base64url').toString().split(' ');
  if (of !== epoch || rest.length > 0 || !/^\d{1,19}$/.test(digits ?? '')) return undefined;
  const position = BigInt(digits ?? '');
  return positionText(epoch, position) === text ? position : undefined;
}
