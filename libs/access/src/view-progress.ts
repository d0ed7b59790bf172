/** How far a compartment's view has come. Lets a caller read what it wrote. */
export abstract class ViewProgress {
  /**
   * Waits until the compartment's view has applied everything up to this store position, `ms` at most.
   * @returns whether it has; a compartment without a view is never waited for.
   */
  abstract waitFor(compartment: string, position: bigint, ms: number): Promise<boolean>;
}
