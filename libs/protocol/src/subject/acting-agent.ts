/** An agent, and the institution they act for, as events name them. */
export type ActingAgent = Readonly<{ agent: string; institution: string }>;
