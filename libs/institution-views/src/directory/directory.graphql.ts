import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, RoleType } from '@amparo/access/access.graphql';
import type { Role } from '@amparo/protocol';
import { CaseReader, cursorOf, PageInfo, placeOf } from '../case-reader.graphql';
import type { UnitRow } from './directory-view';

@ObjectType({ description: 'An agent of the directory. Those of residential units are in none.' })
export class Agent {
  @Field(() => ID)
  agent: string;

  @Field(() => String, { nullable: true })
  unit?: string;

  @Field()
  compartment: string;

  @Field(() => [RoleType])
  roles: Role[];

  @Field()
  suspended: boolean;

  @Field(() => [String])
  accreditations: string[];
}
@ObjectType()
export class Institution {
  @Field(() => ID)
  code: string;

  @Field()
  name: string;

  @Field()
  kind: string;

  @Field({ description: 'Made up for a demonstration.' })
  illustrative: boolean;

  @Field(() => [Agent])
  agents: Agent[];
}
@ObjectType()
export class OfferedService {
  @Field()
  service: string;

  @Field(() => [String])
  languages: string[];
}
@ObjectType({ description: 'Whom a unit takes in; absent means no limit.' })
export class UnitCriteria {
  @Field(() => [String], { nullable: true })
  sexes?: string[];

  @Field(() => Int, { nullable: true })
  ageFrom?: number;

  @Field(() => Int, { nullable: true })
  ageTo?: number;

  @Field({ nullable: true })
  dependants?: boolean;
}
@ObjectType({ description: 'A unit of the directory. The place of a residential unit is secret.' })
export class Unit {
  @Field(() => ID)
  code: string;

  @Field()
  name: string;

  @Field()
  institution: string;

  @Field()
  operator: string;

  @Field()
  kind: string;

  @Field()
  residential: boolean;

  @Field(() => String, { nullable: true })
  territory?: string;

  @Field()
  illustrative: boolean;

  @Field()
  open: boolean;

  @Field(() => [OfferedService])
  services: OfferedService[];

  @Field(() => UnitCriteria, { nullable: true })
  criteria?: UnitCriteria;

  @Field(() => Int, { description: 'Places neither held nor taken now. Names nobody.' })
  freePlaces: number;
}
@ObjectType()
export class InstitutionEdge {
  @Field(() => Institution)
  node: Institution;

  @Field()
  cursor: string;
}
@ObjectType()
export class InstitutionConnection {
  @Field(() => [InstitutionEdge])
  edges: InstitutionEdge[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;
}
@ObjectType()
export class UnitEdge {
  @Field(() => Unit)
  node: Unit;

  @Field()
  cursor: string;
}
@ObjectType()
export class UnitConnection {
  @Field(() => [UnitEdge])
  edges: UnitEdge[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;
}

@ObjectType({ description: 'Who you are to this server.' })
export class Viewer {
  @Field()
  client: string;

  @Field()
  institution: string;

  @Field()
  compartment: string;

  @Field(() => ID, { nullable: true })
  agent?: string;

  @Field(() => String, { nullable: true })
  unit?: string;

  @Field(() => [RoleType])
  roles: Role[];

  @Field()
  assurance: string;
}

function unitType({ held, taken = [], places, ...row }: UnitRow): Unit {
  const now = new Date().toISOString();
  const inUse = Object.values(held).filter((until) => until > now).length + taken.length;
  return Object.assign(new Unit(), row, { freePlaces: Math.max(places - inUse, 0) });
}

type Page<Node> = { edges: { node: Node; cursor: string }[]; pageInfo: PageInfo };

/** A page of the directory, in the order of codes. */
function pageOf<Node extends { code: string }>(all: readonly Node[], first: number, after: string | null | undefined): Page<Node> {
  const [from = ''] = (placeOf(after) ?? []) as string[];
  const rest = all.filter(({ code }) => code > from).sort((a, b) => (a.code < b.code ? -1 : 1));
  const edges = rest.slice(0, Math.min(Math.max(first, 0), 100)).map((node) => ({ node, cursor: cursorOf([node.code]) }));
  const endCursor = edges[edges.length - 1]?.cursor;
  return { edges, pageInfo: { hasNextPage: edges.length < rest.length, ...(endCursor !== undefined && { endCursor }) } };
}

@Resolver()
export class DirectoryQueries {
  constructor(private readonly reader: CaseReader) {}

  @Query(() => Viewer, { description: 'Who you are to this server: what your token and the directory agree on.' })
  viewer(@CurrentCaller() { client, institution, compartment, agent, unit, roles, assurance }: Caller): Viewer {
    return Object.assign(new Viewer(), { client, institution, compartment, agent, unit, roles, assurance });
  }

  @Query(() => InstitutionConnection, { description: 'The institutions, with their agents.' })
  institutions(
    @CurrentCaller() _caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
  ): Page<Institution> {
    return pageOf(this.reader.views.visibility.institutions() as unknown as Institution[], first, after);
  }

  @Query(() => UnitConnection, { description: 'Units that are open, by what they offer and where.' })
  units(
    @CurrentCaller() _caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('service', { type: () => String, nullable: true }) service?: string,
    @Args('territory', { type: () => String, nullable: true, description: 'Territory code, or its beginning.' }) territory?: string,
    @Args('institution', { type: () => String, nullable: true }) institution?: string,
  ): Page<Unit> {
    const found = this.reader.views.visibility
      .units()
      .filter(
        (unit) =>
          unit.open &&
          (!service || unit.services.some((offered) => offered.service === service)) &&
          (!territory || unit.territory?.startsWith(territory)) &&
          (!institution || unit.institution === institution),
      )
      .map(unitType);
    return pageOf(found, first, after);
  }

  @Query(() => Unit, { nullable: true, description: 'A unit of the directory, open or closed.' })
  unit(@CurrentCaller() _caller: Caller, @Args('code', { type: () => ID }) code: string): Unit | null {
    const row = this.reader.views.visibility.unit(code);
    return row ? unitType(row) : null;
  }
}
