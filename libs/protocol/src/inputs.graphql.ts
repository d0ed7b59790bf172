import { applyDecorators } from '@nestjs/common';
import { Field, ID, type FieldOptions } from '@nestjs/graphql';
import { enumOf } from '@amparo/access/access.graphql';
import { IsOptional, Matches, MaxLength } from 'class-validator';
import { services, type Service } from './service';
import { sexes } from './unit/unit';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const directoryCode = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** An id that a mutation of ours returned. */
export const IdField = (options: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(Field(() => ID, options), Matches(uuid), ...(options.nullable ? [IsOptional()] : []));

/** A code of the directory: lower case, digits, hyphens. */
export const CodeField = (options: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(Field(() => ID, options), MaxLength(100), Matches(directoryCode), ...(options.nullable ? [IsOptional()] : []));

/** An agent's id. */
export const AgentField = (options: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(Field(() => ID, options), Matches(/^ag-[0-9a-f]{16}$/), ...(options.nullable ? [IsOptional()] : []));

/** The referral under which the caller's unit serves her, where it does not lead her case. */
export const UnderField = (): PropertyDecorator => IdField({ nullable: true, description: 'Where you do not lead the case: the accepted referral under which your unit serves her.' });

/** Text of at most this many characters. */
export const TextField = (most: number, options: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(Field(() => String, options), MaxLength(most), ...(options.nullable ? [IsOptional()] : []));

/** ISO 639-2 codes. */
export const LanguagesField = (): PropertyDecorator =>
  applyDecorators(Field(() => [String], { description: 'ISO 639-2 codes, such as spa, hat, eng.' }), Matches(/^[a-z]{3}$/, { each: true }));
export const LanguageField = (options: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(
    Field(() => String, { description: 'ISO 639-2 code, such as spa, hat, eng.', ...options }),
    Matches(/^[a-z]{3}$/),
    ...(options.nullable ? [IsOptional()] : []),
  );

export const SexType = enumOf('Sex', sexes, 'As she states it.');
export const ServiceType = enumOf('Service', Object.keys(services) as Service[], "The service catalogue of the national plan's protection axis.");
