import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { CurrentCaller, RoleType } from '@amparo/access/access.graphql';
import type { Role } from '@amparo/protocol';
import { CaseReader } from '../case-reader.graphql';
import { connectionOf, type Connection } from '../list-reader.graphql';
import { pageOf } from './directory-page.graphql';
import type { InstitutionRow, UnitRow } from './directory-view';

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

  @Field(() => Int, { description: 'Places not held now. Names nobody.' })
  freePlaces: number;
}
const InstitutionConnection = connectionOf(Institution);
const UnitConnection = connectionOf(Unit);

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

function unitType({ held, places, ...row }: UnitRow): Unit {
  const now = new Date().toISOString();
  const taken = Object.values(held).filter((until) => until > now).length;
  return Object.assign(new Unit(), row, { freePlaces: Math.max(places - taken, 0) });
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
  ): Connection<Institution> {
    const rows = this.reader.views.visibility.rows<InstitutionRow>('institution');
    return pageOf(rows, { first, after }, ({ code }) => [code], (row) => Object.assign(new Institution(), row));
  }

  @Query(() => UnitConnection, { description: 'Units that are open, by what they offer and where.' })
  units(
    @CurrentCaller() _caller: Caller,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('service', { type: () => String, nullable: true }) service?: string,
    @Args('territory', { type: () => String, nullable: true, description: 'Territory code, or its beginning.' }) territory?: string,
    @Args('institution', { type: () => String, nullable: true }) institution?: string,
  ): Connection<Unit> {
    const found = this.reader.views.visibility
      .rows<UnitRow>('unit')
      .filter(
        (unit) =>
          unit.open &&
          (!service || unit.services.some((offered) => offered.service === service)) &&
          (!territory || unit.territory?.startsWith(territory)) &&
          (!institution || unit.institution === institution),
      )
      .map(unitType);
    return pageOf(found, { first, after }, ({ code }) => [code], (unit) => unit);
  }

  @Query(() => Unit, { nullable: true, description: 'A unit of the directory, open or closed.' })
  unit(@CurrentCaller() _caller: Caller, @Args('code', { type: () => ID }) code: string): Unit | null {
    const row = this.reader.views.visibility.row<UnitRow>('unit', code);
    return row ? unitType(row) : null;
  }
}
