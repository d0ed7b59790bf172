import { Args, ArgsType, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '@amparo/access';
import { apiError, CurrentCaller, RoleType } from '@amparo/access/access.graphql';
import type { Accessibility, Role, Sex, Weekday } from '@amparo/protocol';
import { AccessibilityType, SexType, WeekdayType } from '@amparo/protocol/inputs.graphql';
import { CaseReader } from '../case-reader.graphql';
import { connectionOf, type Connection } from '../list-reader.graphql';
import { pageOf } from './directory-page.graphql';
import type { InstitutionRow, UnitRow } from './directory-view';
import { fits, isHour } from './place-search';

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
@ObjectType({ description: 'Hours of a day, by the clock of Santo Domingo.' })
export class Hours {
  @Field(() => WeekdayType)
  day: Weekday;

  @Field()
  from: string;

  @Field()
  until: string;
}
@ObjectType()
export class OfferedService {
  @Field()
  service: string;

  @Field(() => [String])
  languages: string[];

  @Field(() => [Hours], { nullable: true, description: 'When it can be had; absent where nothing is known of it.' })
  schedule?: Hours[];

  @Field(() => [AccessibilityType], { nullable: true, description: 'For whom who needs it so; absent where nothing is known of it.' })
  accessibility?: Accessibility[];
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

  @Field(() => String, { nullable: true, description: 'A telephone that is answered day and night; absent where none was stated, and of every house where survivors live.' })
  dutyLine?: string;

  @Field(() => Int, { description: 'Places neither held nor taken now. Names nobody.' })
  freePlaces: number;
}
@ArgsType()
class PlaceSearch {
  @Field(() => String, { nullable: true, description: 'A language the service is offered in: ISO 639-2 code.' })
  language?: string;

  @Field(() => [AccessibilityType], { nullable: true, description: 'How she must be able to have it: each of these is offered.' })
  accessibility?: Accessibility[];

  @Field(() => WeekdayType, { nullable: true, description: 'A day on which it can be had, as far as hours are known.' })
  openOn?: Weekday;

  @Field(() => String, { nullable: true, description: 'An hour at which it can be had, such as 17:30, as far as hours are known.' })
  openAt?: string;

  @Field(() => SexType, { nullable: true, description: 'Whom the unit takes in.' })
  sex?: Sex;

  @Field(() => Int, { nullable: true, description: 'In completed years.' })
  age?: number;

  @Field({ nullable: true, description: 'True: dependants come along.' })
  dependants?: boolean;

  @Field(() => Int, { nullable: true, description: 'Places that must be free now.' })
  freePlaces?: number;
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

function unitType({ held, taken = [], places, ...row }: UnitRow): Unit {
  const now = new Date().toISOString();
  const inUse = Object.values(held).filter((until) => until > now).length + taken.length;
  return Object.assign(new Unit(), row, { freePlaces: Math.max(places - inUse, 0) });
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

  @Query(() => UnitConnection, { description: 'Units that are open, by what they offer, when and where, and by whom they take in. It is asked for no one in particular: nothing is recorded of it.' })
  units(
    @CurrentCaller() caller: Caller,
    @Args() { freePlaces, ...wanted }: PlaceSearch,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('service', { type: () => String, nullable: true }) service?: string,
    @Args('territory', { type: () => String, nullable: true, description: 'Territory code, or its beginning.' }) territory?: string,
    @Args('institution', { type: () => String, nullable: true }) institution?: string,
  ): Connection<Unit> {
    if (!isHour(wanted.openAt)) throw apiError('BAD_USER_INPUT', caller.language, { fields: [{ path: 'openAt', rules: ['hour'] }] });
    const found = this.reader.views.visibility
      .rows<UnitRow>('unit')
      .filter((unit) => fits(unit, { ...wanted, service, territory, institution }))
      .map(unitType)
      .filter((unit) => unit.freePlaces >= (freePlaces ?? 0));
    return pageOf(found, { first, after }, ({ code }) => [code], (unit) => unit);
  }

  @Query(() => Unit, { nullable: true, description: 'A unit of the directory, open or closed.' })
  unit(@CurrentCaller() _caller: Caller, @Args('code', { type: () => ID }) code: string): Unit | null {
    const row = this.reader.views.visibility.row<UnitRow>('unit', code);
    return row ? unitType(row) : null;
  }
}
