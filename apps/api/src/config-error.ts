/** Something an operator must put right before the program can run. The message says what and how. */
export class CannotStart extends Error {}
