import { applyDecorators } from '@nestjs/common';
import { Field, ID, InputType, type FieldOptions } from '@nestjs/graphql';
import { enumOf } from '@amparo/access/access.graphql';
import { LocalDate } from '@amparo/access/scalars.graphql';
import { matters } from './case/case';
import { institutionKinds } from './institution/institution';
import { ArrayMaxSize, ArrayMinSize, IsOptional, Matches, MaxLength } from 'class-validator';
import { consenters } from './case/consent';
import { errorReasons } from './referral/referral-reasons';
import { services, type Service } from './service';
import { accessibilities, weekdays } from './unit/offer';
import { sexes } from './unit/unit';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const directoryCode = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** An id that a mutation of ours returned. */
export const IdField = (options: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(Field(() => ID, options), Matches(uuid), ...(options.nullable ? [IsOptional()] : []));

/** A code of the directory: lower case, digits, hyphens. */
export const CodeField = (options: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(Field(() => ID, options), MaxLength(100), Matches(directoryCode), ...(options.nullable ? [IsOptional()] : []));

/** Ids that mutations of ours returned, at most ten. */
export const IdsField = (options: FieldOptions = {}): PropertyDecorator => applyDecorators(Field(() => [ID], options), ArrayMaxSize(10), Matches(uuid, { each: true }));

/** Codes of the directory, one to ten. */
export const CodesField = (options: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(Field(() => [ID], options), ArrayMinSize(1), ArrayMaxSize(10), MaxLength(100, { each: true }), Matches(directoryCode, { each: true }));

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

@InputType({ description: 'The letter in which a body without a system answered: its number there, or the letter itself, or both.' })
export class LetterInput {
  @Field(() => LocalDate, { description: 'The day it is dated.' })
  date: string;

  @TextField(120, { nullable: true, description: 'Its number or reference. Sealed.' })
  reference?: string;

  @Field(() => [String], { nullable: true, description: 'SHA-256 in hex of files you uploaded to POST /attachments for this case, category PROTECTION.' })
  @IsOptional()
  @ArrayMaxSize(10)
  @Matches(/^[0-9a-f]{64}$/, { each: true })
  attachments?: string[];
}

@InputType({ description: 'The form she signed: its number where it is kept, the scanned form itself, or both.' })
export class SignedFormInput {
  @TextField(120, { nullable: true, description: 'Its number or reference. Sealed.' })
  reference?: string;

  @Field(() => [String], { nullable: true, description: 'SHA-256 in hex of files you uploaded to POST /attachments for this case, category IDENTITY: her name and her hand are on it.' })
  @IsOptional()
  @ArrayMaxSize(10)
  @Matches(/^[0-9a-f]{64}$/, { each: true })
  attachments?: string[];
}

export const SexType = enumOf('Sex', sexes, 'As she states it.');
export const ServiceType = enumOf('Service', Object.keys(services) as Service[], "The service catalogue of the national plan's protection axis.");
export const MatterType = enumOf('Matter', matters, 'What the case is about.');
export const InstitutionKindType = enumOf('InstitutionKind', institutionKinds, 'The mandate of an institution.');
export const ConsenterType = enumOf('Consenter', consenters, 'Who consents.');
export const ErrorReasonType = enumOf('ErrorReason', errorReasons, 'What was wrong with the entry.');
export const WeekdayType = enumOf('Weekday', weekdays, 'A day of the week.');
export const AccessibilityType = enumOf('Accessibility', accessibilities, 'Whom a service can be had by, as it is offered.');
