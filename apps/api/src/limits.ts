import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

/** The most an operation may ask for. What depends on variables is checked at every request, the rest once per document. */
const limits = { depth: 12, aliases: 20, directives: 8, fields: 400, repeats: 3, page: 100, cost: 5_000 } as const;

/** Apollo's own limits, in the place it wants them. */
export const parseLimits = { maxTokens: 1_500 } as const;

const over = (what: string): GraphQLError =>
  new GraphQLError(`over the limit: ${what}`, { extensions: { code: 'QUERY_TOO_COMPLEX', limit: what, http: { status: 400 } } });

/** A validation rule over the shape of an operation. Introspection has its own limits in graphql-js and is left to them. */
export function shapeLimits(context: ValidationContext): ASTVisitor {
  let aliases = 0;
  let directives = 0;
  let fields = 0;
  const measure = (set: SelectionSetNode | undefined, depth: number, path: ReadonlySet<string>): string | undefined => {
    if (!set) return undefined;
    if (depth > limits.depth) return `depth ${limits.depth}`;
    const keys = new Map<string, number>();
    for (const selection of set.selections) {
      directives += selection.directives?.length ?? 0;
      if (directives > limits.directives) return `${limits.directives} directives`;
      let found: string | undefined;
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        const repeats = (keys.get(name) ?? 0) + 1;
        keys.set(name, repeats);
        if (selection.alias) aliases += 1;
        fields += 1;
        if (fields > limits.fields) return `${limits.fields} fields`;
        if (aliases > limits.aliases) return `${limits.aliases} aliases`;
        if (repeats > limits.repeats) return `${limits.repeats} times the same field`;
        if (!selection.name.value.startsWith('__')) found = measure(selection.selectionSet, depth + 1, path);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        found = measure(selection.selectionSet, depth, path);
      } else if (!path.has(selection.name.value)) {
        found = measure(context.getFragment(selection.name.value)?.selectionSet, depth, new Set([...path, selection.name.value]));
      }
      if (found) return found;
    }
    return undefined;
  };
  return {
    OperationDefinition(operation) {
      const found = measure(operation.selectionSet, 1, new Set());
      if (found) context.reportError(over(found));
    },
  };
}

type Variables = Readonly<Record<string, unknown>>;

/**
 * Checks what an operation may cost with these variables: a field costs 1, times the page sizes (`first`, `last`) above it.
 * @throws QUERY_TOO_COMPLEX
 */
export function checkCost(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): void {
  const fragments = new Map(
    document.definitions.filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one.selectionSet]),
  );
  let cost = 0;
  const add = (set: SelectionSetNode | undefined, times: number): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) add(fragments.get(selection.name.value), times);
      else if (selection.kind === Kind.INLINE_FRAGMENT) add(selection.selectionSet, times);
      else {
        cost += times;
        if (cost > limits.cost) throw over(`cost ${limits.cost}`);
        let page = 1;
        for (const argument of selection.arguments ?? []) {
          if (argument.name.value !== 'first' && argument.name.value !== 'last') continue;
          const given = argument.value.kind === Kind.VARIABLE ? variables[argument.value.name.value] : 'value' in argument.value ? argument.value.value : 0;
          if (Number(given ?? 0) > limits.page) throw over(`pages of ${limits.page}`);
          page = Math.max(page, Number(given ?? 0));
        }
        add(selection.selectionSet, times * page);
      }
    }
  };
  add(operation.selectionSet, 1);
}

/** Whether an operation asks for the schema itself. */
export const introspects = (operation: OperationDefinitionNode): boolean =>
  operation.selectionSet.selections.some((one) => one.kind !== Kind.FIELD || one.name.value === '__schema' || one.name.value === '__type');
