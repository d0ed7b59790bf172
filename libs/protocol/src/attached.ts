/** Files that a command names, by the SHA-256 of what is in them, in hex. */
export type Digests = readonly string[];

/** A file is named by the compartment that uploaded it, for this survivor and this kind of entry, while the upload waits. */
export type AttachedRefusal = 'ATTACHMENT_UNKNOWN';
