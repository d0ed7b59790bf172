import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

// RFC 3339 §5.6, with a zone: a time without one is a guess.
const instant = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const day = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

const bad = (says: string): GraphQLError => new GraphQLError(says, { extensions: { code: 'BAD_USER_INPUT' } });

const isRealDay = (text: string): boolean => new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

function parseInstant(value: unknown): string {
  const says = 'DateTime is an ISO 8601 date and time with a zone, such as 2026-01-05T08:30:00-04:00';
  if (typeof value !== 'string' || !instant.test(value) || !isDay(value.slice(0, 10))) throw bad(says);
  return new Date(value).toISOString();
}

const isDay = (text: string): boolean => day.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && isRealDay(text);

function parseDay(value: unknown): string {
  if (typeof value !== 'string' || !isDay(value)) throw bad('LocalDate is a date of the calendar, such as 2026-01-05');
  return value;
}

const literal = (parse: (value: unknown) => string) => (node: ValueNode) => parse(node.kind === Kind.STRING ? node.value : undefined);

/** In: any zone. Inside and out: UTC with milliseconds, as text. */
export const DateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description: 'A moment: ISO 8601 with a zone. Answers are in UTC.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (value) => String(value),
  parseValue: parseInstant,
  parseLiteral: literal(parseInstant),
});

export const LocalDate = new GraphQLScalarType<string, string>({
  name: 'LocalDate',
  description: 'A day of the calendar, without a zone.',
  serialize: (value) => String(value),
  parseValue: parseDay,
  parseLiteral: literal(parseDay),
});
